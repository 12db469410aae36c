/**
 * A conntrack entry outlives the rule that admitted it: nat rules see only the first packet of a connection, and its
 * translation stays. Removing or redirecting a rule that admits connections therefore also deletes the conntrack entries that
 * it admitted, and no others.
 */
import { fact, ROOT, type Fact, type FactOf, type Key, type Kind } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { keyOf } from "../kernel/kinds";
import { contains, formatCidr, networkOf, parseCidr, parseNetwork, without } from "../net/cidr";
import { isIpv6, parseIp } from "../net/ip";
import type { Goal, Owned } from "./goal";
import type { Change, PlannedStep } from "./plan";
import { byHost } from "./by-host";

type ConntrackMatch = Omit<FactOf<"flow">, "host" | "netns" | "kind" | "mark" | "shared">;
type ConntrackDeletion = Omit<PlannedStep, "n">;

/** Owned facts that are deleted or changed: they are in the state even if an earlier apply has started to delete them. */
interface Past {
  readonly before: Fact | undefined;
  readonly after: Fact | undefined;
  readonly owners: readonly string[];
}

/** Only chains and elements of the firewall admit connections. */
function* pastOf(goal: Goal, changes: readonly Change[]): Generator<Past> {
  for (const [key, owned] of goal.owned) {
    if (!letsIn(owned.fact)) continue;
    const after = goal.desired.get(key)?.fact;
    for (const before of [owned.fact, ...(owned.also ?? [])]) if (before !== after) yield { before, after, owners: owned.owners };
  }
  for (const { before, after, owners } of changes) if (letsIn((before ?? after)!)) yield { before, after, owners };
}

function letsIn({ kind }: Fact): boolean {
  return kind === "element" || kind === "chain";
}

/** `tcp . 192.0.2.10 . 8080 : 10.8.0.2 . 80`: connections to the published address with DNAT to the endpoint. */
function publishedFlows({ before, after }: Past): readonly ConntrackMatch[] {
  if (before?.kind !== "element" || !before.set.startsWith("publish") || before.data === undefined) return [];
  if (after?.kind === "element" && after.data === before.data) return [];
  const words = before.element.split(" . ");
  const [via, viaPort] = before.data.split(" . ") as [string, string];
  const asked = words.length === 3 ? { to: hostCidr(words[1]!) } : {};
  return [{ protocol: words[0]!, ...asked, port: Number(words.at(-1)), via, viaPort: Number(viaPort) }];
}

/**
 * A UDP sender that keeps its source port is one connection to the kernel, and nat maps apply to the first packet only. The
 * entries of a host port that is newly published have to be deleted, so that the map applies. TCP connections end by themselves.
 */
function unpublishedFlows({ before, after }: Past): readonly ConntrackMatch[] {
  if (after?.kind !== "element" || !after.set.startsWith("publish") || before !== undefined) return [];
  const words = after.element.split(" . ");
  if (words[0] !== "udp") return [];
  const common = { protocol: "udp", port: Number(words.at(-1)), untranslated: true } as const;
  if (words.length === 3) return [{ ...common, to: hostCidr(words[1]!) }];
  return [{ ...common, from: after.set.includes("4") ? "0.0.0.0/0" : "::/0", to: "host" }];
}

function hostCidr(address: string): string {
  return `${address}/${isIpv6(address) ? 128 : 32}`;
}

/** The networks of one host: subnets by bridge, and the bridge of each accept set. */
interface Networks {
  readonly subnets: ReadonlyMap<string, readonly string[]>;
  readonly bridgeOfSet: ReadonlyMap<string, string>;
  /** Subnets of one network and family, between which the gateway routes. */
  readonly routed: readonly (readonly string[])[];
  /** Bridge of a network → the bridges of the networks accepted by it. */
  readonly entering: ReadonlyMap<string, readonly string[]>;
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
  for (const one of all) if (one.fact.netns === ROOT && SAYING.has(one.fact.kind)) yield one;
}

const SAYING: ReadonlySet<Kind> = new Set(["addr", "chain", "element"]);

function networksOn({ desired, owned }: NetworkFacts, actual: Facts): Networks {
  const sources = [actual.values(), owned.map(factOf)];
  const subnets = new Map<string, Set<string>>();
  const bridgeOfSet = new Map<string, string>();
  for (const facts of sources) {
    for (const one of facts) {
      if (one.netns !== ROOT) continue;
      if (one.kind === "addr")
        subnets.set(one.dev, (subnets.get(one.dev) ?? new Set()).add(formatCidr(networkOf(parseCidr(one.address)!))));
      if (one.kind === "chain" && one.name.startsWith("from-"))
        for (const set of one.rules.join(" ").match(/@accept\.\S+/g) ?? []) bridgeOfSet.set(set.slice(1), one.name.slice("from-".length));
    }
  }
  const entering = new Map<string, string[]>();
  for (const { fact: one } of desired) {
    if (one.kind !== "element" || !one.set.startsWith("accept.")) continue;
    const bridge = bridgeOfSet.get(one.set);
    if (bridge !== undefined) entering.set(one.element, [...(entering.get(one.element) ?? []), bridge]);
  }
  const lists = new Map([...subnets].map(([dev, set]) => [dev, [...set]] as const));
  return { subnets: lists, routed: [...lists.values()].flatMap(severalOf), bridgeOfSet, entering };
}

