/**
 * A conntrack entry outlives the rule that admitted it: nat rules see only the first packet of a connection, and its
 * translation stays. Removing or redirecting a rule that admits connections therefore also deletes the conntrack entries that
 * it admitted, and no others.
 */
import { isDeepStrictEqual } from "node:util";
import { fact, ROOT, type Fact, type FactOf, type Key, type Kind } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { addressOf, devOf, kindsWith, keyOf, sameFact } from "../kernel/kinds";
import { chainKey, chainsIn } from "../kernel/kinds/chain";
import { elementsIn } from "../kernel/kinds/element";
import { contains, formatCidr, networkOf, parseCidr, parseNetwork, without } from "../net/cidr";
import { isIpv6, parseIp } from "../net/ip";
import type { MatchField, Rule } from "../nft/expression";
import { printRule } from "../nft/print";
import { hostCidr, matchOf, type ConntrackMatch } from "./conntrack-match";
import { acceptsByGroup, closes, layoutOf, parts, type FirewallLayout } from "./firewall-layout";
import type { Goal, Owned } from "./goal";
import type { Change, PlannedStep } from "./plan";
import { byHost } from "./by-host";
import { expelledFlows, limitedFlows, limitsOf, type Limits } from "./narrowed";

type ConntrackDeletion = Omit<PlannedStep, "n">;

/** Owned facts that are deleted or changed: they are in the state even if an earlier apply has started to delete them. */
interface Past<F extends Fact = Fact> {
  readonly before: F | undefined;
  readonly after: F | undefined;
  readonly owners: readonly string[];
}

/** Only chains and elements of the firewall admit connections. */
function* pastOf(goal: Goal, changes: readonly Change[]): Generator<Past> {
  for (const [key, owned] of goal.owned) {
    if (!admits(owned.fact)) continue;
    const after = goal.desired.get(key)?.fact;
    for (const before of [owned.fact, ...(owned.also ?? [])])
      if (after === undefined || !sameFact(before, after)) yield { before, after, owners: owned.owners };
  }
  for (const { before, after, owners } of changes) if (admits((before ?? after)!)) yield { before, after, owners };
}

/** The kinds by which stacks use the firewall. */
const ADMITTING = kindsWith(({ readSet, uses }) => readSet === "firewall" && uses !== undefined);

function admits({ kind }: Fact): boolean {
  return ADMITTING.has(kind);
}

/** An object does not change its kind. */
function isOf<K extends Kind>(past: Past, kind: K): past is Past<FactOf<K> & Fact> {
  return (past.before ?? past.after)!.kind === kind;
}

/** `tcp . 192.0.2.10 . 8080 : 10.8.0.2 . 80`: connections to the published address with DNAT to the endpoint. */
function publishedFlows({ before, after }: Past<FactOf<"element">>, { translations }: FirewallLayout): readonly ConntrackMatch[] {
  const translation = before && translations.get(before.set);
  if (translation === undefined || before?.data === undefined || "do" in before.data) return [];
  if (isDeepStrictEqual(after?.data, before.data)) return [];
  const [via, viaPort] = before.data as readonly [string, string];
  return [{ ...matchOf(translation.fields, before.element), via, viaPort: Number(viaPort) }];
}

/**
 * A UDP sender that keeps its source port is one connection to the kernel, and nat maps apply to the first packet only. The
 * entries of a host port that is newly published have to be deleted, so that the map applies. TCP connections end by themselves.
 */
function unpublishedFlows({ before, after }: Past<FactOf<"element">>, { translations }: FirewallLayout): readonly ConntrackMatch[] {
  const translation = after && translations.get(after.set);
  if (after === undefined || translation === undefined || before !== undefined) return [];
  const asked = matchOf(translation.fields, after.element);
  if (asked.protocol !== "udp") return [];
  if (asked.to !== undefined) return [{ ...asked, untranslated: true }];
  return [{ ...asked, from: translation.family === "ip" ? "0.0.0.0/0" : "::/0", to: "host", untranslated: true }];
}

/** The networks of one host: subnets by bridge, and what its rules say. */
interface Networks {
  readonly subnets: ReadonlyMap<string, readonly string[]>;
  readonly layout: FirewallLayout;
  /** Subnets of one network and family, between which the gateway routes. */
  readonly routed: readonly (readonly string[])[];
  /** Bridge of a network → the bridges of the networks accepted by it. */
  readonly entering: ReadonlyMap<string, readonly string[]>;
  readonly limits: Limits;
}

/** The facts of a goal that define the networks of a host and their accepted networks. */
interface NetworkFacts {
  readonly desired: readonly Owned[];
  readonly owned: readonly Owned[];
}

