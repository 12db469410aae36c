import { cascadeOf } from "../../kernel/cascade";
import type { Facts } from "../../kernel/facts";
import { sameFact } from "../../kernel/kinds";
import type { Goal } from "../goal";
import { flowsThatEnd } from "./flows";
import { order } from "./order";
import type { Change, Phase, PlannedStep } from "../plan";

/** What the kernel takes along is found by playing the steps through; what is made again may cost something else, rarely. */
const MOST_ROUNDS = 4;

interface HostPlan {
  readonly changes: readonly Change[];
  readonly steps: readonly Omit<PlannedStep, "n">[];
}

/** What is on a host as it should be and would not be after these steps, although nobody asked for that. */
function lost(host: string, goal: Goal, actual: Facts, left: Facts, changes: readonly Change[]): readonly Change[] {
  const known = new Set(changes.map(({ key }) => key));
  const found: Change[] = [];
  for (const [key, { fact, owners }] of goal.desired) {
    if (fact.host !== host || known.has(key) || !actual.has(key)) continue;
    const before = left.get(key);
    if (before !== undefined && sameFact(before, fact)) continue;
    found.push({
      action: before === undefined ? "add" : "change",
      key,
      ...(before ? { before } : {}),
      after: fact,
      owners,
      because: "collateral",
    });
  }
  return found;
}

/** Whether a step can cost more than it says: adding never does. */
function isRisky(changes: readonly Change[]): boolean {
  return changes.some(({ action }) => action !== "add");
}

function planHost(host: string, changes: readonly Change[], goal: Goal, actual: Facts): HostPlan {
  let all = changes;
  let steps = order(all);
  for (let n = 0; n < MOST_ROUNDS && isRisky(all); n++) {
    const more = lost(host, goal, actual, cascadeOf(actual, steps), all);
    if (more.length === 0) break;
    all = [...all, ...more];
    steps = order(all);
  }
  return { changes: all, steps };
}

/**
 * The steps of every host, numbered through, and all changes: those that were asked for, and those that follow because
 * the kernel takes one thing along with another. Hosts work side by side in one phase; connections end in a second one, when
 * nothing can let them in any more.
 */
export function makePhases(
  changes: readonly Change[],
  goal: Goal,
  actual: ReadonlyMap<string, Facts>,
): { readonly changes: readonly Change[]; readonly phases: readonly Phase[] } {
  const byHost = new Map<string, Change[]>();
  for (const change of changes) {
    const { host } = (change.after ?? change.before)!;
    const list = byHost.get(host);
    if (list) list.push(change);
    else byHost.set(host, [change]);
  }
  const plans = [...byHost].map(([host, some]) => [host, planHost(host, some, goal, actual.get(host) ?? new Map())] as const);
  const all = plans.flatMap(([, plan]) => plan.changes);
  const work = new Map(plans.map(([host, { steps }]) => [host, steps]));
  return { changes: all, phases: numbered([work, flowsThatEnd(goal, all, actual)]) };
}

/** Phases with something to do, their steps numbered through. */
function numbered(phases: readonly ReadonlyMap<string, readonly Omit<PlannedStep, "n">[]>[]): readonly Phase[] {
  let n = 0;
  return phases
    .map((phase) => {
      const hosts = [...phase].filter(([, steps]) => steps.length > 0);
      return Object.fromEntries(hosts.map(([host, steps]) => [host, steps.map((step): PlannedStep => ({ n: ++n, ...step }))]));
    })
    .filter((phase) => Object.keys(phase).length > 0);
}
