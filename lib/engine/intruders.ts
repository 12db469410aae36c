import type { Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { setKey } from "../kernel/kinds/set";
import type { Owned } from "./goal";

/**
 * Elements that somebody put by hand into the sets of Netweft's table, where each of them opens or leads something. They
 * count as a change of the set, whose first owner they are told of. Other stacks' elements carry a mark, and stay.
 */
export function* intruders(facts: Facts, ours: ReadonlyMap<Key, Owned>, isKnown: (key: Key) => boolean): Generator<readonly [Key, Owned]> {
  for (const [key, fact] of facts) {
    if (fact.kind !== "element" || fact.mark !== undefined || isKnown(key)) continue;
    const owners = ours.get(setKey(fact, fact.set))?.owners;
    if (owners !== undefined) yield [key, { fact, owners: owners.slice(0, 1) }];
  }
}
