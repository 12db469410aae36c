/** Rules as text, in the syntax in which nft lists them. `parse.ts` is the inverse. */
import type { ChainBase, Match, MatchField, Operand, Rule, RuleAction, RulePart, Tuple, Verdict } from "./expression";
import { bitsText, typeOfField } from "./fields";

/** Joins fields, and their values. */
const JOINED = " . ";

/**
 * One rule.
 *
 * @example
 * printRule(rule(is("iifname", "nw-blue"), accept)); // 'iifname "nw-blue" accept'
 */
export function printRule({ when, then }: Rule): string {
  return [...when.map(partText), ...(then.do === "nothing" ? [] : [actionText(then)])].join(" ");
}

/** `type filter hook forward priority 0`. The policy accept is left out. */
export function printBase({ type, hook, priority, policy }: ChainBase): string {
  return `type ${type} hook ${hook} priority ${priority}${policy === undefined ? "" : ` policy ${policy}`}`;
}

/** `jump from-nw-blue`. */
export function printVerdict(verdict: Verdict): string {
  if (verdict.do === "jump" || verdict.do === "goto") return `${verdict.do} ${verdict.to}`;
  return verdict.do === "reject" && verdict.text !== undefined ? `reject ${verdict.text}` : verdict.do;
}

/** The values of an element of a set, or of its data: `tcp . 8080`. */
export function printTuple(values: Tuple): string {
  return values.join(JOINED);
}

function partText(part: RulePart): string {
  return part.is === "match" ? matchText(part) : part.text;
}

function matchText({ fields, op, operand }: Match): string {
  if (operand.is === "bits") return `${fields.join(JOINED)} & ${bitsText(operand.mask)} ${op} ${bitsText(operand.value)}`;
  return `${fields.join(JOINED)} ${op === "==" ? "" : `${op} `}${operandText(fields, operand)}`;
}

function operandText(fields: readonly MatchField[], operand: Exclude<Operand, { readonly is: "bits" }>): string {
  switch (operand.is) {
    case "value":
      return valuesText(fields, operand.value);
    case "flags":
      return operand.flags.join(",");
    case "among":
      return `{ ${operand.values.map((values) => valuesText(fields, values)).join(", ")} }`;
    case "named":
      return `@${operand.set}`;
  }
}

/** Link names are quoted. */
function valuesText(fields: readonly MatchField[], values: Tuple): string {
  return values.map((value, n) => (typeOfField(fields[n]!) === "ifname" ? `"${value}"` : value)).join(JOINED);
}

function actionText(action: Exclude<RuleAction, { readonly do: "nothing" }>): string {
  switch (action.do) {
    case "vmap":
      return `${action.fields.join(JOINED)} vmap ${mapText(action)}`;
    case "dnat":
      return `dnat ${action.family} to ${action.fields.join(JOINED)} map @${action.map}`;
    case "masquerade":
      return "masquerade";
    case "mark":
      return `${action.of} mark set ${action.of} mark & ${bitsText(~action.mask)} | ${bitsText(action.value)}`;
    case "snat":
      return `snat ${action.family} to ${sourceText(action)}`;
    case "unknown":
      return action.text;
    default:
      return printVerdict(action);
  }
}

/** Of several addresses, a hash of the old source chooses one. Its seed is fixed, so that a restored rule chooses the same. */
function sourceText({ family, to }: Extract<RuleAction, { readonly do: "snat" }>): string {
  if (to.length === 1) return to[0]!;
  return `jhash ${family} saddr mod ${to.length} seed 0x1 map { ${to.map((address, n) => `${n} : ${address}`).join(", ")} }`;
}

function mapText({ fields, map }: Extract<RuleAction, { readonly do: "vmap" }>): string {
  if (map.is === "named") return `@${map.map}`;
  return `{ ${map.entries.map(([values, verdict]) => `${valuesText(fields, values)} : ${printVerdict(verdict)}`).join(", ")} }`;
}
