/**
 * Rules in nft's syntax from nft's JSON. Everything that Netweft's own rules consist of has a form here; anything else in the
 * table is rendered as its JSON, which never equals one of our rules.
 */
import type { NftExpression } from "./dump";

type Members = { readonly [name: string]: NftExpression };
type Form = (body: Members) => string | undefined;

export function ruleText(statements: readonly NftExpression[]): string {
  return statements.map((statement) => formOf(statement, statementForms) ?? raw(statement)).join(" ");
}

const statementForms: Readonly<Record<string, Form>> = {
  match: ({ op, left, right }) => `${text(left!)} ${op === "==" || op === "in" ? "" : `${String(op)} `}${operand(left!, right!)}`,
  vmap: ({ key, data }) => `${text(key!)} vmap ${text(data!)}`,
  dnat: ({ family, addr }) => `dnat ${String(family)} to ${text(addr!)}`,
  masquerade: () => "masquerade",
  accept: () => "accept",
  drop: () => "drop",
  return: () => "return",
  jump: ({ target }) => `jump ${String(target)}`,
};

const expressionForms: Readonly<Record<string, Form>> = {
  meta: ({ key }) => (SHORT.has(String(key)) ? String(key) : `meta ${String(key)}`),
  ct: ({ key }) => `ct ${String(key)}`,
  rt: ({ key }) => `rt ${String(key)}`,
  payload: ({ protocol, field, base, offset, len }) =>
    protocol === undefined ? `@${String(base)},${String(offset)},${String(len)}` : `${String(protocol)} ${String(field)}`,
  fib: ({ result, flags }) => `fib ${[flags!].flat().join(" . ")} ${String(result)}`,
  prefix: ({ addr, len }) => `${String(addr)}/${String(len)}`,
  concat: (parts) => (parts as unknown as readonly NftExpression[]).map(text).join(" . "),
  map: ({ key, data }) => `${text(key!)} map ${text(data!)}`,
  range: (ends) => (ends as unknown as readonly NftExpression[]).map(text).join("-"),
};

/** Keywords that nft prints without `meta`. */
const SHORT: ReadonlySet<string> = new Set(["iif", "oif", "iifname", "oifname", "iifgroup", "oifgroup"]);

/** Link names are quoted, raw bits are hexadecimal, and booleans become `exists` or `missing`. */
function operand(left: NftExpression, right: NftExpression): string {
  if (typeof right === "boolean") return right ? "exists" : "missing";
  if (typeof right === "number" && text(left).startsWith("@")) return `0x${right.toString(16)}`;
  const named = /^[io]ifname$/.test(text(left)) && typeof right === "string" && !right.startsWith("@");
  if (named) return JSON.stringify(right);
  return Array.isArray(right) ? right.map((one: NftExpression) => text(one)).join(",") : text(right);
}

/** An expression in nft's syntax. */
export function text(expression: NftExpression): string {
  if (typeof expression === "string" || typeof expression === "number") return String(expression);
  return formOf(expression, expressionForms) ?? raw(expression);
}

function formOf(expression: NftExpression, forms: Readonly<Record<string, Form>>): string | undefined {
  if (typeof expression !== "object" || expression === null || Array.isArray(expression)) return undefined;
  const [name, body] = Object.entries(expression)[0] ?? [];
  const form = name === undefined || !Object.hasOwn(forms, name) ? undefined : forms[name];
  return form?.((body ?? {}) as Members);
}

/** As one word, without the characters that separate rules in a line. */
function raw(expression: NftExpression): string {
  return JSON.stringify(expression).replace(/[^!-:<-~]/g, "?");
}
