/**
 * The objects of one or more hosts, indexed by dependency: which facts depend on which, and which veth pair a far end belongs
 * to. Mutable, unlike all other data of the core; only `cascade.ts` and its callers use it.
 */
import { isIpv6 } from "../net/ip";
import { factsOf } from "./facts";
import { ROOT, type Fact, type FactOf, type Key, type Place } from "./fact";
import { linkKey, LOOPBACK, netnsKey } from "./key";
import { keyOf, needsOf, providesOf } from "./kinds";

export interface World {
  /** In the order of creation. */
  readonly facts: Map<Key, Fact>;
  /** Needed key → the keys deleted with it, in the order of creation. */
  readonly dependents: Map<Key, Set<Key>>;
  /** Needed key → the keys that refer to it and are not deleted with it. */
  readonly holders: Map<Key, Set<Key>>;
  /** Key of the far end of a veth pair → key of the pair. */
  readonly ends: Map<Key, Key>;
  /** VXLAN identity at a place (`tunnelAt`) → key of the device: unique in a namespace. */
  readonly tunnels: Map<string, Key>;
  /** Host → the keys of the addresses and routes of its root namespace, which no namespace key indexes. */
  readonly atRoot: Map<string, Set<Key>>;
  /** Keys of links that have had an IPv4 address and have none: their settings stay as they are (`inherited.ts`). */
  readonly settled: Set<Key>;
}

/** One end of a link, as visible in its namespace. */
export interface LinkEnd {
  readonly fact: FactOf<"link"> | FactOf<"veth">;
  readonly up: boolean;
  readonly mtu: number;
}

/** A world of these facts. A `Map` is used in place and changed by steps; other input is copied. Takes about 1 µs a fact. */
export function worldOf(facts: Map<Key, Fact> | Iterable<Fact>, settled: Set<Key> = new Set()): World {
  const world: World = { facts: facts instanceof Map ? facts : factsOf(facts as Iterable<Fact>), settled, ...emptyIndexes() };
  for (const [key, fact] of world.facts) index(world, key, fact);
  return world;
}

function emptyIndexes(): Omit<World, "facts" | "settled"> {
  return { dependents: new Map(), holders: new Map(), ends: new Map(), tunnels: new Map(), atRoot: new Map() };
}

/** Replaces the fact with this key, or appends it. */
export function put(world: World, fact: Fact): void {
  const key = keyOf(fact);
  const before = world.facts.get(key);
  if (before) unindex(world, key, before);
  world.facts.set(key, fact);
  index(world, key, fact);
}

/** Removes one fact without side effects. */
export function take(world: World, key: Key): Fact | undefined {
  const fact = world.facts.get(key);
  if (!fact) return undefined;
  world.facts.delete(key);
  unindex(world, key, fact);
  for (const link of [key, ...providesOf(fact)]) world.settled.delete(link);
  return fact;
}

/** The facts that need this key, in the order of creation; a snapshot, so that the world may change meanwhile. */
export function dependentsOf(world: World, key: Key): Fact[] {
  const found: Fact[] = [];
  for (const dependent of world.dependents.get(key) ?? []) {
    const fact = world.facts.get(dependent);
    if (fact) found.push(fact);
  }
  return found;
}

export function countDependents(world: World, key: Key): number {
  return world.dependents.get(key)?.size ?? 0;
}

/** The facts of one kind on a link. */
export function onDev<K extends "addr" | "route" | "port" | "fdb" | "neigh" | "key" | "peer">(
  world: World,
  place: Place,
  dev: string,
  kind: K,
): FactOf<K>[] {
  const facts = dev === LOOPBACK ? [...carriedAt(world, place)] : dependentsOf(world, linkKey(place, dev));
  return facts.filter((fact): fact is FactOf<K> & Fact => fact.kind === kind && "dev" in fact && fact.dev === dev);
}

/** The addresses and routes of one namespace. */
export function* carriedAt(world: World, place: Place): Generator<FactOf<"addr"> | FactOf<"route">> {
  if (place.netns === ROOT) {
    for (const key of world.atRoot.get(place.host) ?? []) yield world.facts.get(key) as FactOf<"addr"> | FactOf<"route">;
    return;
  }
  for (const fact of dependentsOf(world, netnsKey(place.host, place.netns))) {
    if (isCarried(fact)) yield fact;
    for (const end of [keyOf(fact), ...providesOf(fact)]) {
      for (const other of dependentsOf(world, end)) if (isCarried(other) && other.netns === place.netns) yield other;
    }
  }
}

function isCarried(fact: Fact): fact is FactOf<"addr"> | FactOf<"route"> {
  return fact.kind === "addr" || fact.kind === "route";
}

/** Whether the namespace exists; the root namespace always does. */
export function hasNetns(world: World, host: string, netns: string): boolean {
  return netns === ROOT || world.facts.has(netnsKey(host, netns));
}

/** Whether the underlay of a VXLAN device is IPv6: without a local address it is IPv4. */
export function speaksIpv6({ local }: FactOf<"link">): boolean {
  return local !== undefined && isIpv6(local);
}

/** Identity of a VXLAN device at a place besides its name. */
export function tunnelAt(link: FactOf<"link">): string {
  return `${link.host} ${link.netns} ${link.vni} ${link.port} ${speaksIpv6(link) ? 6 : 4}`;
}

/** The link, or veth end, of this name at this place. Not for `lo`, which always exists and is up. */
export function endAt(world: World, place: Place, dev: string): LinkEnd | undefined {
  const key = linkKey(place, dev);
  const near = world.facts.get(key);
  if (near?.kind === "link" || near?.kind === "veth") return { fact: near, up: near.up, mtu: near.mtu };
  const pair = world.ends.get(key);
  const far = pair === undefined ? undefined : world.facts.get(pair);
  return far?.kind === "veth" ? { fact: far, up: far.peerUp, mtu: far.peerMtu } : undefined;
}

function index(world: World, key: Key, fact: Fact): void {
  for (const need of needsOf(fact)) addTo(need.diesWith ? world.dependents : world.holders, need.key, key);
  for (const end of providesOf(fact)) world.ends.set(end, key);
  if (fact.kind === "link" && fact.vni !== undefined) world.tunnels.set(tunnelAt(fact), key);
  if (fact.netns === ROOT && isCarried(fact)) addTo(world.atRoot, fact.host, key);
}

function unindex(world: World, key: Key, fact: Fact): void {
  for (const need of needsOf(fact)) removeFrom(need.diesWith ? world.dependents : world.holders, need.key, key);
  for (const end of providesOf(fact)) world.ends.delete(end);
  if (fact.kind === "link" && fact.vni !== undefined) world.tunnels.delete(tunnelAt(fact));
  if (fact.netns === ROOT && isCarried(fact)) removeFrom(world.atRoot, fact.host, key);
}

function addTo(sets: Map<string, Set<Key>>, name: string, key: Key): void {
  const known = sets.get(name);
  if (known) known.add(key);
  else sets.set(name, new Set([key]));
}

function removeFrom(sets: Map<string, Set<Key>>, name: string, key: Key): void {
  const known = sets.get(name);
  known?.delete(key);
  if (known?.size === 0) sets.delete(name);
}
