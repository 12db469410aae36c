/**
 * The objects of one or more hosts with what an effect needs to find its victims: who depends on whom, and which veth
 * pair a far end belongs to. Mutable, unlike all other data of the core; only `cascade.ts` and its callers hold one.
 */
import { isIpv6 } from "../net/ip";
import { factsOf } from "./facts";
import { ROOT, type Fact, type FactOf, type Key, type Place } from "./fact";
import { linkKey, LOOPBACK, netnsKey } from "./key";
import { keyOf, needsOf, providesOf } from "./kinds";

export interface World {
  /** In the order of creation. */
  readonly facts: Map<Key, Fact>;
  /** Needed key → the keys that go with it, in the order of creation. */
  readonly dependents: Map<Key, Set<Key>>;
  /** Needed key → the keys that refer to it and do not go with it. */
  readonly holders: Map<Key, Set<Key>>;
  /** Key of the far end of a veth pair → key of the pair. */
  readonly ends: Map<Key, Key>;
  /** Identifier of a VXLAN device at its place (`tunnelAt`) → key of the device: a namespace has one of each. */
  readonly tunnels: Map<string, Key>;
  /** Host → the keys of the addresses and routes of its own namespace, which no other key leads to. */
  readonly atRoot: Map<string, Set<Key>>;
}

/** One end of a link as its namespace sees it. */
export interface LinkEnd {
  readonly fact: FactOf<"link"> | FactOf<"veth">;
  readonly up: boolean;
  readonly mtu: number;
}

/** A world of these facts. A `Map` is taken over and changed by the steps; anything else is copied. Takes about 1 µs a fact. */
export function worldOf(facts: Map<Key, Fact> | Iterable<Fact>): World {
  const world: World = { facts: facts instanceof Map ? facts : factsOf(facts as Iterable<Fact>), ...emptyIndexes() };
  for (const [key, fact] of world.facts) index(world, key, fact);
  return world;
}

function emptyIndexes(): Omit<World, "facts"> {
  return { dependents: new Map(), holders: new Map(), ends: new Map(), tunnels: new Map(), atRoot: new Map() };
}

/** Puts a fact in place of what has its key, or adds it at the end. */
export function put(world: World, fact: Fact): void {
  const key = keyOf(fact);
  const before = world.facts.get(key);
  if (before) unindex(world, key, before);
  world.facts.set(key, fact);
  index(world, key, fact);
}

/** Takes a fact away, and nothing else. */
export function take(world: World, key: Key): Fact | undefined {
  const fact = world.facts.get(key);
  if (!fact) return undefined;
  world.facts.delete(key);
  unindex(world, key, fact);
  return fact;
}

/** The facts that need this key, in the order of their creation; a snapshot, so that they may be changed meanwhile. */
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

/** Whether the namespace is there; the host's own always is. */
export function hasNetns(world: World, host: string, netns: string): boolean {
  return netns === ROOT || world.facts.has(netnsKey(host, netns));
}

/** Whether a VXLAN device speaks IPv6 with the other hosts: with an own address of IPv4, or none, it speaks IPv4. */
export function speaksIpv6({ local }: FactOf<"link">): boolean {
  return local !== undefined && isIpv6(local);
}

/** What tells the VXLAN devices of a place apart beside their names. */
export function tunnelAt(link: FactOf<"link">): string {
  return `${link.host} ${link.netns} ${link.vni} ${link.port} ${speaksIpv6(link) ? 6 : 4}`;
}

/** The link of this name at this place, whichever end of whatever it is. `lo` is none: it is always there and up. */
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
