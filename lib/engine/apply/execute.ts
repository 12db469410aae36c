/** The execution of a plan's phases: what the hosts did, and what they show then. */
import { diagnose, hasErrors, located, type Diagnostic } from "../../diagnostic";
import type { Key } from "../../kernel/fact";
import { keyOf } from "../../kernel/kinds";
import { textOf } from "../../kernel/line";
import type { Observation, Outcome, Scope, Work } from "../../ports/backend";
import { filled, isReady, keysMade, type PlaceholderValues } from "../../reconcile/execute/fill";
import type { Secrets } from "../../reconcile/execute/secrets";
import { settle } from "../../reconcile/execute/settle";
import type { Hosts } from "../../reconcile/hosts";
import type { FactPlan, Phase, PlannedStep } from "../../reconcile/plan";
import type { ApplyRequest } from "../requests";
import { isDeposed } from "../state/address";
import { failedIn, phaseOn, sayStopped, type HostBatch, type Rolling } from "./batches";
import { lostHosts } from "./race";
import { heldBack, isOf } from "./held";
import { unitOf, type Unit } from "./units";

export type ApplyObservations = ReadonlyMap<string, Observation>;

/** The merged results of the hosts over all phases. */
export interface ApplyRun {
  readonly seen: ApplyObservations;
  /** Hosts on which a step failed or did not run. */
  readonly stopped: ReadonlySet<string>;
  /** The steps that were sent to hosts, and may be done. */
  readonly begun: readonly Phase[];
  /** The placeholders resolved so far. */
  readonly values: PlaceholderValues;
  /** Hosts that no batch came to. */
  readonly idle: ReadonlySet<string>;
  /** Hosts of batches that did not pass their check. */
  readonly unfit: ReadonlySet<string>;
  /** The deposed objects that stay, because their successors are not whole. */
  readonly held: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The hosts, the scope of each, and the secrets to send. */
export interface ApplyEnvironment {
  readonly hosts: Hosts;
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly secrets: Secrets;
  readonly units: readonly Unit[];
}

/** The run of a plan before its first phase. */
function beforeAll(seen: ApplyObservations): ApplyRun {
  return { seen, stopped: new Set(), begun: [], values: new Map(), idle: new Set(), unfit: new Set(), held: new Set(), diagnostics: [] };
}

/** The steps of a host, with the owners of each step. */
type HostWork = Work & { readonly steps: readonly PlannedStep[] };

function failures(work: ReadonlyMap<string, HostWork>, outcomes: ReadonlyMap<string, Outcome>): readonly Diagnostic[] {
  return [...outcomes].flatMap(([host, { failed }]) => {
    if (failed === undefined) return [];
    const step = failed.step === undefined ? undefined : work.get(host)!.steps[failed.step];
    const at = step === undefined ? { host } : { host, fact: textOf(step.fact), ...(step.owners[0] ? { resource: step.owners[0] } : {}) };
    return [located(failed.diagnostic, at)];
  });
}

/** What is executed, and how it is reported. */
export type ExecutionRequest = Pick<ApplyRequest, "world" | "onEvent" | "signal" | "saved" | "confirmation"> & {
  readonly plan: FactPlan;
  /** The batches of hosts, and how they follow each other. Default: all hosts at once. */
  readonly rolling?: Rolling & { readonly batches: readonly HostBatch[] };
};

async function runPhase(
  planned: Phase,
  before: ApplyRun,
  request: ExecutionRequest,
  { hosts, scopes, secrets, units }: ApplyEnvironment,
): Promise<ApplyRun> {
  const phase = filled(planned, before.values);
  const held = heldBack(filled(request.plan.changes, before.values), before.seen, before.stopped);
  const isGoingBack = (host: string) => {
    const unit = unitOf(units, host);
    return unit?.onFailure === "rollback" && [...unit.hosts].some((one) => before.stopped.has(one));
  };
  const work = new Map<string, HostWork>();
  for (const [host, all] of Object.entries(phase)) {
    const generation = before.seen.get(host)?.generation;
    const steps = all.filter((step) => isReady(step) && !isOf(held)(step));
    if (generation === undefined || before.stopped.has(host) || isGoingBack(host) || steps.length === 0) continue;
    const armed = request.confirmation && { armed: request.confirmation.id };
    work.set(host, { steps, scope: scopes.get(host)!, generation, ...(secrets.size > 0 && { secrets }), ...armed });
  }
  const outcomes = await hosts.run(work, (host, done) =>
    request.onEvent({ type: "progress", host, done, of: work.get(host)!.steps.length }),
  );
  const after = new Map([...outcomes].flatMap(([host, outcome]) => (outcome.after ? [[host, outcome.after] as const] : [])));
  const stopped = [...outcomes].filter(([, { failed }]) => failed !== undefined).map(([host]) => host);
  return {
    ...before,
    seen: new Map([...before.seen, ...after]),
    stopped: new Set([...before.stopped, ...stopped]),
    begun: [...before.begun, Object.fromEntries([...work].map(([host, { steps }]) => [host, steps]))],
    values: new Map([...before.values, ...keysMade(before.seen, after)]),
    held,
    diagnostics: [...before.diagnostics, ...failures(work, outcomes)],
  };
}

export function wasInterrupted({ saved }: Pick<ApplyRequest, "saved">): Diagnostic {
  const remedy =
    saved === undefined ? "Run the same command again to do the rest." : "Plan again to do the rest: a saved plan is applied once.";
  return diagnose("apply-interrupted", `The completed steps are in the state. ${remedy}`);
}

/** On interruption, running steps finish; steps that have not started are left to the next apply. */
function interrupted(phase: Phase, before: ApplyRun, request: ExecutionRequest): ApplyRun {
  const reported = before.diagnostics.some(({ code }) => code === "apply-interrupted");
  const diagnostics = reported ? before.diagnostics : [...before.diagnostics, wasInterrupted(request)];
  return { ...before, stopped: new Set([...before.stopped, ...Object.keys(phase)]), diagnostics };
}

/** Observes a host whose script ended before its own observation. */
async function lookAgain(run: ApplyRun, { hosts, scopes }: ApplyEnvironment): Promise<ApplyRun> {
  const gone = [...run.stopped].filter((host) => !run.idle.has(host));
  if (gone.length === 0) return run;
  const answers = await hosts.observe(new Map(gone.map((host) => [host, scopes.get(host)!])));
  const seen = new Map(run.seen);
  for (const [host, answer] of answers) {
    if (answer.ok) seen.set(host, answer.value);
    else seen.delete(host);
  }
  return { ...run, seen };
}

/**
 * The next phase may depend on addresses that the kernel does not use yet, or delete what new ports take over. What never settles is
 * reported at the end.
 */
async function rested(run: ApplyRun, { plan, world, onEvent }: ExecutionRequest, hosts: Hosts): Promise<ApplyRun> {
  const isTakenOver = plan.changes.some(({ turn, owners }) => turn === "first" || (turn === "last" && owners.some(isDeposed)));
  const { seen } = await settle(
    run.seen,
    oursOf(plan),
    { hosts, clock: world.clock, onEvent },
    isTakenOver ? ["tentative", "blocked"] : ["tentative"],
  );
  return { ...run, seen };
}

export function oursOf(plan: Pick<FactPlan, "changes">): ReadonlySet<Key> {
  return new Set(plan.changes.flatMap(({ after }) => (after ? [keyOf(after)] : [])));
}

/** Runs all phases, and observes at the end where a script ended before its own observation. */
export async function runAll(request: ExecutionRequest, doors: ApplyEnvironment, seen: ApplyObservations): Promise<ApplyRun> {
  const { plan, onEvent } = request;
  const steps = plan.phases.flatMap((phase) => Object.values(phase)).reduce((total, some) => total + some.length, 0);
  onEvent({ type: "start", steps, hosts: [...new Set(plan.phases.flatMap((phase) => Object.keys(phase)))] });
  const batches = request.rolling?.batches ?? [undefined];
  let run = beforeAll(seen);
  for (const [n, batch] of batches.entries()) {
    const isBegun = !request.signal?.aborted;
    if (batch !== undefined && isBegun) onEvent({ type: "batch", n: n + 1, of: batches.length, hosts: batch });
    run = await runPhases(run, request, doors, batch);
    const left = request.rolling?.batches.slice(n + 1) ?? [];
    if (batch === undefined) continue;
    // Without its check a batch is not known to be good.
    if (request.signal?.aborted) run = interrupted({}, run, request);
    else run = await checked(run, request, doors, { batch, left });
    if (run.idle.size > 0) break;
  }
  return lookAgain(run, doors);
}

/** All phases, on all hosts or on those of a batch. */
async function runPhases(before: ApplyRun, request: ExecutionRequest, doors: ApplyEnvironment, batch?: HostBatch): Promise<ApplyRun> {
  let run = before;
  for (const [n, all] of request.plan.phases.entries()) {
    const phase = batch === undefined ? all : phaseOn(all, batch);
    if (batch !== undefined && Object.keys(phase).length === 0) continue;
    if (n > 0) run = await rested(run, request, doors.hosts);
    run = request.signal?.aborted ? interrupted(phase, run, request) : await runPhase(phase, run, request, doors);
  }
  return run;
}

/** Looks whether the batch is as planned and passes its check. Without room for further failures the other batches do not begin. */
async function checked(
  done: ApplyRun,
  request: ExecutionRequest,
  doors: ApplyEnvironment,
  { batch, left }: { readonly batch: HostBatch; readonly left: readonly HostBatch[] },
): Promise<ApplyRun> {
  const rolling = request.rolling!;
  const idle = left.flat();
  const stopped = new Set([...done.stopped, ...idle]);
  // Another run was first: all that is left is planned again.
  if (lostHosts(done.diagnostics).length > 0) return { ...done, stopped, idle: new Set(idle) };
  const run = await rested(done, request, doors.hosts);
  const wrong = failedIn(batch, filled(request.plan.changes, run.values), run);
  const problems = wrong.length === batch.length ? [] : ((await rolling.check?.(batch)) ?? []);
  const isUnfit = hasErrors(problems);
  const unfit = new Set([...run.unfit, ...wrong, ...(isUnfit ? batch : [])]);
  const next = { ...run, unfit, diagnostics: [...run.diagnostics, ...problems] };
  if (unfit.size <= rolling.maxFailures || left.length === 0) return next;
  return { ...next, stopped, idle: new Set(idle), diagnostics: [...next.diagnostics, sayStopped([...unfit], left, rolling)] };
}
