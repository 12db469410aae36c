/** The way back from a plan: the changes that bring what it touched back to what was observed before it. */
import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { canChange, kinds, sameFact, withinReach } from "../kernel/kinds";
import { own } from "../net/own";
import { ownerOf } from "../kernel/mark";
import { removals } from "./diff";
import { fingerprint } from "./fingerprint";
import type { Goal, Owned } from "./goal";
import { lostValues, naming, type Remade } from "./inverse/remade";
import { changedSince, endedBy, type Unrestored } from "./inverse/unrestored";
import { isOurWork, isWritten, touchedOn, type HostRun, type TouchedFact } from "./inverse/touched";
import { makePhases } from "./phases";
import type { Change, FactPlan, Fingerprint, PlannedStep } from "./plan";
import type { FactPolicy } from "./policy";

export { sayUnrestored } from "./inverse/unrestored";

/** A plan that was executed, wholly or in part, and its hosts before and after. */
export interface InverseRequest extends FactPolicy {
  /** With its placeholders filled as far as they were, and only the phases that were begun. */
  readonly plan: FactPlan;
  /** What was observed before, by host, marks included: what is to be again. */
  readonly before: ReadonlyMap<string, Facts>;
  /** What is observed now. A host that is missing here or before is left out. */
  readonly now: ReadonlyMap<string, Facts>;
}

/** A plan of its own, to be executed on the hosts as they are now. */
export interface Inverse extends FactPlan {
  /** The preconditions of its steps. */
  readonly seen: Fingerprint;
  /** What does not become as it was, fact by fact. */
  readonly unrestored: readonly Unrestored[];
  /** Keys that get new values, because the secrets to the earlier ones are gone: earlier value → placeholder. */
  readonly remade: Remade;
}

interface HostBack extends HostRun {
  readonly host: string;
  readonly touched: readonly TouchedFact[];
}

/**
 * The changes that undo what the steps of a plan did, in an order that kernels accept. Only what the plan touched is restored: a fact
 * that another program has changed since stays and is reported, and so does everything else that other programs did. Pure.
 *
 * @example
 * inverse({ ...policy, plan, before, now: before }).changes; // []
 */
export function inverse(request: InverseRequest): Inverse {
  const { before, now } = request;
  const backs = [...now.keys()].filter((host) => before.has(host)).map((host) => backOn(host, request));
  const all = backs.flatMap(({ touched }) => touched);
  const kept = all.filter((one) => !isOurWork(one));
  const undone = all.filter((one) => isOurWork(one));
  const remade = lostValues(undone);
  const renewed = naming(new Map(backs.map(({ host, before: facts }) => [host, facts])), remade);
  const goal = goalOf(backs, { undone, renewed });
  const restoring = restorations(goal, { undone, renewed, now });
  const going = removals(markedIn(goal), { ...request, actual: now, stacks: stacksOf(goal) });
  const phased = makePhases([...restoring, ...going], goal, now);
  const left = kept.map(changedSince).filter(({ fact }) => isLeft(fact, phased.changes));
  const ended = backs.flatMap(({ steps, before: facts, touched }) => endedBy(steps, facts, touched.filter(isOurWork)));
  return { ...phased, seen: fingerprint(phased, now), unrestored: [...left, ...ended], remade };
}

function backOn(host: string, { plan, before, now }: InverseRequest): HostBack {
  const isHere = ({ after, before: was }: Change) => (after ?? was)!.host === host;
  const steps: readonly PlannedStep[] = plan.phases.flatMap((phase) => own(phase, host) ?? []);
  const run = { changes: plan.changes.filter(isHere), steps, before: before.get(host)!, now: now.get(host)! };
  return { host, ...run, touched: touchedOn(run) };
}

interface BackParts {
  readonly undone: readonly TouchedFact[];
  readonly renewed: ReadonlyMap<Key, Fact>;
}

/** Wanted: everything that was there and is as it was, or becomes so. Owned: what the plan has added. */
function goalOf(backs: readonly HostBack[], { undone, renewed }: BackParts): Goal {
  const [desired, owned] = [new Map<Key, Owned>(), new Map<Key, Owned>()];
  for (const { before, now } of backs) {
    for (const [key, fact] of before) {
      const actual = now.get(key);
      if (isWritten(fact) && actual !== undefined && isSame(actual, fact)) desired.set(key, { fact, owners: NONE });
    }
  }
  for (const { key, before, now, planned, change } of undone) {
    const owners = change?.owners ?? NONE;
    if (before === undefined) owned.set(key, { fact: planned[0] ?? now!, owners });
    else if (isWritten(before)) desired.set(key, { fact: before, owners });
  }
  for (const [key, fact] of renewed) desired.set(key, { fact, owners: desired.get(key)?.owners ?? NONE });
  return { desired, owned, closedWorld: false };
}

const NONE: readonly string[] = Object.freeze([]);

function isSame(one: Fact, other: Fact): boolean {
  return sameFact(withinReach(one), withinReach(other));
}

/** Without objects that other programs have: what stands on these is not theirs. */
function markedIn(goal: Goal): Goal {
  const isOthers = ({ fact }: Owned) => kinds[fact.kind].markable && fact.mark === undefined;
  return { ...goal, desired: new Map([...goal.desired].filter(([, one]) => !isOthers(one))) };
}

function restorations({ desired }: Goal, { undone, renewed, now }: BackParts & Pick<InverseRequest, "now">): readonly Change[] {
  const keys = new Set([...undone.flatMap(({ key, before }) => (before === undefined ? [] : [key])), ...renewed.keys()]);
  return [...keys].flatMap((key): readonly Change[] => {
    const wanted = desired.get(key);
    if (wanted === undefined) return [];
    const before = now.get(wanted.fact.host)?.get(key);
    const common = { key, after: wanted.fact, owners: wanted.owners, because: "declared" } as const;
    if (before === undefined) return [{ action: "add", ...common }];
    return isSame(before, wanted.fact) ? [] : [{ action: canChange(before, wanted.fact) ? "change" : "replace", before, ...common }];
  });
}

/** The stacks of what the plan added. */
function stacksOf({ owned }: Goal): ReadonlySet<string> {
  return new Set([...owned.values()].flatMap(({ fact }) => ownerOf(fact.mark)?.stack ?? []));
}

/** Whether the way back itself spares a fact. */
function isLeft(fact: Fact, changes: readonly Change[]): boolean {
  return !changes.some(({ before }) => before === fact);
}
