import type { OutputValue } from "../config/types";
import { diagnose, fail, hasErrors, ok, type Result } from "../diagnostic";
import { applyPlan, openPlanned, whileOpen, type Applied, type ApplyEvent, type ApplyRequest, type Plan } from "../engine";
import { encodeState, readState, writeState, type State } from "../engine/state";
import { registry } from "../resources";
import { APPLY_OPTIONS, ENVIRONMENT, PLAN, wrongArguments } from "./arguments";
import { whileHeld, type StackEnvironment } from "./stack";

export interface ApplyOptions {
  /** Called with the progress. */
  readonly onEvent?: (event: ApplyEvent) => void;
  /**
   * What becomes of the hosts that resources join when a step on one of them fails: `rollback` brings all of them back to the state before,
   * `stop` leaves what is done. Default: `rollback` where a resource in use changes, `stop` for what is only created or only destroyed.
   */
  readonly onFailure?: "rollback" | "stop";
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

/** `unsaved`: the state after changes on hosts, in Terraform's format, where the store did not take it. It is in no other place. */
export type ApplyResult = Result<Done> & { readonly unsaved?: string };

/**
 * Does what the plan says, verifies it on the hosts, and stores the state. The hosts are observed first: if they or the state have
 * changed since the plan was made, nothing is done and the result is an error. After an error the state says what is done; another
 * plan does the rest. If the store does not take the state after that, the result is the error `state-not-stored` and has the text as
 * `unsaved`: keep it, and store it (`netweft state push FILE`, or the store's `write`) before another plan.
 */
export async function apply(environment: StackEnvironment, plan: Plan, options: ApplyOptions = {}): Promise<ApplyResult> {
  const wrong = wrongArguments([ENVIRONMENT, environment], [PLAN, plan], [APPLY_OPTIONS, options]);
  if (wrong.length > 0) return fail(...wrong);
  const { store, clock, backends } = environment;
  let refused: State | undefined;
  let last: State | undefined;
  const done = await whileHeld(environment, "apply", async () => {
    const state = await readState(store, clock);
    if (!state.ok) return state;
    const save: ApplyRequest["save"] = async (now) => {
      const problems = await writeState(store, now, registry);
      if (hasErrors(problems)) refused = now;
      return problems;
    };
    const request = { onEvent: () => {}, ...options, plan, state: state.value, save };
    return whileOpen(await openPlanned(plan, state.value, backends), async (hosts) => {
      const applied = await applyPlan({ ...request, world: { types: registry, hosts, clock } });
      last = applied.state;
      return doneBy(applied);
    });
  });
  return refused !== undefined && refused === last ? unstored(done, refused, store.name) : done;
}

function unstored(done: Result<Done>, state: State, name: string): ApplyResult {
  const detail = `The run may have changed hosts, and the state after it was not stored in ${name}, for the reason that another error says. Its text is \`unsaved\` of this result: keep it, and store it before anything else is planned or applied.`;
  const unsaved = [...encodeState(state, registry)].join("");
  return { ok: false, diagnostics: [...done.diagnostics, diagnose("state-not-stored", detail, { file: name })], unsaved };
}

function doneBy({ state, diagnostics, added, changed, destroyed }: Applied): Result<Done> {
  if (hasErrors(diagnostics)) return fail(...diagnostics);
  return ok({ added, changed, destroyed, outputs: Object.fromEntries(state.outputs) }, diagnostics);
}
