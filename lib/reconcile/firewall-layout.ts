/** What the rules of a host's firewall say of its chains, sets and maps: for which packets each of them is looked up. */
import type { Fact, FactOf } from "../kernel/fact";
import { chainsIn } from "../kernel/kinds/chain";
import { elementsIn } from "../kernel/kinds/element";
import type { Match, MatchField, Rule } from "../nft/expression";

/** Packets for which a network's chain is called: those that enter (`in`) or leave by its link, at a hook. */
export interface ChainCall {
  readonly link: string;
  readonly side: "in" | "out";
  readonly hook: string;
}

/** A map that translates destinations: the fields by which it is looked up, and the family. */
export interface Translation {
  readonly fields: readonly MatchField[];
  readonly family: "ip" | "ip6";
}

export interface FirewallLayout {
  /** By the name of a chain. */
  readonly calls: ReadonlyMap<string, ChainCall>;
  /** By the name of a map. */
  readonly translations: ReadonlyMap<string, Translation>;
  /** Sets of links that a network may open connections to → the link of the network. */
  readonly accepting: ReadonlyMap<string, string>;
  /** Sets of addresses: `in` if packets between their members are dropped, `out` if those between all others are. */
  readonly parting: ReadonlyMap<string, "in" | "out">;
}

/** The layout of a firewall out of its chains and elements. */
export function layoutOf(facts: readonly Fact[]): FirewallLayout {
  const chains = chainsIn(facts);
  const calls = callsOf(chains, elementsIn(facts));
  const translations = new Map<string, Translation>();
  const accepting = new Map<string, string>();
  const parting = new Map<string, "in" | "out">();
  for (const { name, rules } of chains) {
    const call = calls.get(name);
    for (const { when, then } of rules) {
      if (then.do === "dnat") translations.set(then.map, then);
      for (const { fields, op, set } of when.flatMap(lookup)) {
        if (then.do === "accept" && fields.join() === "oifname" && call?.side === "in") accepting.set(set, call.link);
        if (then.do === "drop" && isSource(fields)) parting.set(set, op === "==" ? "in" : "out");
      }
    }
  }
  return { calls, translations, accepting, parting };
}

/** The chains that are jumped to from a map of links, which a base chain looks up. */
function callsOf(chains: readonly FactOf<"chain">[], elements: Iterable<FactOf<"element">>): ReadonlyMap<string, ChainCall> {
  const maps = new Map<string, Omit<ChainCall, "link">>();
  for (const { base, rules } of chains)
    for (const { then } of rules)
      if (base && then.do === "vmap" && then.map.is === "named" && /^[io]ifname$/.test(then.fields.join()))
        maps.set(then.map.map, { hook: base.hook, side: then.fields.join() === "iifname" ? "in" : "out" });
  const calls = new Map<string, ChainCall>();
  for (const { set, element, data } of elements) {
    const map = maps.get(set);
    if (map && data !== undefined && "to" in data) calls.set(data.to, { ...map, link: element[0]! });
  }
  return calls;
}

/** Whether the rule drops packets by a set of source addresses of a family: those in it, or those that are not. */
export function parts({ when, then }: Rule, field: MatchField, op: Match["op"]): boolean {
  return then.do === "drop" && when.flatMap(lookup).some((one) => one.op === op && one.fields.join() === field);
}

/** Whether the rule drops whatever leaves by other links than this one. */
export function closes({ when, then }: Rule, link: string): boolean {
  const [only, ...more] = when;
  if (then.do !== "drop" || only?.is !== "match" || more.length > 0) return false;
  return only.fields.join() === "oifname" && only.op === "!=" && only.operand.is === "value" && only.operand.value.join() === link;
}

/** Whether the rule accepts by the group of the link that packets enter by. */
export function acceptsByGroup({ when, then }: Rule): boolean {
  return then.do === "accept" && when.some((part) => part.is === "match" && part.fields.join() === "iifgroup");
}

function isSource(fields: readonly MatchField[]): boolean {
  return fields.join() === "ip saddr" || fields.join() === "ip6 saddr";
}

function lookup(part: Rule["when"][number]): readonly (Pick<Match, "fields" | "op"> & { readonly set: string })[] {
  if (part.is !== "match" || part.operand.is !== "named") return [];
  return [{ fields: part.fields, op: part.op, set: part.operand.set }];
}