/** The same for all hosts. Only a few kinds in root namespaces are relevant: most of a goal is something else. */
function partsOf({ desired, owned }: Goal): (host: string) => NetworkFacts {
  const [wanted, ours] = [desired, owned].map((side) => byHost(saying(side.values()), ({ fact: { host } }) => host));
  return (host) => ({ desired: wanted!.get(host) ?? [], owned: ours!.get(host) ?? [] });
}

function* saying(all: Iterable<Owned>): Generator<Owned> {
  for (const one of all) if (says(one.fact)) yield one;
}

const ADDRESSING = kindsWith(({ onSegment }) => onSegment?.address !== undefined);

/** Whether the fact belongs to the firewall of a host, or to the subnets of its networks. */
function says(fact: Fact): boolean {
  return fact.netns === ROOT && (ADDRESSING.has(fact.kind) || admits(fact));
}

function networksOn({ desired, owned }: NetworkFacts, actual: Facts): Networks {
  const known: Fact[] = [];
  for (const one of actual.values()) if (says(one)) known.push(one);
  for (const one of owned) known.push(one.fact);
  const wanted = desired.map(factOf);
  const layout = layoutOf([...wanted, ...known]);
  const entering = new Map<string, string[]>();
  for (const { set, element } of elementsIn(wanted)) {
    const [bridge, link] = [layout.accepting.get(set), element[0]!];
    if (bridge !== undefined) entering.set(link, [...(entering.get(link) ?? []), bridge]);
  }
  const subnets = subnetsOf(known);
  const limits = limitsOf(wanted, owned.map(factOf), layout.translations);
  return { subnets, routed: [...subnets.values()].flatMap(severalOf), layout, entering, limits };
}

