import type { FactLookup } from "../kernel/among";
import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { typeOf } from "../kernel/kinds";
import type { Owned } from "./goal";

/**
 * The container of an entry that must not be added by others: a set of Netweft's table, a VXLAN or WireGuard device, or the
 * `accept_ra` setting of a link for learned routes; undefined for all other facts.
 */
export function enteredBy(fact: Fact): Key | undefined {
  return typeOf(fact).container?.(fact);
}

interface Entry {
  readonly key: Key;
  readonly fact: Fact;
}

const entries = new WeakMap<Facts, ReadonlyMap<Key, readonly Entry[]>>();

/** Container → its entries, computed once per observation: many resources are compared with one. */
function entriesIn(facts: Facts): ReadonlyMap<Key, readonly Entry[]> {
  const known = entries.get(facts);
  if (known !== undefined) return known;
  const found = new Map<Key, Entry[]>();
  for (const [key, fact] of facts) {
    const container = enteredBy(fact);
    if (container === undefined) continue;
    const list = found.get(container);
    if (list) list.push({ key, fact });
    else found.set(container, [{ key, fact }]);
  }
  entries.set(facts, found);
  return found;
}

/**
 * Entries that others added to objects of ours and that admit or redirect traffic: elements of the sets of Netweft's table, FDB
 * entries of its VXLAN devices (flooded packets go to one more host), peers of its WireGuard devices, and routes that a link
 * learned before its `accept_ra` was set to 0. FDB entries that FRR writes for a network with EVPN are no such. They count as a
 * change of the set, device or setting, whose first owner is named. Elements of other stacks carry a mark and stay; a device has
 * one owner.
 */
export function* intruders(
  facts: Facts,
  ours: ReadonlyMap<Key, Owned>,
  isKnown: (key: Key, fact: Fact) => boolean,
): Generator<readonly [Key, Owned]> {
  const declared = { get: (key: Key) => ours.get(key)?.fact };
  for (const [container, inside] of entriesIn(facts)) {
    const found = ours.get(container);
    if (found === undefined || acceptsEntries(found.fact)) continue;
    for (const { key, fact } of inside)
      if (!isKnown(key, fact) && !isOfDaemon(fact, declared)) yield [key, { fact, owners: found.owners.slice(0, 1) }];
  }
}

function acceptsEntries(entered: Fact): boolean {
  return typeOf(entered).acceptsEntries?.(entered) === true;
}

function isOfDaemon(fact: Fact, declared: FactLookup): boolean {
  return typeOf(fact).isOfDaemon?.(fact, declared) === true;
}

/** Whether an unmarked entry may belong to an endpoint of the stack that is not known to the device's network. */
export function mayBeAnEndpoints(fact: Fact): boolean {
  return typeOf(fact).mayBeAnEndpoints?.(fact) === true;
}
