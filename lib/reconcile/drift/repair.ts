/** What an apply of the state would do with differences: the plan of a repair, without the code. */
import type { Diagnostic } from "../../diagnostic";
import type { Key } from "../../kernel/fact";
import { textOf } from "../../kernel/line";
import type { Observation } from "../../ports/backend";
import type { Goal, Owned } from "../goal";
import { interruptionsOf } from "../impact";
import { planFacts, type PlanningGround } from "../plan-facts";
import type { Impact } from "../plan";
import type { FactPolicy } from "../policy";
import { asShared, type Difference } from "./compare";

/** `apply`: the next apply repairs or removes it. `left`: an apply leaves it. `refused`: an apply refuses to change anything until it is resolved. */
export type RepairBy = "apply" | "left" | "refused";

/** What becomes of a difference, with the error of an apply that refuses. */
export interface FactRepair {
  readonly by: RepairBy;
  readonly refusal?: Diagnostic;
  readonly interrupts: readonly Impact[];
}

/** What a repair is planned from. */
export interface RepairGround extends FactPolicy {
  readonly owned: ReadonlyMap<Key, Owned>;
  readonly observed: ReadonlyMap<string, Observation>;
  readonly actual: PlanningGround["actual"];
  readonly stacks: ReadonlySet<string>;
  /** Wanted facts that no apply makes now: an uplink that they need is gone. */
  readonly waiting: ReadonlySet<Key>;
  readonly importId: PlanningGround["importId"];
}

const NOTHING: readonly Impact[] = Object.freeze([]);

/** The repair of each difference, planned once for all. */
export function repairsOf(ground: RepairGround): (difference: Difference) => FactRepair {
  const goal: Goal = { desired: wantedOf(ground), owned: ground.owned, closedWorld: true };
  const plan = planFacts(goal, { ...ground, forced: new Set(), isMeant: () => true, refresh: true });
  const interrupts = interruptionsOf({ ...plan, goal, actual: ground.actual, resources: [] });
  const changed = new Set(plan.changes.map(({ key }) => key));
  const refusals = new Map(
    plan.conflicts.filter(({ severity }) => severity === "error").map((one) => [`${one.at.host} ${one.at.fact}`, one]),
  );
  return ({ key, fact, actual }) => {
    const refusal = refusals.get(`${fact.host} ${textOf(actual ?? fact)}`);
    if (refusal !== undefined) return { by: "refused", refusal, interrupts: NOTHING };
    return { by: changed.has(key) ? "apply" : "left", interrupts: interrupts.get(key) ?? NOTHING };
  };
}

/** The owned facts as the next apply wants them: not those that the last one was to delete. */
function wantedOf({ owned, observed, ...policy }: RepairGround): ReadonlyMap<Key, Owned> {
  const wanted = new Map<Key, Owned>();
  for (const [key, one] of owned) {
    const seen = observed.get(one.fact.host);
    if (!one.leaving) wanted.set(key, seen === undefined ? one : { ...one, fact: asShared(key, one, seen, policy).fact });
  }
  return wanted;
}
