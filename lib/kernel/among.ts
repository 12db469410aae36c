/**
 * How the kinds answer questions about many facts: which of these are of the kind, and which of those stand at one place. What
 * is asked is in the files of the kinds, in the words of the field: `addressesOn(facts, place, dev)`.
 */
import type { Fact, FactOf, Key, Kind } from "./fact";

/** Facts to look through: a list; or a set that does not change any more, such as an observation or a goal. */
export interface FactSource {
  values(): Iterable<Fact>;
}

/** Facts to look up by their keys. */
export interface FactLookup {
  get(key: Key): Fact | undefined;
}

const NONE: readonly never[] = Object.freeze([]);

/** The things by a name that they have in common, each group in their order. */
export function grouped<Name, Thing>(things: Iterable<Thing>, nameOf: (thing: Thing) => Name): ReadonlyMap<Name, readonly Thing[]> {
  const groups = new Map<Name, Thing[]>();
  for (const thing of things) {
    const name = nameOf(thing);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [thing]);
    else group.push(thing);
  }
  return groups;
}

const sorted = new WeakMap<FactSource, ReadonlyMap<Kind, readonly Fact[]>>();

function byKind(facts: FactSource): ReadonlyMap<Kind, readonly Fact[]> {
  const found = sorted.get(facts) ?? grouped(facts.values(), ({ kind }) => kind);
  sorted.set(facts, found);
  return found;
}

/** The facts of one kind, in their order. A list is searched; a set is sorted by kind when it is first asked. */
export function among<K extends Kind>(facts: FactSource, kind: K): readonly (FactOf<K> & Fact)[] {
  const isOfKind = (fact: Fact): fact is FactOf<K> & Fact => fact.kind === kind;
  if (isList(facts)) return facts.filter(isOfKind);
  return (byKind(facts).get(kind) ?? NONE) as readonly (FactOf<K> & Fact)[];
}

function isList(facts: FactSource): facts is readonly Fact[] {
  return Array.isArray(facts);
}

/** The fact of this key, if it is of the kind. */
export function at<K extends Kind>(facts: FactLookup | undefined, key: Key, kind: K): FactOf<K> | undefined {
  const fact = facts?.get(key);
  return fact?.kind === kind ? (fact as FactOf<K> & Fact) : undefined;
}

/** A question for the facts of one kind that have a name in common, such as the link they are on. A set is indexed once. */
export function indexed<K extends Kind>(
  kind: K,
  nameOf: (fact: FactOf<K>) => string | undefined,
): (facts: FactSource, name: string) => readonly FactOf<K>[] {
  const indexes = new WeakMap<FactSource, ReadonlyMap<string | undefined, readonly FactOf<K>[]>>();
  return (facts, name) => {
    if (isList(facts)) return among(facts, kind).filter((fact) => nameOf(fact) === name);
    const index = indexes.get(facts) ?? grouped(among(facts, kind), nameOf);
    indexes.set(facts, index);
    return index.get(name) ?? NONE;
  };
}
