/** The order of objects and their successors: new keys are created first, then shared keys change in place, and the rest is deleted last. */
import type { Fact, Key } from "../kernel/fact";
import { keyOf, providesOf, typeOf } from "../kernel/kinds";
import type { Goal, Owned } from "./goal";
import type { Change } from "./plan";

/** Old owner → the owner of what takes its place. */
export type Successors = ReadonlyMap<string, string>;

const NONE: Successors = new Map();

/** Keys that no other object may have beside a fact. */
export function occupies(fact: Fact): readonly Key[] {
  return [keyOf(fact), ...providesOf(fact)];
}

/** Keys that have to be free for a new fact. */
export function wantsFree(fact: Fact): readonly Key[] {
  const bar = typeOf(fact).barredBy?.(fact);
  return bar === undefined ? occupies(fact) : [...occupies(fact), bar];
}

/** Whether a deletion has to come before an addition. */
function isInTheWay(removals: readonly Change[], additions: readonly Change[]): boolean {
  const free = new Set(additions.flatMap(({ action, after }) => (action === "add" ? wantsFree(after!) : [])));
  return removals.some(({ before }) => occupies(before!).some((key) => free.has(key)));
}

/** Whether the object is the old owner's, so that its change affects what must keep working. */
function isHandedOver(owned: Owned | undefined, successors: Successors): boolean {
  return owned !== undefined && owned.fact.shared !== true && owned.owners.some((owner) => successors.has(owner));
}

/** The changes with their turns. Without successors there are none. */
export function inTurns(changes: readonly Change[], { owned }: Goal, successors: Successors = NONE): readonly Change[] {
  if (successors.size === 0) return changes;
  const next = new Set(successors.values());
  const isLast = ({ action, owners }: Change) => action === "remove" && owners.some((owner) => successors.has(owner));
  const isFirst = ({ action, owners, key }: Change) =>
    (action === "add" || action === "change") && owners.some((owner) => next.has(owner)) && !isHandedOver(owned.get(key), successors);
  const [last, others] = [changes.filter(isLast), changes.filter((change) => !isLast(change))];
  const first = others.filter(isFirst);
  const early = others.filter(({ action }) => action === "remove" || action === "replace");
  const ahead = new Set(isInTheWay(early, first) ? [] : first);
  return [
    ...others.map((change) => (ahead.has(change) ? inTurn(change, "first") : change)),
    ...last.map((change) => inTurn(change, "last")),
  ];
}

function inTurn(change: Change, turn: NonNullable<Change["turn"]>): Change {
  return { ...change, turn };
}
