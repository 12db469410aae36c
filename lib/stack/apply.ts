import type { OutputValue } from "../config/types";
import { fail, hasErrors, ok, type Result } from "../diagnostic";
import { applyPlan, openPlanned, whileOpen, type Applied, type ApplyEvent, type ApplyRequest, type Plan } from "../engine";
import { readState, writeState } from "../engine/state";
import { registry } from "../resources";
import { APPLY_OPTIONS, ENVIRONMENT, PLAN, wrongArguments } from "./arguments";
import { whileHeld, type StackEnvironment } from "./stack";

export interface ApplyOptions {
  /** Called with the progress. */
  readonly onEvent?: (event: ApplyEvent) => void;
  /** An `AbortSignal`. Aborted: steps that run are completed and recorded, and no new ones start. */
  readonly signal?: { readonly aborted: boolean };
}

/** A completed apply: the numbers of resources, and the outputs of the stack. */
export interface Done {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  readonly outputs: Readonly<Record<string, OutputValue>>;
}

/**
 * Does what the plan says, verifies it on the hosts, and stores the state. The hosts are observed first: if they or the state have
 * changed since the plan was made, nothing is done and the result is an error. After an error the state says what is done; another
 * plan does the rest.
 */
export async function apply(environment: StackEnvironment, plan: Plan, options: ApplyOptions = {}): Promise<Result<Done>> {
  const wrong = wrongArguments([ENVIRONMENT, environment], [PLAN, plan], [APPLY_OPTIONS, options]);
  if (wrong.length > 0) return fail(...wrong);
  const { store, clock, backends } = environment;
  return whileHeld(environment, "apply", async () => {
    const state = await readState(store, clock);
    if (!state.ok) return state;
    const save: ApplyRequest["save"] = (now) => writeState(store, now, registry);
    const request = { onEvent: () => {}, ...options, plan, state: state.value, save };
    return whileOpen(await openPlanned(plan, state.value, backends), async (hosts) =>
      doneBy(await applyPlan({ ...request, world: { types: registry, hosts, clock } })),
    );
  });
}

function doneBy({ state, diagnostics, added, changed, destroyed }: Applied): Result<Done> {
  if (hasErrors(diagnostics)) return fail(...diagnostics);
  return ok({ added, changed, destroyed, outputs: Object.fromEntries(state.outputs) }, diagnostics);
}
