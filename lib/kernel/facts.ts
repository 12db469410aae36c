import type { Fact, FactOf, Key, Kind } from "./fact";
import { keyOf } from "./kinds";

export type { Facts } from "./fact";

export function factsOf(facts: Iterable<Fact>): Map<Key, Fact> {
  const set = new Map<Key, Fact>();
  for (const fact of facts) set.set(keyOf(fact), fact);
  return set;
}

/** The facts of one kind, out of a set or a list. */
export function* ofKind<K extends Kind>(facts: { values(): Iterable<Fact> }, kind: K): Generator<FactOf<K> & Fact> {
  for (const fact of facts.values()) if (fact.kind === kind) yield fact as FactOf<K> & Fact;
}