/** By family, the subnets of a network with several. */
function severalOf(subnets: readonly string[]): readonly (readonly string[])[] {
  return [true, false].map((six) => subnets.filter((subnet) => isIpv6(subnet) === six)).filter(({ length }) => length > 1);
}

function pairs(from: readonly string[], to: readonly string[]): readonly ConntrackMatch[] {
  return from.flatMap((one) => to.filter((other) => isIpv6(one) === isIpv6(other)).map((other) => ({ from: one, to: other })));
}

/** A network that is no longer accepted. */
function acceptedFlows({ before, after }: Past, { subnets, bridgeOfSet }: Networks): readonly ConntrackMatch[] {
  if (before?.kind !== "element" || !before.set.startsWith("accept.") || after !== undefined) return [];
  return pairs(subnets.get(bridgeOfSet.get(before.set) ?? "") ?? [], subnets.get(before.element) ?? []);
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
function isolatedFlows({ before, after }: Past, { routed }: Networks): readonly ConntrackMatch[] {
  const isolated = before === undefined && after?.kind === "element" && /^isolated[46]$/.test(after.set) ? after : undefined;
  const opened = after === undefined && before?.kind === "element" && /^open[46]$/.test(before.set) ? before : undefined;
  const address = (isolated ?? opened)?.element;
  if (address === undefined) return [];
  const holds = (subnet: string) => contains(parseNetwork(subnet)!, parseIp(address)!);
  const beside = routed.filter((some) => some.some(holds)).flatMap((some) => some.filter((subnet) => !holds(subnet)));
  return beside.flatMap((subnet) => [
    { from: hostCidr(address), to: subnet },
    { from: subnet, to: hostCidr(address) },
  ]);
}

/** Removed accept rules and added drop rules; the connections concerned depend on the chain. */
function ruledFlows({ before, after }: Past, map: Networks): readonly ConntrackMatch[] {
  if (before?.kind !== "chain" || after?.kind !== "chain") return [];
  const lost = before.rules.filter((rule) => rule.endsWith(" accept") && !after.rules.includes(rule));
  const barred = after.rules.filter((rule) => rule.endsWith(" drop") && !before.rules.includes(rule));
  const [chain, bridge] = [before.name.slice(0, before.name.indexOf("-")), before.name.slice(before.name.indexOf("-") + 1)];
  const subnets = map.subnets.get(bridge) ?? [];
  if (chain === "to" && lost.some((rule) => rule.startsWith("iifgroup"))) return outsideFlows(bridge, map);
  if (chain === "from" && barred.includes(`oifname != "${bridge}" drop`)) return subnets.map((from) => ({ from }));
  if (chain === "from") return pairs(subnets, subnets).filter(({ from }) => isParted(isIpv6(from!) ? "6" : "4", before, barred));
  return chain === "host" && lost.length > 0 ? hostFlows(subnets) : [];
}

/** Whether endpoints of a family could reach each other and no longer may. */
function isParted(family: "4" | "6", before: FactOf<"chain">, barred: readonly string[]): boolean {
  return barred.some((rule) => rule.includes(`@open${family} `)) && before.rules.some((rule) => rule.includes(`@isolated${family} `));
}

/** Connections to the host that a network may no longer open, where everything was allowed before. */
function closedHosts(
  { desired }: NetworkFacts,
  owned: Goal["owned"],
  map: Networks,
): readonly { readonly bodies: readonly ConntrackMatch[]; readonly owners: readonly string[] }[] {
  return desired.flatMap(({ fact: one, owners }) => {
    if (one.kind !== "chain" || !one.name.startsWith("host-")) return [];
    const bridge = one.name.slice("host-".length);
    const isNew = !owned.has(keyOf(one)) && owned.has(`${one.host} ${ROOT} chain from-${bridge}`);
    return isNew ? [{ bodies: hostFlows(map.subnets.get(bridge) ?? []), owners }] : [];
  });
}

function ending(host: string, body: ConntrackMatch, owners: readonly string[]): ConntrackDeletion {
  return { verb: "del", fact: fact("flow", { host, netns: ROOT }, body), owners };
}

function endingsOn(
  host: string,
  part: NetworkFacts,
  owned: Goal["owned"],
  past: readonly Past[],
  actual: Facts,
): readonly ConntrackDeletion[] {
  const map = networksOn(part, actual);
  const ended = past.flatMap((one) =>
    [...publishedFlows(one), ...unpublishedFlows(one), ...acceptedFlows(one, map), ...isolatedFlows(one, map), ...ruledFlows(one, map)].map(
      (body) => ending(host, body, one.owners),
    ),
  );
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
