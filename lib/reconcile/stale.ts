/**
 * Neighbour entries stay valid for up to a minute, and FDB entries of a bridge for five. When an address changes its owner, the
 * learned entries of that network are therefore deleted, and no others: on the bridge, in the namespaces behind it, and on
 * every other member of an overlay network.
 *
 * Learned entries are no facts and are not observed. Their deletion is derived from owners that exist before the plan and not
 * after it; the state keeps such an owner until the entries are deleted, however often an apply is interrupted.
 */
import { fact, ROOT, type Fact, type FactOf, type Key } from "../kernel/fact";
import type { Station } from "../kernel/fact-type";
import type { Facts } from "../kernel/facts";
import { linkKey } from "../kernel/key";
import { addressOf, bridgeOf, devOf, keyOf, kindsWith, typeOf } from "../kernel/kinds";
import { isBridge } from "../kernel/kinds/link";
import { bareAddress } from "../net/cidr";
import type { Goal, Owned } from "./goal";
import type { Change, PlannedStep } from "./plan";
import { byHost } from "./by-host";
import type { Effect } from "./effects";

type Deletion = Omit<PlannedStep, "n">;

/** The holder of an address: its MAC address, and the veth end behind which it is. */
interface AddressHolder {
  readonly segment: string;
  readonly address: string;
  readonly mac: string;
  /** Identity of the holder. All gateways of an overlay network are one. */
  readonly id: string;
  readonly owners: readonly string[];
}

/** An address whose owner changes or disappears. */
export interface Departure {
  readonly segment: string;
  readonly address: string;
  readonly from: readonly string[];
  /** The new holders. */
  readonly to: readonly string[];
  /** Its MAC address, if that moves to another port. */
  readonly mac?: string;
}

/** The addresses of a plan that change owner, and their networks. */
export interface Departures {
  readonly all: readonly Departure[];
  /** Segment → its bridges after the plan. */
  readonly bridges: ReadonlyMap<string, readonly FactOf<"link">[]>;
  /** Segment → the owners of interfaces on it both before and after. */
  readonly staying: ReadonlyMap<string, ReadonlySet<string>>;
}

const NONE: Departures = { all: [], bridges: new Map(), staying: new Map() };

const TELLING = kindsWith(({ onSegment }) => onSegment !== undefined);

/** Whether the holder of an address may depend on the fact. */
function isTelling({ kind }: Fact): boolean {
  return TELLING.has(kind);
}

/** Whether no owned fact changes: then no address can change owner. */
function isAtRest({ desired, owned }: Goal, changes: readonly Change[]): boolean {
  if (changes.some(({ before, after }) => before !== undefined && isTelling(after ?? before))) return false;
  for (const [key, one] of owned) if (isTelling(one.fact) && (one.also !== undefined || !desired.has(key))) return false;
  return true;
}

/** The owned or actual facts before the changes. */
function* earlier({ desired, owned }: Goal, changes: readonly Change[]): Generator<Owned> {
  for (const one of owned.values()) {
    if (!isTelling(one.fact)) continue;
    yield one;
    if (desired.get(keyOf(one.fact)) === one) continue;
    for (const other of one.also ?? []) yield { fact: other, owners: one.owners };
  }
  for (const { before, owners } of changes) if (before !== undefined && isTelling(before)) yield { fact: before, owners };
}

function* later({ desired }: Goal): Generator<Owned> {
  for (const one of desired.values()) if (isTelling(one.fact)) yield one;
}

function isAtRoot({ netns }: Fact): boolean {
  return netns === ROOT;
}

type SegmentOf = (host: string, bridge: string) => string;

/** The ports, by host and link. */
function portsOf(all: readonly Owned[]): ReadonlyMap<string, readonly Fact[]> {
  return byHost(all.map(factOf).filter(isPort), linkOf);
}

function isPort(fact: Fact): boolean {
  return bridgeOf(fact) !== undefined;
}

function linkOf(port: Fact): string {
  return `${port.host} ${devOf(port)}`;
}

