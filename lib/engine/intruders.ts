import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { linkKey } from "../kernel/key";
import { EVERY_MAC } from "../kernel/kinds/fdb";
import { acceptRaKey } from "../kernel/kinds/sysctl";
import { setKey } from "../kernel/kinds/set";
import type { Owned } from "./goal";

/**
 * What the fact is an entry of, where a stranger's does harm: a set of Netweft's table, a VXLAN or WireGuard device, the setting
 * that says whose routes a link takes; undefined for all else.
 */
export function enteredBy(fact: Fact): Key | undefined {
  if (fact.kind === "route") return fact.learned && fact.dev !== undefined ? acceptRaKey(fact, fact.dev) : undefined;
  if (fact.kind === "element") return fact.mark === undefined ? setKey(fact, fact.set) : undefined;
  return fact.kind === "peer" || fact.kind === "fdb" ? linkKey(fact, fact.dev) : undefined;
}

/**
 * What somebody put by hand into something of ours where it opens or leads something: elements of the sets of Netweft's
 * table, entries of its VXLAN devices, by which all that is flooded goes to one more host, and peers of its WireGuard devices.
 * So does what a link has learned of routers before its setting closed it to them. They count as a change of the set, device or
 * setting, whose first owner is named. Other stacks' elements carry a mark, and
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
    const found = ours.get(entered);
    if (found !== undefined && keepsOut(found.fact)) yield [key, { fact, owners: found.owners.slice(0, 1) }];
  }
}

/** Whether entries of strangers do harm in this. A setting may let routers in. */
export function keepsOut(entered: Fact): boolean {
  return entered.kind !== "sysctl" || entered.value === "0";
}

/** Whether an entry may be that of an endpoint of the stack, which the device's own network does not know of: it carries no mark. */
export function mayBeAnEndpoints(fact: Fact): boolean {
  return fact.kind === "fdb" && fact.mac !== EVERY_MAC;
}
