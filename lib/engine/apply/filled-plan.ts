import { filled, type PlaceholderValues } from "../../reconcile/execute/fill";
import type { Plan } from "../plan";

/** The plan with all known placeholders resolved. */
export function filledPlan(plan: Plan, values: PlaceholderValues): Plan {
  if (values.size === 0) return plan;
  const { changes, phases, instances, resources, outputs } = plan;
  return { ...plan, ...filled({ changes, phases, instances, resources, outputs }, values) };
}
