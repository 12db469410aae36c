import { fail, ok, type Result } from "../diagnostic";
import { planChanges, type Plan } from "../engine";
import { PLAN_OPTIONS, STACK, wrongArguments } from "./arguments";
import { onHosts, type StackInput } from "./stack";

/** What to plan; without options, everything that the configuration declares. */
export interface PlanOptions {
  /** Delete all resources of the configuration. */
  readonly destroy?: boolean;
  /** Addresses of blocks or instances, which include their dependencies. */
  readonly targets?: readonly string[];
  /** Instances to replace even though nothing forces it. */
  readonly replace?: readonly string[];
  /** False: drift is not detected; the hosts are still observed for what the plan itself needs. */
  readonly refresh?: boolean;
}

/**
 * Observes the hosts and computes a plan. Nothing is changed on any host, and the state is not written. The plan is plain data; its
 * warnings are among the diagnostics of the result as well.
 */
export async function plan(input: StackInput, options: PlanOptions = {}): Promise<Result<Plan>> {
  const wrong = wrongArguments([STACK, input], [PLAN_OPTIONS, options]);
  if (wrong.length > 0) return fail(...wrong);
  const { destroy = false, targets = [], replace = [], refresh = true } = options;
  const mode = destroy ? "destroy" : "apply";
  return onHosts(input, async (request) => {
    const planned = await planChanges({ ...request, mode, targets, replace, refresh });
    return planned.ok ? ok(planned.value.plan, planned.value.plan.diagnostics) : planned;
  });
}
