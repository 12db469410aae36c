import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { linkKey } from "../kernel/key";
import { EVERY_MAC } from "../kernel/kinds/fdb";
import { setKey } from "../kernel/kinds/set";
import type { Owned } from "./goal";

/** What the fact is an entry of, where a stranger's does harm: a set of Netweft's table, a VXLAN or WireGuard device; undefined for all else. */
export function enteredBy(fact: Fact): Key | undefined {
  if (fact.kind === "element") return fact.mark === undefined ? setKey(fact, fact.set) : undefined;
  return fact.kind === "peer" || fact.kind === "fdb" ? linkKey(fact, fact.dev) : undefined;
}

/**
 * What somebody put by hand into something of ours where it opens or leads something: elements of the sets of Netweft's
 * table, entries of its VXLAN devices, by which all that is flooded goes to one more host, and peers of its WireGuard devices.
 * They count as a change of the set or device, whose first owner they are told of. Other stacks' elements carry a mark, and
 * stay; a device has one owner.
 */
export function* intruders(
  facts: Facts,
  ours: ReadonlyMap<Key, Owned>,
  isKnown: (key: Key, fact: Fact) => boolean,
): Generator<readonly [Key, Owned]> {
  for (const [key, fact] of facts) {
    const entered = enteredBy(fact);
    if (entered === undefined || isKnown(key, fact)) continue;
    const owners = ours.get(entered)?.owners;
    if (owners !== undefined) yield [key, { fact, owners: owners.slice(0, 1) }];
  }
}

/** Whether an entry may be that of an endpoint of the stack, which the device's own network does not know of: it carries no mark. */
export function mayBeAnEndpoints(fact: Fact): boolean {
  return fact.kind === "fdb" && fact.mac !== EVERY_MAC;
}