/** Host and deleted bridge → the bridge of its ports afterwards: the same network with another bridge name. */
function successors(
  was: readonly Owned[],
  is: readonly Owned[],
  isLeft: (host: string, bridge: string) => boolean,
): ReadonlyMap<string, string> {
  const ports = portsOf(is);
  const found = new Map<string, string>();
  for (const { fact: one } of was) {
    const bridge = bridgeOf(one);
    if (bridge === undefined || isLeft(one.host, bridge)) continue;
    const [next] = ports.get(linkOf(one)) ?? [];
    if (next !== undefined) found.set(`${one.host} ${bridge}`, bridgeOf(next)!);
  }
  return found;
}

/** The segment of a bridge, equal on every host: from the VXLAN device on the bridge, if there is one. */
function segmentsIn(facts: readonly Fact[], renamed: ReadonlyMap<string, string>): SegmentOf {
  const networks = new Map<Key, string>();
  const found = new Map<string, string>();
  for (const one of facts) {
    const network = isAtRoot(one) ? typeOf(one).onSegment?.network?.(one) : undefined;
    if (network !== undefined) networks.set(keyOf(one), network);
  }
  for (const one of facts) {
    const bridge = isAtRoot(one) ? bridgeOf(one) : undefined;
    const network = bridge === undefined ? undefined : networks.get(linkKey(one, devOf(one)!));
    if (network !== undefined) found.set(`${one.host} ${bridge}`, network);
  }
  return (host, bridge) => {
    const spot = `${host} ${renamed.get(`${host} ${bridge}`) ?? bridge}`;
    return found.get(spot) ?? spot;
  };
}

interface OwnedStation extends Station {
  readonly owners: readonly string[];
}

/** The interfaces, by the ends that carry their addresses. */
function stationsOf(all: readonly Owned[]): ReadonlyMap<Key, readonly OwnedStation[]> {
  const stations = all.flatMap(({ fact: one, owners }): readonly OwnedStation[] => {
    const station = typeOf(one).onSegment?.station?.(one);
    return station === undefined ? [] : [{ ...station, owners }];
  });
  return byHost(stations, ({ end }) => end);
}

function* holdersIn(all: readonly Owned[], segmentOf: SegmentOf): Generator<AddressHolder> {
  const [stations, ports] = [stationsOf(all), portsOf(all)];
  for (const { fact: one } of all) {
    const cidr = addressOf(one);
    if (cidr === undefined) continue;
    const { host } = one;
    const address = bareAddress(cidr);
    for (const { link, mac, isBridge, owners } of stations.get(linkKey(one, devOf(one)!)) ?? []) {
      const id = isBridge ? mac : `${host} ${link} ${mac}`;
      const bridges = isBridge ? [link] : (ports.get(`${host} ${link}`) ?? []).map((port) => bridgeOf(port)!);
      for (const bridge of bridges) yield { segment: segmentOf(host, bridge), address, mac, id, owners };
    }
  }
}

function ownersIn(holders: readonly AddressHolder[]): readonly string[] {
  return [...new Set(holders.flatMap(({ owners }) => owners))];
}

function leaving(before: readonly AddressHolder[], after: readonly AddressHolder[]): readonly Departure[] {
  const at = ({ segment, address }: AddressHolder) => `${segment} ${address}`;
  const full = (holder: AddressHolder) => `${at(holder)} ${holder.id}`;
  const [known, stays] = [new Set(before.map(full)), new Set(after.map(full))];
  const later = byHost(after, at);
  const homes = new Map(after.map(({ segment, mac, id }) => [`${segment} ${mac}`, id]));
  const departures: Departure[] = [];
  for (const [spot, holders] of byHost(before, at)) {
    const gone = holders.filter((holder) => !stays.has(full(holder)));
    if (gone.length === 0) continue;
    const { segment, address } = gone[0]!;
    const moved = gone.find(({ mac, id }) => (homes.get(`${segment} ${mac}`) ?? id) !== id);
    const to = ownersIn((later.get(spot) ?? []).filter((holder) => !known.has(full(holder))));
    departures.push({ segment, address, from: ownersIn(gone), to, ...(moved && { mac: moved.mac }) });
  }
  return departures;
}

