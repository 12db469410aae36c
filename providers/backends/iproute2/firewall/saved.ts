/** The filter table as `iptables-save` prints it. */
import { isOurRule } from "../iptables/observe";
import { EVERY_PORT, type Payload } from "../../../../lib/kernel/pass";
import { networkAt, protocolOf, sourceElsewhere } from "./matched";
import type { Chain, RuleCondition, Table, RuleVerdict } from "./rule";

const HOOKS: Readonly<Record<string, "forward" | "input">> = { FORWARD: "forward", INPUT: "input" };

/** The table from its lines; undefined if iptables cannot show it because nft created it. */
export function savedTable(family: Table["family"], lines: readonly string[]): Table | undefined {
  if (!lines.includes("*filter") || lines.some((line) => line.startsWith("# Table `filter' "))) return undefined;
  const chains = new Map<string, Chain>();
  for (const line of lines) {
    const [, name, policy] = /^:(\S+) (ACCEPT|DROP|-)/.exec(line) ?? [];
    if (name === undefined) continue;
    const hook = HOOKS[name];
    chains.set(name, { rules: [], ...(hook && { base: { hook, policy: policy === "DROP" ? "drop" : "accept" } as const }) });
  }
  for (const line of lines) {
    const [, chain, rest] = /^-A (\S+) ?(.*)$/.exec(line) ?? [];
    if (chain !== undefined && !isOurRule(line)) chains.get(chain)?.rules.push(readRule(wordsOf(rest!), chains));
  }
  return { family, name: "filter", chains };
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
function readRule(words: readonly string[], chains: ReadonlyMap<string, Chain>): Chain["rules"][number] {
  const options = optionsOf(words);
  const target = options.findIndex(({ name }) => name === "-j" || name === "-g");
  const asked = target < 0 ? options : options.slice(0, target);
  const protocol = protocolOf(asked.find(({ name }) => name === "-p")?.values[0] ?? "");
  return {
    when: asked.flatMap((option) => condition(option, protocol)),
    then: target < 0 ? { do: "nothing" } : verdict(options[target]!, chains),
  };
}

/** Matches that are no condition by themselves; their options are. */
const SILENT = new Set(["comment", "conntrack", "state", "tcp", "udp", "multiport", "icmp6", "hl", "addrtype"]);

function condition({ name, values: [value = ""], negated }: RuleOption, protocol: string): readonly RuleCondition[] {
  if (name === "--comment" || (name === "-m" && SILENT.has(value))) return [];
  if (name === "-i" || name === "-o") return [{ on: name === "-i" ? "in" : "out", names: [value.replace(/\+$/, "*")], negated }];
  if (name === "--ctstate" || name === "--state") return [state(value.split(","), negated)];
  return [(negated ? elsewhere(name, value) : matching(name, value, protocol)) ?? { on: "other" }];
}

function state(words: readonly string[], negated: boolean): RuleCondition {
  if (!words.includes("DNAT") || words.includes("ESTABLISHED"))
    return { on: "state", states: words.map((word) => word.toLowerCase()), negated };
  return { on: negated ? "other" : "dnat" };
}

function elsewhere(name: string, value: string): RuleCondition | undefined {
  const network = name === "-s" ? networkAt(value) : undefined;
  return network === undefined ? undefined : sourceElsewhere([network]);
}

/** The condition of an option on addresses, protocol or ports; undefined for anything else. */
function matching(name: string, value: string, protocol: string): RuleCondition | undefined {
  switch (name) {
    case "-s": {
      const network = networkAt(value);
      return network === undefined ? undefined : { on: "source", networks: [network] };
    }
    case "-p":
      return { on: "payload", payloads: [{ protocol, ...EVERY_PORT }] };
    case "--dport":
    case "--dports":
    case "--icmpv6-type":
      return { on: "payload", payloads: value.split(",").flatMap((range) => payload(protocol, range)) };
    case "--hl-eq":
      return value === "255" ? { on: "hops" } : undefined;
    case "--dst-type":
      return value === "LOCAL" ? { on: "local" } : undefined;
    default:
      return undefined;
  }
}

/** `53`, or `67:68`. An ICMPv6 type with a code is never one of neighbour discovery. */
function payload(protocol: string, range: string): readonly Payload[] {
  const [, from, to] = /^(\d+)(?::(\d+))?$/.exec(range) ?? [];
  return from === undefined ? [] : [{ protocol, from: Number(from), to: Number(to ?? from) }];
}

function verdict({ name, values: [target = ""] }: RuleOption, chains: ReadonlyMap<string, Chain>): RuleVerdict {
  if (chains.has(target)) return { do: name === "-g" ? "goto" : "jump", to: target };
  if (target === "ACCEPT" || target === "DROP" || target === "REJECT" || target === "RETURN")
    return { do: target.toLowerCase() as "accept" | "drop" | "reject" | "return" };
  return { do: "nothing" };
}
