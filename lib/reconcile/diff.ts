import type { Diagnostic } from "../diagnostic";
import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { canChange, isLink, isSettled, keyOf, kinds, needsOf, providesOf, readSetOf, sameFact, typeOf } from "../kernel/kinds";
import { usersOf } from "../kernel/kinds/vlan";
import type { ReadSet } from "../kernel/read-set";
import type { Goal, Owned } from "./goal";
import type { FactPolicy } from "./policy";
import { inTurns } from "./turns";
import { enteredBy, intruders, mayBeAnEndpoints } from "./unexpected";
import type { Change } from "./plan";
import { foreignObject, willStay } from "./foreign";
import { endsIn, isForeign, isInTheWay, isOurs, isOursToRemove, isUnmade } from "./ours";

/** Context of the diff besides the goal. */
export interface DiffContext extends FactPolicy {
  /** By host. A host that could not be observed is missing and gets no changes. */
  readonly actual: ReadonlyMap<string, Facts>;
  /** Addresses that failed duplicate address detection. */
  readonly refused: ReadonlySet<Key>;
  /** Wanted facts that cannot be made now, because an object of the host that they need is gone. */
  readonly waiting: ReadonlySet<Key>;
  /** Instances that are replaced in any case: their objects are recreated even where nothing differs. */
  readonly forced: ReadonlySet<string>;
  /** The owners of objects that stay until those of another owner exist, and that owner. Default: none. */
  readonly successors?: ReadonlyMap<string, string>;
  /** Whether the plan concerns an instance; all others stay unchanged. */
  readonly isMeant: (address: string) => boolean;
  /** The id by which an existing object can be imported as an instance; undefined while it is unknown. */
  readonly importId: (address: string) => string | undefined;
  /** The stacks of the configuration. */
  readonly stacks: ReadonlySet<string>;
}

/** What decides whether an owned fact may go. */
export type LeavingContext = FactPolicy & Pick<DiffContext, "actual" | "stacks">;

function changeTo(key: Key, wanted: Owned, before: Fact | undefined, because: Change["because"]): Change {
  const common = { key, after: wanted.fact, owners: wanted.owners, because };
  if (before === undefined) return { action: "add", ...common };
  return { action: canChange(before, wanted.fact) ? "change" : "replace", before, ...common };
}

/** Whether the configuration differs from that of the state. */
function reason(wanted: Fact, earlier: Owned | undefined): Change["because"] {
  return earlier !== undefined && sameFact(earlier.fact, wanted) ? "drift" : "declared";
}

function isForced({ fact, owners }: Owned, { forced }: DiffContext): boolean {
  return forced.size > 0 && !fact.shared && kinds[fact.kind].removable && owners.some((owner) => forced.has(owner));
}

/** The changes for one wanted fact that differs from the actual one. */
function repair(key: Key, wanted: Owned, before: Fact | undefined, goal: Goal, ground: DiffContext): Change | readonly Diagnostic[] {
  const earlier = goal.owned.get(key);
  if (before !== undefined && (!isOurs(before, wanted.fact, earlier) || isInTheWay(before, wanted, earlier, { ...ground, goal })))
    return foreignObject(before, wanted, ground, { isKnown: earlier !== undefined });
  if (before !== undefined && isForced(wanted, ground)) return { ...changeTo(key, wanted, before, "declared"), action: "replace" };
  const change = changeTo(key, wanted, before, reason(wanted.fact, earlier));
  // Duplicate address detection runs again only when the address is added again.
  return ground.refused.has(key) && before !== undefined ? { ...change, action: "replace" } : change;
}

/** Whether an object that is as wanted belongs to another program all the same. */
function isTaken(key: Key, wanted: Owned, before: Fact, goal: Goal, ground: DiffContext): boolean {
  return isForeign(before) && isUnmade(goal.owned.get(key)) && isInTheWay(before, wanted, undefined, { ...ground, goal });
}

/** The hosts of which another stack uses a part: it has objects in Netweft's table, or in the BGP process or for it. */
function hostsInUse(part: ReadSet, goal: Goal, ground: LeavingContext): readonly string[] {
  const isOthers = ([key, fact]: readonly [Key, Fact]) => {
    if (typeOf(fact).uses?.(fact) !== part || ground.isCommon(fact) || goal.desired.has(key)) return false;
    const owned = goal.owned.get(key);
    return owned === undefined ? !isEntry(fact) : !isOursToRemove(fact, owned, { ...ground, goal });
  };
  return [...ground.actual].filter(([, facts]) => [...facts].some(isOthers)).map(([host]) => host);
}

