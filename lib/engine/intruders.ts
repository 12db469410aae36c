import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { linkKey } from "../kernel/key";
import { setKey } from "../kernel/kinds/set";
import type { Owned } from "./goal";

/**
 * What somebody put by hand where each entry opens or leads something: elements of the sets of Netweft's table, and entries
 * of our VXLAN devices, by which all that is flooded goes to one more host. They count as a change of the set or the device,
 * whose first owner they are told of. Other stacks' elements carry a mark, and stay.
 */
export function* intruders(facts: Facts, ours: ReadonlyMap<Key, Owned>, isKnown: (key: Key) => boolean): Generator<readonly [Key, Owned]> {
  for (const [key, fact] of facts) {
    const holder = holderOf(fact);
    if (holder === undefined || isKnown(key)) continue;
    const owners = ours.get(holder)?.owners;
    if (owners !== undefined) yield [key, { fact, owners: owners.slice(0, 1) }];
  }
}

/** What the fact is an entry of, where a stranger's does harm. */
function holderOf(fact: Fact): Key | undefined {
  if (fact.kind === "element") return fact.mark === undefined ? setKey(fact, fact.set) : undefined;
  return fact.kind === "fdb" ? linkKey(fact, fact.dev) : undefined;
}
