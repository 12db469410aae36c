/** What the contents of Netweft's tables have in common. */
import type { FactOf, Key } from "../fact";
import type { Need } from "../fact-type";
import type { World } from "../objects";
import { refused, type Refusal } from "../refusal";

/** Contents of a table need the table, and references need their target. */
export function refuseUnmet(world: World, needs: readonly Need[]): Refusal | undefined {
  return needs.every(({ key }) => world.facts.has(key)) ? undefined : refused("ENOENT");
}

/** Removes a set or a chain; one that is still referenced is not deleted. */
export function removeUnheld(world: World, fact: FactOf<"set"> | FactOf<"chain">, key: Key): Refusal | undefined {
  if (world.holders.has(key)) return refused("EBUSY");
  world.remove(fact);
  return undefined;
}
