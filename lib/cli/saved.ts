import type { Diagnostic } from "../diagnostic";
import type { Plan } from "../engine";
import { foreignPlan } from "../engine/saved";
import type { State } from "../engine/state";

/** What a plan out of a file does that could not have been planned from this state. Against another state it is stale, and nothing of it is done. */
export function alterations(plan: Plan, state: State, file: string): readonly Diagnostic[] {
  return state.serial === plan.prior.serial ? foreignPlan(plan, state, file) : [];
}
