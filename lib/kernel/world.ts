/** Makes a world of facts (`objects.ts`) and keeps its indexes. */
import type { Fact, Facts, Key } from "./fact";
import { factsOf } from "./facts";
import { keyOf, needsOf, providesOf, typeOf } from "./kinds";
import { dependentsOf, placeOf, type Links, type World } from "./objects";

export type { World } from "./objects";

/** The indexes of a world, as its own functions change them. */
interface Indexes {
  readonly facts: Map<Key, Fact>;
  readonly dependents: Map<Key, Set<Key>>;
  readonly holders: Map<Key, Set<Key>>;
  readonly ends: Map<Key, Key>;
  readonly carried: Map<string, Set<Key>>;
  readonly unique: Map<string, Key>;
}

/** A world of these facts. A `Map` is used in place and changed by steps; other input is copied. Takes about 1 µs a fact. */
export function worldOf(facts: Map<Key, Fact> | Iterable<Fact>, settled: Set<Key> = new Set()): World {
  const own: Indexes = { facts: facts instanceof Map ? facts : factsOf(facts as Iterable<Fact>), ...emptyIndexes() };
  for (const [key, fact] of own.facts) index(own, key, fact);
  const world: World = {
    ...own,
    settled,
    put: (fact) => put(own, fact),
    take: (key) => take(own, settled, key),
    drop: (fact) => void take(own, settled, keyOf(fact)),
    remove: (fact) => remove(world, keyOf(fact)),
  };
  return world;
}

/** The links of these facts, as long as they stay as they are: much less work than a world. */
export function linksOf(facts: Facts): Links {
  const ends = new Map<Key, Key>();
  for (const [key, fact] of facts) for (const end of providesOf(fact)) ends.set(end, key);
  return { facts, ends };
}

function emptyIndexes(): Omit<Indexes, "facts"> {
  return { dependents: new Map(), holders: new Map(), ends: new Map(), carried: new Map(), unique: new Map() };
}

function put(own: Indexes, fact: Fact): void {
  const key = keyOf(fact);
  const before = own.facts.get(key);
  if (before) unindex(own, key, before);
  own.facts.set(key, fact);
  index(own, key, fact);
}

function take(own: Indexes, settled: Set<Key>, key: Key): Fact | undefined {
  const fact = own.facts.get(key);
  if (!fact) return undefined;
  own.facts.delete(key);
  unindex(own, key, fact);
  settled.delete(key);
  for (const link of providesOf(fact)) settled.delete(link);
  return fact;
}

function remove(world: World, key: Key): void {
  const fact = world.take(key);
  if (!fact) return;
  typeOf(fact).afterRemove?.(world, fact);
  removeDependents(world, key);
  for (const lost of providesOf(fact)) removeDependents(world, lost);
}

function removeDependents(world: World, key: Key): void {
  for (const dependent of dependentsOf(world, key)) remove(world, keyOf(dependent));
}

function index(own: Indexes, key: Key, fact: Fact): void {
  for (const need of needsOf(fact)) addTo(need.diesWith ? own.dependents : own.holders, need.key, key);
  for (const end of providesOf(fact)) own.ends.set(end, key);
  const type = typeOf(fact);
  if (type.isCarried) addTo(own.carried, placeOf(fact), key);
  const identity = type.unique?.(fact);
  if (identity !== undefined) own.unique.set(identity, key);
}

function unindex(own: Indexes, key: Key, fact: Fact): void {
  for (const need of needsOf(fact)) removeFrom(need.diesWith ? own.dependents : own.holders, need.key, key);
  for (const end of providesOf(fact)) own.ends.delete(end);
  const type = typeOf(fact);
  if (type.isCarried) removeFrom(own.carried, placeOf(fact), key);
  const identity = type.unique?.(fact);
  if (identity !== undefined) own.unique.delete(identity);
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
