import type { Fact, FactOf, Facts, Key, Kind } from "./fact";
import { keyOf } from "./kinds";

export type { Facts } from "./fact";

export function factsOf(facts: Iterable<Fact>): Map<Key, Fact> {
  const set = new Map<Key, Fact>();
  for (const fact of facts) set.set(keyOf(fact), fact);
  return set;
}

/** The facts of one kind. */
export function* ofKind<K extends Kind>(facts: Facts, kind: K): Generator<FactOf<K> & Fact> {
  for (const fact of facts.values()) if (fact.kind === kind) yield fact as FactOf<K> & Fact;
}