/** The subnets of each bridge. Sorted: the plan must not depend on the order in which a host lists its addresses. */
function subnetsOf(facts: readonly Fact[]): ReadonlyMap<string, readonly string[]> {
  const subnets = new Map<string, Set<string>>();
  for (const one of facts) {
    const address = addressOf(one);
    if (address === undefined) continue;
    const dev = devOf(one)!;
    subnets.set(dev, (subnets.get(dev) ?? new Set()).add(formatCidr(networkOf(parseCidr(address)!))));
  }
  return new Map([...subnets].sort(byName).map(([dev, some]) => [dev, [...some].sort()] as const));
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** By family, the subnets of a network with several. */
function severalOf(subnets: readonly string[]): readonly (readonly string[])[] {
  return [true, false].map((six) => subnets.filter((subnet) => isIpv6(subnet) === six)).filter(({ length }) => length > 1);
}

function pairs(from: readonly string[], to: readonly string[]): readonly ConntrackMatch[] {
  return from.flatMap((one) => to.filter((other) => isIpv6(one) === isIpv6(other)).map((other) => ({ from: one, to: other })));
}

/** A network that is no longer accepted. */
function acceptedFlows({ before, after }: Past<FactOf<"element">>, { subnets, layout }: Networks): readonly ConntrackMatch[] {
  const from = before && after === undefined ? layout.accepting.get(before.set) : undefined;
  if (before === undefined || from === undefined) return [];
  return pairs(subnets.get(from) ?? [], subnets.get(before.element[0]!) ?? []);
}

/** Connections from sources other than this network and the accepted ones. */
function outsideFlows(bridge: string, { subnets, entering }: Networks): readonly ConntrackMatch[] {
  const staying = [bridge, ...(entering.get(bridge) ?? [])].flatMap((one) => subnets.get(one) ?? []);
  return (subnets.get(bridge) ?? []).flatMap((to) => {
    const others = staying.filter((one) => one !== to && isIpv6(one) === isIpv6(to)).map((one) => parseNetwork(one)!);
    const all = parseNetwork(isIpv6(to) ? "::/0" : "0.0.0.0/0")!;
    return others.length === 0 ? [{ to }] : without(all, others).map((from) => ({ from: formatCidr(from), to }));
  });
}

function hostFlows(subnets: readonly string[]): readonly ConntrackMatch[] {
  return subnets.map((from) => ({ from, to: "host" }));
}

/** An endpoint that becomes isolated, where the gateway routes between subnets of its network. */
function isolatedFlows({ before, after }: Past<FactOf<"element">>, { routed, layout }: Networks): readonly ConntrackMatch[] {
  const way = before === undefined ? "in" : "out";
  const changed = before === undefined || after === undefined ? (before ?? after) : undefined;
  if (changed === undefined || layout.parting.get(changed.set) !== way) return [];
  const [address] = changed.element as readonly [string];
  const holds = (subnet: string) => contains(parseNetwork(subnet)!, parseIp(address)!);
  const beside = routed.filter((some) => some.some(holds)).flatMap((some) => some.filter((subnet) => !holds(subnet)));
  return beside.flatMap((subnet) => [
    { from: hostCidr(address), to: subnet },
    { from: subnet, to: hostCidr(address) },
  ]);
}

/** Removed accept rules and added drop rules; the connections concerned depend on the packets for which the chain is called. */
function ruledFlows({ before, after }: Past<FactOf<"chain">>, map: Networks): readonly ConntrackMatch[] {
  const call = before && map.layout.calls.get(before.name);
  if (before === undefined || after === undefined || call === undefined) return [];
  const lost = rulesBeyond(before, after).filter(({ then }) => then.do === "accept");
  const barred = rulesBeyond(after, before).filter(({ then }) => then.do === "drop");
  const subnets = map.subnets.get(call.link) ?? [];
  if (call.hook === "input") return lost.length > 0 ? hostFlows(subnets) : [];
  if (call.hook !== "forward") return [];
  if (call.side === "out") return lost.some(acceptsByGroup) ? outsideFlows(call.link, map) : [];
  if (barred.some((rule) => closes(rule, call.link))) return subnets.map((from) => ({ from }));
  return pairs(subnets, subnets).filter(({ from }) => isParted(isIpv6(from!) ? "ip6 saddr" : "ip saddr", before, barred));
}

/** The rules of one chain that are not in another. */
function rulesBeyond({ rules }: FactOf<"chain">, other: FactOf<"chain">): readonly Rule[] {
  const others = new Set(other.rules.map(printRule));
  return rules.filter((rule) => !others.has(printRule(rule)));
}

/** Whether endpoints of a family could reach each other and no longer may. */
function isParted(field: MatchField, before: FactOf<"chain">, barred: readonly Rule[]): boolean {
  return barred.some((rule) => parts(rule, field, "!=")) && before.rules.some((rule) => parts(rule, field, "=="));
}

/** Connections to the host that a network may no longer open, where everything was allowed before. */
function closedHosts(
  { desired }: NetworkFacts,
  owned: Goal["owned"],
  map: Networks,
): readonly { readonly bodies: readonly ConntrackMatch[]; readonly owners: readonly string[] }[] {
  const { calls } = map.layout;
  return desired.flatMap(({ fact: one, owners }) =>
    chainsIn([one]).flatMap(({ name }) => {
      const call = calls.get(name);
      if (call?.hook !== "input" || owned.has(keyOf(one))) return [];
      const from = [...calls].find(([, { hook, side, link }]) => hook === "forward" && side === "in" && link === call.link)?.[0];
      const isKnown = from !== undefined && owned.has(chainKey(one, from));
      return isKnown ? [{ bodies: hostFlows(map.subnets.get(call.link) ?? []), owners }] : [];
    }),
  );
}

function ending(host: string, body: ConntrackMatch, owners: readonly string[]): ConntrackDeletion {
  return { verb: "del", fact: fact("flow", { host, netns: ROOT }, body), owners };
}

function endedBy(one: Past, map: Networks): readonly ConntrackMatch[] {
  if (isOf(one, "chain")) return [...ruledFlows(one, map), ...limitedFlows(one.before, one.after, map.limits)];
  if (!isOf(one, "element")) return [];
  return [
    ...publishedFlows(one, map.layout),
    ...unpublishedFlows(one, map.layout),
    ...acceptedFlows(one, map),
    ...isolatedFlows(one, map),
    ...expelledFlows(one.before, one.after, map.limits),
  ];
}

function endingsOn(
  host: string,
  part: NetworkFacts,
  owned: Goal["owned"],
  past: readonly Past[],
  actual: Facts,
): readonly ConntrackDeletion[] {
  const map = networksOn(part, actual);
  const ended = past.flatMap((one) => endedBy(one, map).map((body) => ending(host, body, one.owners)));
  const closed = closedHosts(part, owned, map).flatMap(({ bodies, owners }) => bodies.map((body) => ending(host, body, owners)));
  const unique = new Map<Key, ConntrackDeletion>();
  for (const one of [...ended, ...closed]) unique.set(keyOf(one.fact), one);
  return [...unique.values()];
}

function factOf({ fact: one }: Owned): Fact {
  return one;
}

/** The conntrack entries to delete, per host, after all other steps. */
export function flowsThatEnd(
  goal: Goal,
  changes: readonly Change[],
  actual: ReadonlyMap<string, Facts>,
): ReadonlyMap<string, readonly ConntrackDeletion[]> {
  const past = byHost(pastOf(goal, changes), ({ before, after }) => (before ?? after)!.host);
  const partOn = partsOf(goal);
  const hosts = [...past].map(
    ([host, some]) => [host, endingsOn(host, partOn(host), goal.owned, some, actual.get(host) ?? new Map())] as const,
  );
  return new Map(hosts.filter(([, endings]) => endings.length > 0));
}