/** The bridges after the plan. */
function bridgesAfter({ desired }: Goal, changes: readonly Change[], actual: readonly Fact[]): readonly FactOf<"link">[] {
  const gone = new Set(changes.flatMap(({ action, key }) => (action === "remove" ? [key] : [])));
  const all = new Map<Key, FactOf<"link">>();
  for (const one of [...actual, ...[...desired.values()].map(({ fact }) => fact)])
    if (isBridge(one) && isAtRoot(one) && !gone.has(keyOf(one))) all.set(keyOf(one), one);
  return [...all.values()];
}

/** Segment → the owners of interfaces on it, both before and after. */
function stayingOn(before: readonly AddressHolder[], after: readonly AddressHolder[]): Departures["staying"] {
  const here = new Set(before.flatMap(({ segment, owners }) => owners.map((owner) => `${segment} ${owner}`)));
  const staying = new Map<string, Set<string>>();
  for (const { segment, owners } of after)
    for (const owner of owners) if (here.has(`${segment} ${owner}`)) staying.set(segment, (staying.get(segment) ?? new Set()).add(owner));
  return staying;
}

/** The addresses that change owner. */
export function departuresOf(goal: Goal, changes: readonly Change[], actual: ReadonlyMap<string, Facts>): Departures {
  if (isAtRest(goal, changes)) return NONE;
  const [was, is] = [[...earlier(goal, changes)], [...later(goal)]];
  const seen = [...actual.values()].flatMap((facts) => [...facts.values()].filter(isTelling));
  const left = bridgesAfter(goal, changes, seen);
  const names = new Set(left.map(({ host, name }) => `${host} ${name}`));
  const renamed = successors(was, is, (host, bridge) => names.has(`${host} ${bridge}`));
  const segmentOf = segmentsIn([...seen, ...was.map(factOf), ...is.map(factOf)], renamed);
  const [before, after] = [[...holdersIn(was, segmentOf)], [...holdersIn(is, segmentOf)]];
  const bridges = byHost(left, ({ host, name }) => segmentOf(host, name));
  return { all: leaving(before, after), bridges, staying: stayingOn(before, after) };
}

/** Maximum number of moved addresses that are listed. */
const MOST_NAMED = 3;

/** The impact on endpoints that may have entries for an address which another endpoint takes over, by owner. */
export function effectsOfDepartures({ all, staying }: Departures): (endpoint: string) => readonly Effect[] {
  const handed = all.filter(({ from, to }) => to.length > 0 && !to.every((owner) => from.includes(owner)));
  const bySegment = byHost(handed, ({ segment }) => segment);
  const effects = new Map<string, readonly Effect[]>();
  for (const [segment, some] of bySegment) {
    const named = some.slice(0, MOST_NAMED);
    const others = some.length - MOST_NAMED;
    const more = others > 0 ? `, and ${others === 1 ? "another address" : `${others} other addresses`} of the network` : "";
    for (const owner of staying.get(segment) ?? []) {
      const foreign = named.filter(({ from, to }) => !from.includes(owner) && !to.includes(owner));
      const mine = foreign.map(({ address, from, to }, n): Effect => {
        const why = `${address} moves from ${from.join(", ")} to ${to.join(", ")}${n === foreign.length - 1 ? more : ""}`;
        return { kind: "replaced", why, only: address };
      });
      effects.set(owner, [...(effects.get(owner) ?? []), ...mine]);
    }
  }
  return (endpoint) => effects.get(endpoint) ?? [];
}

function factOf({ fact }: Owned): Fact {
  return fact;
}

/** The deletions of learned entries, per host, after all addresses are in place. */
export function staleEntries({ all, bridges }: Departures, actual: ReadonlyMap<string, Facts>): ReadonlyMap<string, readonly Deletion[]> {
  const unique = new Map<Key, Deletion>();
  for (const { segment, address, mac, from } of all) {
    for (const { host, name } of bridges.get(segment) ?? []) {
      if (!actual.has(host)) continue;
      for (const one of mac === undefined ? [address] : [address, mac]) {
        const entries = fact("stale", { host, netns: ROOT }, { address: one, bridge: name });
        unique.set(keyOf(entries), { verb: "del", fact: entries, owners: from });
      }
    }
  }
  return byHost(unique.values(), ({ fact }) => fact.host);
}