/** The parts of hosts, as `host part`, that the removal of these facts would close and that other stacks use. */
function partsInUse(unwanted: Unwanted, goal: Goal, ground: LeavingContext): ReadonlySet<string> {
  const parts = new Set(unwanted.flatMap(([, { fact }]) => (typeOf(fact).opensToAll ? readSetOf(fact.kind)! : [])));
  return new Set([...parts].flatMap((part) => hostsInUse(part, goal, ground).map((host) => `${host} ${part}`)));
}

/** Whether the fact is an entry that others added to an object of ours: it is deleted with that. */
function isEntry(fact: Fact): boolean {
  return enteredBy(fact) !== undefined;
}

/**
 * The sets that are still referenced: by the rest of a partially planned stack, by another stack, or by remains of a stack
 * whose state was lost. The kernel would refuse to delete them.
 */
function neededByOthers(going: ReadonlyMap<Key, Owned>, { desired }: Goal, { actual }: LeavingContext): ReadonlySet<Key> {
  const hosts = new Set([...going.values()].flatMap(({ fact }) => (typeOf(fact).staysBehind ? [fact.host] : [])));
  const needed = new Set<Key>();
  for (const host of hosts)
    for (const [key, fact] of actual.get(host) ?? [])
      if (typeOf(fact).uses?.(fact) === "firewall" && !isEntry(fact) && !going.has(key))
        for (const need of needsOf(desired.get(key)?.fact ?? fact)) needed.add(need.key);
  return needed;
}

/** The common chains that look up elements of other stacks: these need them. */
function calledByOthers(going: ReadonlyMap<Key, Owned>, { actual, isCommon }: LeavingContext): ReadonlySet<Key> {
  const common = [...going].filter(([, { fact }]) => isCommon(fact) && !typeOf(fact).staysBehind && needsOf(fact).length > 1);
  const called = common.filter(([, { fact }]) => {
    const looked = new Set(needsOf(fact).flatMap(({ key, diesWith }) => (diesWith ? [] : [key])));
    const isAnothers = ([key, one]: readonly [Key, Fact]) =>
      one.mark !== undefined && !going.has(key) && needsOf(one).some((need) => looked.has(need.key));
    return [...(actual.get(fact.host) ?? [])].some(isAnothers);
  });
  return new Set(called.map(([key]) => key));
}

/** The common links that something else stands on, of other stacks or other programs: the kernel would delete it with them. */
function carryingOthers(going: ReadonlyMap<Key, Owned>, { desired }: Goal, { actual, isCommon }: LeavingContext): ReadonlySet<Key> {
  // A wanted link that is still on it moves to another one: it would need this one otherwise.
  const stays = (key: Key) => !going.has(key) && !desired.has(key);
  const carrying = [...going].filter(([, { fact }]) => {
    const facts = isLink(fact) && isCommon(fact) ? actual.get(fact.host) : undefined;
    return facts !== undefined && isLink(fact) && usersOf(fact, fact.name, facts).some(stays);
  });
  return new Set(carrying.map(([key]) => key));
}

/** What objects of other stacks need. These can need each other: a route is there for a rule, and the rule for a chain. */
function heldByOthers(going: ReadonlyMap<Key, Owned>, { desired }: Goal, { actual, holders }: LeavingContext): ReadonlySet<Key> {
  const held = new Set<Key>();
  // What is wanted is of this stack, and needs only what is wanted, too.
  const stays = (key: Key) => !desired.has(key) && (!going.has(key) || held.has(key));
  for (let before = -1; before < held.size;) {
    before = held.size;
    for (const [key, { fact }] of going) {
      const facts = held.has(key) ? undefined : actual.get(fact.host);
      if (facts !== undefined && holders(fact, facts).some(stays)) held.add(key);
    }
  }
  return held;
}

type Unwanted = readonly (readonly [Key, Owned])[];

function unwantedOf({ owned, desired }: Goal): Unwanted {
  const unwanted: (readonly [Key, Owned])[] = [];
  for (const entry of owned) if (!desired.has(entry[0]) && kinds[entry[1].fact.kind].removable) unwanted.push(entry);
  return unwanted;
}

/** Facts that were ours, are no longer wanted, and exist without our mark. Facts that were only claimed are ignored. */
function* estranged(unwanted: Unwanted, { actual, isCommon }: DiffContext): Generator<Diagnostic> {
  for (const [key, one] of unwanted) {
    if (isCommon(one.fact)) continue;
    const before = kinds[one.fact.kind].markable && !one.claimed ? actual.get(one.fact.host)?.get(key) : undefined;
    if (before !== undefined && !isOurs(before, one.fact, one)) for (const owner of one.owners) yield willStay(before, owner);
  }
}

