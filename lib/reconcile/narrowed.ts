/**
 * Published ports that fewer sources may use than before. The entries of their connections are deleted: those of sources that are
 * still admitted are made again by the next packet of the client, and pass.
 */
import type { Fact, FactOf } from "../kernel/fact";
import { chainsIn } from "../kernel/kinds/chain";
import { elementsIn } from "../kernel/kinds/element";
import { covers, parseNetwork } from "../net/cidr";
import { isIpv6 } from "../net/ip";
import type { Match, Rule } from "../nft/expression";
import { printRule } from "../nft/print";
import { hostCidr, matchOf, type ConntrackMatch } from "./conntrack-match";
import type { Translation } from "./firewall-layout";

/** The limits of published ports that were published before. */
export interface Limits {
  /** By the name of a chain: the addresses of its endpoint. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  /** By the name of a set of sources: the connections that it is for. */
  readonly admitting: ReadonlyMap<string, readonly ConntrackMatch[]>;
  /** The same: the sources in it. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

/** The limits among wanted facts. `owned`: those that were wanted before; `translations`: the maps of published ports. */
export function limitsOf(wanted: readonly Fact[], owned: readonly Fact[], translations: ReadonlyMap<string, Translation>): Limits {
  const chains = chainsIn(wanted);
  const maps = new Set(chains.flatMap(({ rules }) => rules.flatMap(limitingMap)));
  const before = new Set(
    elementsIn(owned).flatMap(({ set, data }) => (translations.has(set) && Array.isArray(data) ? [data[0] as string] : [])),
  );
  const addresses = new Map<string, string[]>();
  for (const { set, element, data } of elementsIn(wanted)) {
    const [address] = element;
    if (!maps.has(set) || !before.has(address!) || data === undefined || !("to" in data)) continue;
    addresses.set(data.to, [...(addresses.get(data.to) ?? []), address!]);
  }
  const admitting = admittingOf(chains, addresses);
  const sources = new Map<string, string[]>();
  for (const { set, element } of elementsIn(wanted))
    if (admitting.has(set)) sources.set(set, [...(sources.get(set) ?? []), hostCidr(element[0]!)]);
  return { addresses, admitting, sources };
}

/** The map of a rule that calls chains for translated connections by their new destination. */
function limitingMap({ when, then }: Rule): readonly string[] {
  if (then.do !== "vmap" || then.map.is !== "named" || !/^ip6? daddr$/.test(then.fields.join())) return [];
  return when.some((part) => part.is === "match" && part.fields.join() === "ct status") ? [then.map.map] : [];
}

function admittingOf(chains: readonly FactOf<"chain">[], addresses: Limits["addresses"]): Limits["admitting"] {
  const admitting = new Map<string, readonly ConntrackMatch[]>();
  for (const { name, rules } of chains)
    for (const rule of addresses.has(name) ? rules : [])
      for (const { operand } of matchesOf(rule))
        if (operand.is === "named") admitting.set(operand.set, connections(rule, addresses.get(name)!));
  return admitting;
}

function matchesOf({ when }: Rule): readonly Match[] {
  return when.filter((part) => part.is === "match");
}

/** The connections to an endpoint that a rule is for. */
function connections(rule: Rule, addresses: readonly string[]): readonly ConntrackMatch[] {
  const parts = matchesOf(rule).map(({ fields, operand }) => (operand.is === "value" ? matchOf(fields, operand.value) : {}));
  const asked = Object.assign({}, ...parts) as ConntrackMatch;
  const isOfFamily = (address: string) => asked.to === undefined || isIpv6(asked.to) === isIpv6(address);
  return addresses.filter(isOfFamily).map((via) => ({ ...asked, via }));
}

/** A source that may no longer use a port. */
export function expelledFlows(
  before: FactOf<"element"> | undefined,
  after: FactOf<"element"> | undefined,
  { admitting, sources }: Limits,
): readonly ConntrackMatch[] {
  if (before === undefined || after !== undefined) return [];
  const from = hostCidr(before.element[0]!);
  const [gone, staying] = [parseNetwork(from), (sources.get(before.set) ?? []).map((one) => parseNetwork(one)!)];
  if (gone === undefined || staying.some((one) => covers(one, gone))) return [];
  return (admitting.get(before.set) ?? []).flatMap((one) => (isIpv6(one.via!) === isIpv6(from) ? [{ ...one, from }] : []));
}

/** A port that only some sources may use from now on. */
export function limitedFlows(
  before: FactOf<"chain"> | undefined,
  after: FactOf<"chain"> | undefined,
  { addresses }: Limits,
): readonly ConntrackMatch[] {
  const own = after && addresses.get(after.name);
  if (own === undefined) return [];
  const known = new Set(before?.rules.map(printRule));
  const added = after!.rules.filter((rule) => rule.then.do === "drop" && !known.has(printRule(rule)));
  return added.flatMap((rule) => connections(rule, own));
}
