/** The filter table as `iptables-save` prints it. */
import { isOurRule } from "../iptables/observe";
import { ruleOf } from "../../../../lib/nft/build";
import type { Chain, ChainBase, Match, MatchField, Rule, RuleAction, RulePart, Table } from "../../../../lib/nft/expression";
import { isField, isValueOf } from "../../../../lib/nft/fields";
import { protocolOf } from "../../../../lib/nft/payload";

const HOOKS: Readonly<Record<string, ChainBase["hook"]>> = { FORWARD: "forward", INPUT: "input" };

/** The table from its lines; undefined if iptables cannot show it because nft created it. */
export function savedTable(family: Table["family"], lines: readonly string[]): Table | undefined {
  if (!lines.includes("*filter") || lines.some((line) => line.startsWith("# Table `filter' "))) return undefined;
  const chains = new Map<string, Chain & { readonly rules: Rule[] }>();
  for (const line of lines) {
    const [, name, policy] = /^:(\S+) (ACCEPT|DROP|-)/.exec(line) ?? [];
    if (name === undefined) continue;
    const hook = HOOKS[name];
    const drops = policy === "DROP" ? ({ policy: "drop" } as const) : {};
    const base = hook && ({ type: "filter", hook, priority: 0, ...drops } as const);
    chains.set(name, { rules: [], ...(base && { base }) });
  }
  for (const line of lines) {
    const [, chain, rest] = /^-A (\S+) ?(.*)$/.exec(line) ?? [];
    if (chain !== undefined && !isOurRule(line)) chains.get(chain)?.rules.push(readRule(wordsOf(rest!), chains));
  }
  return { family, name: "filter", chains, sets: new Map() };
}

/** Words with or without quotation marks. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}

/** A word that begins with `-`, and what follows it. */
interface RuleOption {
  readonly name: string;
  readonly values: string[];
  readonly negated: boolean;
}

function optionsOf(words: readonly string[]): readonly RuleOption[] {
  const options: RuleOption[] = [];
  let negated = false;
  for (const word of words) {
    if (word.startsWith("-")) options.push({ name: word, values: [], negated });
    else if (word !== "!") options.at(-1)?.values.push(word);
    negated = word === "!";
  }
  return options;
}

/** Options behind the target are parameters of the target, such as a log prefix. */
function readRule(words: readonly string[], chains: ReadonlyMap<string, Chain>): Rule {
  const options = optionsOf(words);
  const target = options.findIndex(({ name }) => name === "-j" || name === "-g");
  const asked = target < 0 ? options : options.slice(0, target);
  const protocol = protocolOf(asked.find(({ name }) => name === "-p")?.values[0] ?? "");
  const when = asked.filter((option) => !isSilent(option)).map((option) => partOf(option, protocol) ?? unknown(option));
  return ruleOf(when, target < 0 ? { do: "nothing" } : actionOf(options[target]!, chains));
}

/** Matches that are no condition by themselves; their options are. */
const SILENT = new Set(["comment", "conntrack", "state", "tcp", "udp", "multiport", "icmp6", "hl", "addrtype"]);

function isSilent({ name, values: [value = ""] }: RuleOption): boolean {
  return name === "--comment" || (name === "-m" && SILENT.has(value));
}

function unknown({ name, values, negated }: RuleOption): RulePart {
  return { is: "unknown", text: [...(negated ? ["!"] : []), name, ...values].join(" ") };
}

/** What an option tests; undefined for anything that has no field here. */
function partOf({ name, values: [value = ""], negated }: RuleOption, protocol: string): RulePart | undefined {
  const op = negated ? "!=" : "==";
  switch (name) {
    case "-i":
      return match("iifname", op, [value.replace(/\+$/, "*")]);
    case "-o":
      return match("oifname", op, [value.replace(/\+$/, "*")]);
    case "--ctstate":
    case "--state":
      return state(value.split(","), op);
    case "-s":
      return match(value.includes(":") ? "ip6 saddr" : "ip saddr", op, [value]);
    case "-p":
      return match("meta l4proto", op, [protocol]);
    case "--dport":
    case "--dports":
      return match(`${protocol} dport`, op, value.replaceAll(":", "-").split(","));
    case "--icmpv6-type":
      return match("icmpv6 type", op, [value]);
    case "--hl-eq":
      return match("ip6 hoplimit", op, [value]);
    case "--dst-type":
      return match("fib daddr type", op, [value.toLowerCase()]);
    default:
      return undefined;
  }
}

/** `DNAT` is a state of iptables' own. */
function state(words: readonly string[], op: Match["op"]): RulePart | undefined {
  const states = words.map((word) => word.toLowerCase());
  if (!states.includes("dnat") || states.includes("established")) return match("ct state", op, states);
  return op === "==" ? match("ct status", op, ["dnat"]) : undefined;
}

function match(field: string, op: Match["op"], values: readonly string[]): Match | undefined {
  if (!isField(field) || !values.every((value) => isValueOf(field, value))) return undefined;
  const fields: readonly MatchField[] = [field];
  if (values.length === 1) return { is: "match", fields, op, operand: { is: "value", value: values } };
  return { is: "match", fields, op, operand: { is: "among", values: values.map((value) => [value]) } };
}

/** Targets without influence on a packet's verdict. */
const IDLE: ReadonlySet<string> = new Set([
  "LOG",
  "NFLOG",
  "ULOG",
  "MARK",
  "CONNMARK",
  "TRACE",
  "AUDIT",
  "CHECKSUM",
  "TCPMSS",
  "SET",
  "CT",
]);

function actionOf({ name, values: [target = ""] }: RuleOption, chains: ReadonlyMap<string, Chain>): RuleAction {
  if (chains.has(target)) return { do: name === "-g" ? "goto" : "jump", to: target };
  if (target === "ACCEPT" || target === "DROP" || target === "REJECT" || target === "RETURN")
    return { do: target.toLowerCase() as "accept" | "drop" | "reject" | "return" };
  return IDLE.has(target) ? { do: "nothing" } : { do: "unknown", text: `${name} ${target}` };
}
