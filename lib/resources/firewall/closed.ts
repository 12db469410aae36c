/**
 * The chain that keeps a host closed between links of its own where Netweft has switched forwarding on. All stacks of the host
 * share it, and it is the record that it was Netweft. Its rules are for each family alone: they may be switched on at different times.
 */
import { fact, ROOT, type Fact, type FactOf, type Place } from "../../kernel/fact";
import { CLOSED } from "../../kernel/kinds/chain";
import { accept, drop, has, is, isAmong, rule } from "../../nft/build";
import type { Match, Rule, RulePart } from "../../nft/expression";

export type ForwardingFamily = "ipv4" | "ipv6";

/** The links between which a host forwards nothing, in their order. Frames that stay on one of `bridges` may pass here as well (br_netfilter). */
export interface ClosedLinks {
  readonly links: readonly string[];
  readonly bridges: readonly string[];
}

/** The families between whose links a host forwards nothing. */
export type ClosedFamilies = Readonly<Partial<Record<ForwardingFamily, ClosedLinks>>>;

/** The setting that switches forwarding on. */
export const FORWARDING_SETTING: Readonly<Record<ForwardingFamily, string>> = {
  ipv4: "net.ipv4.ip_forward",
  ipv6: "net.ipv6.conf.all.forwarding",
};

const BASE = Object.freeze({ type: "filter", hook: "forward", priority: 0 } as const);

function chainOf(place: Place, rules: readonly Rule[]): FactOf<"chain"> {
  return fact("chain", place, { name: CLOSED, base: BASE, rules: Object.freeze(rules) }, { shared: true });
}

/** The chain of a host that forwards everything. */
export function opened(place: Place): Fact {
  return chainOf(place, []);
}

/** The chain of a host that is closed between these links, for each family. */
export function closed(host: string, families: ClosedFamilies): FactOf<"chain"> {
  const all = (["ipv4", "ipv6"] as const).flatMap((family) => (families[family] ? rulesFor(family, families[family]) : []));
  return chainOf({ host, netns: ROOT }, [rule(has("ct state", "established", "related"), accept), ...meant, ...all]);
}

/**
 * What another program leads somewhere by a rule of its own, as a port that it publishes. A VPN of IPsec policies has no link of its
 * own: its packets were decrypted, or will be encrypted.
 */
const meant: readonly Rule[] = [
  rule(has("ct status", "dnat"), accept),
  rule(is("meta ipsec", "exists"), accept),
  rule(is("rt ipsec", "exists"), accept),
];

function rulesFor(family: ForwardingFamily, { links, bridges }: ClosedLinks): readonly Rule[] {
  const of = is("meta nfproto", family);
  return [
    ...bridges.map((bridge) => rule(of, is("iifname", bridge), is("oifname", bridge), accept)),
    rule(of, isAmong("iifname", links), isAmong("oifname", links), drop),
  ];
}

/** What the chain says; an empty object for one that is open or that others wrote. */
export function closedFamilies({ rules }: FactOf<"chain">): ClosedFamilies {
  return Object.fromEntries(
    (["ipv4", "ipv6"] as const).flatMap((family) => {
      const own = rules.filter(({ when: [first] }) => first !== undefined && valuesOf(first, "meta nfproto").join() === family);
      const links = own.flatMap(({ when: [, from], then }) => (from && then.do === "drop" ? valuesOf(from, "iifname") : []));
      const bridges = own.flatMap(({ when: [, from], then }) => (from && then.do === "accept" ? valuesOf(from, "iifname") : []));
      return links.length === 0 ? [] : [[family, { links, bridges }] as const];
    }),
  );
}

/**
 * A chain with the families that another one closes besides. Each owner knows the families of the time when it was last applied; a
 * chain that is open stays so.
 */
export function closedBesides(chain: FactOf<"chain">, other: FactOf<"chain">): FactOf<"chain"> {
  const own = closedFamilies(chain);
  const all = { ...closedFamilies(other), ...own };
  return chain.rules.length === 0 || Object.keys(all).length === Object.keys(own).length ? chain : closed(chain.host, all);
}

/** The values that a match has for a field alone. */
function valuesOf(part: RulePart, field: Match["fields"][number]): readonly string[] {
  if (part.is !== "match" || part.fields.join() !== field) return [];
  if (part.operand.is === "value") return part.operand.value;
  return part.operand.is === "among" ? part.operand.values.flat() : [];
}
