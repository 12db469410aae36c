/**
 * The objects of one or more hosts, indexed by dependency: which facts depend on which, and which veth pair a far end belongs
 * to. Mutable, unlike all other data of the core; only `cascade.ts`, its callers and the kinds' own hooks use it. `world.ts`
 * makes it.
 */
import { ROOT, type Fact, type FactOf, type Key, type Place } from "./fact";
import { linkKey, LOOPBACK, netnsKey } from "./key";

export interface World {
  /** In the order of creation. */
  readonly facts: ReadonlyMap<Key, Fact>;
  /** Needed key → the keys deleted with it, in the order of creation. */
  readonly dependents: ReadonlyMap<Key, ReadonlySet<Key>>;
  /** Needed key → the keys that refer to it and are not deleted with it. */
  readonly holders: ReadonlyMap<Key, ReadonlySet<Key>>;
  /** Key of the far end of a veth pair → key of the pair. */
  readonly ends: ReadonlyMap<Key, Key>;
  /** Place (`placeOf`) → the keys of its addresses and routes. */
  readonly carried: ReadonlyMap<string, ReadonlySet<Key>>;
  /** Another identity (`FactType.unique`) → key of the one object that has it. */
  readonly unique: ReadonlyMap<string, Key>;
  /** Keys of links that have had an IPv4 address and have none: their settings stay as they are (`inherited.ts`). */
  readonly settled: Set<Key>;
  /** Replaces the fact of this key, or appends it; without side effects. */
  put(fact: Fact): void;
  /** Removes the fact of this key; without side effects. */
  take(key: Key): Fact | undefined;
  /** Removes a fact that is in the world, without side effects. */
  drop(fact: Fact): void;
  /** Removes a fact that is in the world, and everything that depends on it. */
  remove(fact: Fact): void;
}

/** A link that is created alone, or a veth pair: what has the key of a link. */
export type LinkOrPair = FactOf<"link"> | FactOf<"veth">;

/** The part of a world in which links are found by either end. */
export type Links = Pick<World, "facts" | "ends">;

/** One end of a link, as visible in its namespace. */
export interface LinkEnd {
  readonly fact: LinkOrPair;
  readonly up: boolean;
  readonly mtu: number;
}

/** The facts that need this key, in the order of creation; a snapshot, so that the world may change meanwhile. */
export function dependentsOf(world: World, key: Key): Fact[] {
  return factsAt(world, world.dependents.get(key));
}

function factsAt(world: World, keys: ReadonlySet<Key> | undefined): Fact[] {
  const found: Fact[] = [];
  for (const key of keys ?? []) {
    const fact = world.facts.get(key);
    if (fact) found.push(fact);
  }
  return found;
}

export function countDependents(world: World, key: Key): number {
  return world.dependents.get(key)?.size ?? 0;
}

/** The facts of one kind on a link. */
export function onDev<K extends "addr" | "route" | "port" | "fdb" | "neigh" | "proxy" | "key" | "peer">(
  world: World,
  place: Place,
  dev: string,
  kind: K,
): FactOf<K>[] {
  const facts = dev === LOOPBACK ? carriedAt(world, place) : dependentsOf(world, linkKey(place, dev));
  return facts.filter((fact): fact is FactOf<K> & Fact => fact.kind === kind && "dev" in fact && fact.dev === dev);
}

/** A place as one word. */
export function placeOf({ host, netns }: Place): string {
  return `${host} ${netns}`;
}

/** The addresses and routes of one namespace, in the order of creation; a snapshot. */
export function carriedAt(world: World, place: Place): (FactOf<"addr"> | FactOf<"route">)[] {
  return factsAt(world, world.carried.get(placeOf(place))) as (FactOf<"addr"> | FactOf<"route">)[];
}

/** Whether the namespace exists; the root namespace always does. */
export function hasNetns(world: World, host: string, netns: string): boolean {
  return netns === ROOT || world.facts.has(netnsKey(host, netns));
}

/** The link, or veth end, of this name at this place. Not for `lo`, which always exists and is up. */
export function endAt(world: Links, place: Place, dev: string): LinkEnd | undefined {
  const key = linkKey(place, dev);
  const near = world.facts.get(key) as LinkOrPair | undefined;
  if (near !== undefined) return { fact: near, up: near.up, mtu: near.mtu };
  const pair = world.ends.get(key);
  const far = pair === undefined ? undefined : (world.facts.get(pair) as FactOf<"veth"> | undefined);
  return far && { fact: far, up: far.peerUp, mtu: far.peerMtu };
}

/** The link at this place, if it is created alone and of this type. */
export function deviceAt(world: World, place: Place, dev: string, type: string): FactOf<"link"> | undefined {
  const fact = endAt(world, place, dev)?.fact;
  return fact !== undefined && "type" in fact && fact.type === type ? fact : undefined;
}