/** The removals of owned facts that are not wanted, except of what others use. */
export function removals(goal: Goal, ground: LeavingContext): readonly Change[] {
  return [...leftovers(unwantedOf(goal), goal, ground)];
}

/** Owned facts that are no longer wanted and exist as ours. */
function* leftovers(unwanted: Unwanted, goal: Goal, ground: LeavingContext): Generator<Change> {
  const inUse = partsInUse(unwanted, goal, ground);
  const actual = ({ fact }: Owned, key: Key) => ground.actual.get(fact.host)?.get(key);
  const going = unwanted.filter(([key, one]) => {
    const before = actual(one, key);
    if (before === undefined || !isOursToRemove(before, one, { ...ground, goal })) return false;
    const { opensToAll, readSet } = typeOf(one.fact);
    return !((ground.isCommon(one.fact) || opensToAll) && inUse.has(`${one.fact.host} ${readSet}`));
  });
  const all = new Map(going);
  const shared = new Set([...calledByOthers(all, ground), ...carryingOthers(all, goal, ground), ...heldByOthers(all, goal, ground)]);
  const alone = going.filter(([key]) => !shared.has(key));
  const needed = neededByOthers(new Map(alone), goal, ground);
  for (const [key, one] of alone) {
    if (typeOf(one.fact).staysBehind && needed.has(key)) continue;
    yield { action: "remove", key, before: actual(one, key)!, owners: one.owners, because: "declared" };
  }
}

/** Entries that others added to our sets are deleted. */
function* expelled(goal: Goal, { actual, isMeant }: DiffContext): Generator<Change> {
  const isKnown = (key: Key, fact: Fact) => goal.desired.has(key) || goal.owned.has(key) || (!goal.closedWorld && mayBeAnEndpoints(fact));
  for (const facts of actual.values()) {
    for (const [key, { fact: before, owners }] of intruders(facts, goal.desired, isKnown))
      if (owners.some(isMeant)) yield { action: "remove", key, before, owners, because: "drift" };
  }
}

/** The objects that the kernel does not have beside a new one. */
function* barring(changes: readonly Change[], { actual }: DiffContext): Generator<Change> {
  const going = new Set(changes.map(({ key }) => key));
  for (const { action, after, owners, because } of changes) {
    const key = action === "add" ? typeOf(after!).barredBy?.(after!) : undefined;
    if (key === undefined) continue;
    const before = actual.get(after!.host)?.get(key);
    if (before !== undefined && !going.has(key)) yield { action: "remove", key, before, owners, because };
  }
}

/** The existing links with the names of the far ends of new ones. */
function takenEnds(changes: readonly Change[], goal: Goal, ground: DiffContext): readonly Diagnostic[] {
  const added = changes.filter(({ action }) => action === "add");
  return added.flatMap(({ after, owners }) => {
    const [end] = providesOf(after!);
    if (end === undefined) return [];
    const facts = ground.actual.get(after!.host);
    const there = facts && (endsIn(facts).get(end) ?? facts.get(end));
    if (there === undefined || isOurs(there, after!, goal.owned.get(keyOf(there)))) return [];
    return foreignObject(there, { fact: after!, owners }, ground, { isTheSame: there.kind === after!.kind });
  });
}

/** What several objects have in common is reported once. */
function once(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}

/** Compares wanted and actual facts: every difference to reconcile, and every conflict. */
export function diff(
  goal: Goal,
  ground: DiffContext,
): { readonly changes: readonly Change[]; readonly diagnostics: readonly Diagnostic[] } {
  const changes: Change[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [key, wanted] of goal.desired) {
    const actual = ground.actual.get(wanted.fact.host);
    if (actual === undefined || ground.waiting.has(key)) continue;
    const before = actual.get(key);
    const isGood =
      before !== undefined && isSettled(before, wanted.fact) && !ground.refused.has(key) && !isTaken(key, wanted, before, goal, ground);
    if (isGood && !isForced(wanted, ground)) continue;
    if (!wanted.owners.some(ground.isMeant)) continue;
    const found = repair(key, wanted, before, goal, ground);
    if ("action" in found) changes.push(found);
    else diagnostics.push(...found);
  }
  const unwanted = unwantedOf(goal);
  for (const change of leftovers(unwanted, goal, ground)) changes.push(change);
  for (const change of expelled(goal, ground)) changes.push(change);
  changes.push(...barring(changes, ground));
  const conflicts = once([...diagnostics, ...takenEnds(changes, goal, ground)]);
  return { changes: inTurns(changes, goal, ground.successors), diagnostics: [...conflicts, ...estranged(unwanted, ground)] };
}
