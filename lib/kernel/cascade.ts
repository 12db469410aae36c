/**
 * The kernel's effects of adding, changing and deleting objects, including implied side effects. Planner and simulator share
 * this one model. It was found by experiment, and a test compares it with a real kernel:
 *
 * - Deleting a namespace deletes everything in it, and both ends of a veth pair that has one end in it. A foreign namespace
 *   attached under a name of ours loses only that name.
 * - Deleting a link deletes its addresses, routes, qdisc and bridge port; the ports of a deleted bridge are released.
 * - Deleting an IPv4 address deletes its secondary addresses: later ones of the same network and prefix length.
 * - Deleting the last IPv4 address of a link deletes all IPv4 routes through it. IPv6 routes stay.
 * - Deleting an address deletes the IPv4 routes of the main table whose source it is; IPv6 routes lose their source.
 * - A link that goes down keeps its IPv4 addresses and loses its IPv6 addresses and all routes. None of them comes back with
 *   `up`. The other end of a pair only loses its carrier, which changes none of this.
 * - A bridge deletes the static FDB entries of a port that leaves it; a VXLAN device that was the port keeps its own.
 * - A link that goes down, or whose MAC address changes, loses its neighbour entries, permanent ones included; a VXLAN device
 *   keeps its FDB entries.
 * - A link that goes down loses its proxy neighbour entries, and one that loses IPv6 those of IPv6. With IPv6 switched off it
 *   takes new ones.
 * - A key belongs to one peer of a WireGuard device: adding it with another address removes the earlier peer.
 * - Deleting a DNS server deletes its records. Nothing deletes a DNS server implicitly: it waits for its bridge.
 * - Switching IPv6 forwarding on, for one link or for all, deletes the default routes learned from router advertisements,
 *   except on links with `accept_ra = 2`, and with 0, where a program has added them.
 * - Deleting a BGP process deletes its neighbors and the routes learned from them; the foreign part stays.
 * - Deleting Docker's chains deletes the rules in them.
 * - An MTU below 1280, or `disable_ipv6`, removes IPv6 from a link; the former also removes its IPv6 settings.
 * - Deleting a table deletes everything in it, a set its elements. A set or chain that is still referenced is not deleted.
 */
import type { Fact, Key } from "./fact";
import type { Facts } from "./facts";
import { canChange, keyOf, sameFact, typeOf } from "./kinds";
import { hasNetns } from "./objects";
import type { Step } from "./step";
import { worldOf, type World } from "./world";
import { refused, type Refusal } from "./refusal";

/** Runs one step on the world, with its side effects; a refused one leaves the world unchanged. The cost depends on the objects touched, not on the size of the world. */
export function applyStep(world: World, step: Step): Refusal | undefined {
  return step.verb === "del" ? remove(world, step.fact) : establish(world, step);
}

/** Runs steps in order, up to the first refusal: the index of that step, from 0, and the reason. */
export function applySteps(world: World, steps: Iterable<Step>): { readonly step: number; readonly refusal: Refusal } | undefined {
  let n = 0;
  for (const step of steps) {
    const refusal = applyStep(world, step);
    if (refusal) return { step: n, refusal };
    n++;
  }
  return undefined;
}

/**
 * The facts after these steps; refused steps are skipped. The input is not changed. `onValue`: is
 * called with each value that a fact takes on the way, implied ones included.
 *
 * @example
 * cascadeOf(actual, [{ verb: "del", fact: lastAddress }]); // …and the routes over that link are gone, too
 */
export function cascadeOf(facts: Facts, steps: readonly Step[], onValue?: (key: Key, fact: Fact) => void): Facts {
  if (steps.length === 0) return facts;
  const world = worldOf(onValue === undefined ? new Map(facts) : telling(facts, onValue));
  for (const step of steps) {
    applyStep(world, step);
    for (const key of typeOf(step.fact).uncertainAfter?.(world, step.fact) ?? []) world.take(key);
  }
  return world.facts;
}

/** A copy that tells of what is put into it from now on. */
function telling(facts: Facts, onValue: (key: Key, fact: Fact) => void): Map<Key, Fact> {
  const copy = new Map(facts);
  const put = copy.set.bind(copy);
  copy.set = (key, fact) => {
    onValue(key, fact);
    return put(key, fact);
  };
  return copy;
}

function establish(world: World, step: Step): Refusal | undefined {
  const before = world.facts.get(keyOf(step.fact));
  if (before && sameFact(before, step.fact)) return undefined;
  if (before && !mayReplace(step, before)) return refused(step.verb === "add" ? "EEXIST" : "EOPNOTSUPP");
  const refusal = refusalOf(world, step.fact, before);
  if (refusal !== undefined) return refusal;
  const type = typeOf(step.fact);
  const fact = type.stored?.(world, step.fact) ?? step.fact;
  if (type.put === undefined) world.put(fact);
  else type.put(world, fact, before);
  return undefined;
}

/** Why the kernel refuses a fact, given the existing objects; `before` is the fact that it replaces. */
function refusalOf(world: World, fact: Fact, before: Fact | undefined): Refusal | undefined {
  if (!hasNetns(world, fact.host, fact.netns))
    return refused("ENOENT", `Cannot open network namespace "${fact.netns}": No such file or directory`);
  return typeOf(fact).admit?.(world, fact, before);
}

function mayReplace(step: Step, before: Fact): boolean {
  if (step.verb === "add" && !typeOf(before).overwritable) return false;
  return canChange(before, step.fact);
}

function remove(world: World, fact: Fact): Refusal | undefined {
  const actual = world.facts.get(keyOf(fact));
  if (!actual) return undefined;
  const type = typeOf(actual);
  if (!type.removable) return undefined;
  if (type.remove !== undefined) return type.remove(world, actual, fact);
  world.remove(actual);
  return undefined;
}

/** Deletes one fact as a manual change would; a setting returns to the kernel's default. */
export function removeByHand(world: World, fact: Fact): Refusal | undefined {
  if (typeOf(fact).removable) return remove(world, fact);
  world.drop(fact);
  return undefined;
}
