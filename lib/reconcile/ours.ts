/** Ownership of objects on a host. An object without a mark is foreign, unless an import recorded it. */
import { ROOT, type Fact, type Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { linkKey, LOOPBACK, netnsKey } from "../kernel/key";
import { devOf, keyOf, kinds, providesOf, sameFact, typeOf } from "../kernel/kinds";
import { ownerOf, REMNANT } from "../kernel/mark";
import type { Goal, Owned } from "./goal";

/** Context for objects without a mark: the rest of the host, the state, the configuration, and our stacks. */
export interface OwnershipContext {
  readonly actual: ReadonlyMap<string, Facts>;
  readonly goal: Goal;
  readonly stacks: ReadonlySet<string>;
}

/** Only an import records an object without a mark; the next apply marks it. */
function isImported({ fact, also }: Owned): boolean {
  return [fact, ...(also ?? [])].some(({ mark }) => mark === undefined);
}

/**
 * Whether an object of a kind with marks is ours. A claim in the state proves nothing: an object that an interrupted run of
 * ours created has the remnant mark (`REMNANT`), and one that it did not create may be another program's by now.
 */
export function isOurs(actual: Fact, wanted: Fact, owned: Owned | undefined): boolean {
  // A pair whose other end is in an unnamed namespace is observed as a single link.
  if (wanted.kind !== actual.kind && actual.mark === undefined) return false;
  if (!kinds[actual.kind].markable) return true;
  if (actual.mark === undefined) return owned !== undefined && isImported(owned);
  if (actual.mark === wanted.mark || actual.mark === REMNANT) return true;
  return owned !== undefined && wanted.mark !== undefined && ownerOf(actual.mark)?.stack === ownerOf(wanted.mark)?.stack;
}

/** Whether an owned object may be deleted in its observed form. An object of a kind without marks is ours if its dependencies are. */
export function isOursToRemove(actual: Fact, owned: Owned, ground: OwnershipContext): boolean {
  if (kinds[actual.kind].markable || owned.fact.kind !== actual.kind) return isOurs(actual, owned.fact, owned);
  const bearers = bearersOf(actual, ground.actual.get(actual.host)!);
  if (bearers.length > 0) return bearers.every((bearer) => bearsOurs(bearer, owned, ground));
  return !owned.claimed || isJustAsClaimed(actual, owned);
}

/** Whether a wanted object of a kind without marks would replace one of another program, or with other dependencies, which is not ours. */
export function isInTheWay(actual: Fact, wanted: Owned, owned: Owned | undefined, ground: OwnershipContext): boolean {
  const [dev, isOthers] = [devOf(actual), isUnmade(owned) && isForeign(actual)];
  if (!isOthers && (dev === undefined || dev === devOf(wanted.fact))) return false;
  return !isOursToRemove(actual, owned ?? { ...wanted, claimed: true }, ground);
}

/** Whether it is not known that we ever made the object: it is not in the state, or only claimed there by an interrupted run. */
export function isUnmade(owned: Owned | undefined): boolean {
  return owned === undefined || owned.claimed === true;
}

/** Whether the object itself shows that another program made it. */
export function isForeign(actual: Fact): boolean {
  return typeOf(actual).isForeign?.(actual) === true;
}

/** Objects in FRR and in our own files are identified by their location; any other claimed object without dependencies must equal the claim. */
function isJustAsClaimed(actual: Fact, { fact, also }: Owned): boolean {
  const isSame = typeOf(actual).isAsClaimed ?? sameFact;
  return [fact, ...(also ?? [])].some((one) => isSame(actual, one));
}

function bearsOurs(bearer: Fact, { claimed }: Owned, { goal, stacks }: OwnershipContext): boolean {
  const key = keyOf(bearer);
  const known = goal.owned.get(key) ?? goal.desired.get(key);
  if (known !== undefined) return isOurs(bearer, known.fact, goal.owned.get(key));
  if (bearer.mark === undefined) return !claimed;
  return bearer.mark === REMNANT || stacks.has(ownerOf(bearer.mark)?.stack ?? "");
}

/** The marked objects that an unmarked one depends on: its link, the namespace of its `lo`, the elements that jump to a chain. */
function bearersOf(actual: Fact, facts: Facts): readonly Fact[] {
  const key = bearerKey(actual);
  if (key === undefined) return vouchersIn(facts).get(keyOf(actual)) ?? [];
  const bearer = facts.get(key) ?? endsIn(facts).get(key);
  return bearer === undefined ? [] : [bearer];
}

function bearerKey(actual: Fact): Key | undefined {
  const bearer = typeOf(actual).bearer?.(actual);
  if (bearer !== undefined) return bearer;
  if (!("dev" in actual) || actual.dev === undefined) return undefined;
  if (actual.dev !== LOOPBACK) return linkKey(actual, actual.dev);
  return actual.netns === ROOT ? undefined : netnsKey(actual.host, actual.netns);
}

const ends = new WeakMap<Facts, ReadonlyMap<Key, Fact>>();
const vouchers = new WeakMap<Facts, ReadonlyMap<Key, readonly Fact[]>>();

/** The pairs by their far ends. */
export function endsIn(facts: Facts): ReadonlyMap<Key, Fact> {
  const known = ends.get(facts);
  if (known !== undefined) return known;
  const found = new Map<Key, Fact>();
  for (const fact of facts.values()) for (const end of providesOf(fact)) found.set(end, fact);
  ends.set(facts, found);
  return found;
}

/** The facts that vouch for another one, by its key. */
function vouchersIn(facts: Facts): ReadonlyMap<Key, readonly Fact[]> {
  const known = vouchers.get(facts);
  if (known !== undefined) return known;
  const found = new Map<Key, Fact[]>();
  for (const fact of facts.values()) {
    const key = typeOf(fact).vouchesFor?.(fact);
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), fact]);
  }
  vouchers.set(facts, found);
  return found;
}
