import type { Fact, Key } from "./fact";
import { keyOf } from "./kinds";

/** A set of facts by key. Iteration follows insertion, as the kernel lists objects in the order of their creation. */
export type Facts = ReadonlyMap<Key, Fact>;

export function factsOf(facts: Iterable<Fact>): Map<Key, Fact> {
  const set = new Map<Key, Fact>();
  for (const fact of facts) set.set(keyOf(fact), fact);
  return set;
}
