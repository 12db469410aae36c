import type { Fact, Key } from "./fact";
import { keyOf } from "./kinds";

export type { Facts } from "./fact";

export function factsOf(facts: Iterable<Fact>): Map<Key, Fact> {
  const set = new Map<Key, Fact>();
  for (const fact of facts) set.set(keyOf(fact), fact);
  return set;
}
