import { diagnose, fail, hasErrors, located, ok, type Diagnostic, type Result } from "../diagnostic";
import type { Observation, Outcome, Scope, Work } from "../ports/backend";
import type { Key } from "../kernel/fact";
import { isUnseen, keyOf } from "../kernel/kinds";
import { textOf } from "../kernel/line";
import { refusedByArmed } from "../reconcile/armed";
import { claim } from "./apply/claim";
import { concluded } from "./apply/concluded";
import { guarded, kept, type GuardedHosts } from "./apply/confirmation";
import { withFollowers } from "./apply/followers";
import { filledPlan } from "./apply/filled-plan";
import { filled, isReady, keysMade, type PlaceholderValues } from "../reconcile/execute/fill";
import { asApproved, isPartOf, isUntouched, lostHosts, MOST_ATTEMPTS, MOST_REFUSALS, pauseBefore, unclaimed } from "./apply/race";
import { newSecrets, type Secrets } from "../reconcile/execute/secrets";
import { droppedBy, stayed, type Dropped } from "./apply/stayed";
import { concealed, concealing, secretsOf, secretsOfPlan } from "./conceal";
import { placesOf, plannedElsewhere, recordedIn, type Places } from "./backends";
import type { Hosts } from "../reconcile/hosts";
import type { Applied, ApplyRequest } from "./requests";
import { renameMoved } from "./moved";
import { takenPorts } from "./apply/published-ports";
import { isChange, type Plan } from "./plan";
import type { Phase, PlannedStep } from "../reconcile/plan";
import { heldBack, isOf, restored } from "./apply/held";
import { release } from "./apply/release";
import { settle } from "../reconcile/execute/settle";
import { scopesFor, stalePlan, staleState } from "./apply/preconditions";
import { withInstances } from "./state/edit";
import type { State, StateInstance } from "./state/types";
import { verify } from "../reconcile/execute/confirm";
import { own } from "../net/own";

type ApplyObservations = ReadonlyMap<string, Observation>;

/** The merged results of the hosts over all phases. */
interface ApplyRun {
  readonly seen: ApplyObservations;
  /** Hosts on which a step failed or did not run. */
  readonly stopped: ReadonlySet<string>;
  /** The placeholders resolved so far. */
  readonly values: PlaceholderValues;
  /** The deposed objects that stay, because their successors are not whole. */
  readonly held: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The hosts, the scope of each, and the secrets to send. */
interface ApplyEnvironment {
  readonly hosts: Hosts;
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly secrets: Secrets;
}

/** The steps of a host, with the owners of each step. */
type HostWork = Work & { readonly steps: readonly PlannedStep[] };

function nothing(state: State, diagnostics: readonly Diagnostic[]): Applied {
  return { state, diagnostics, imported: 0, added: 0, changed: 0, destroyed: 0 };
}

/** Whether the plan changes a host or the state. */
function isEmpty(plan: Plan): boolean {
  const quiet = !plan.resources.some(isChange);
  return quiet && plan.phases.length === 0 && plan.outputs.length === 0;
}

/** The hosts before execution; a supplied observation is used instead of a new one. */
async function lookFirst(
  request: ApplyRequest,
  { hosts, scopes }: ApplyEnvironment,
): Promise<{ readonly seen: ApplyObservations; readonly diagnostics: readonly Diagnostic[] }> {
  if (request.observed !== undefined) return { seen: request.observed, diagnostics: [] };
  const answers = await hosts.observe(scopes);
  const seen = new Map([...answers].flatMap(([host, answer]) => (answer.ok ? [[host, answer.value] as const] : [])));
  const problems = [...answers.values()].flatMap((answer) => answer.diagnostics);
  return { seen, diagnostics: hasErrors(problems) ? problems : [...problems, ...stalePlan(request.plan, seen)] };
}

function failures(work: ReadonlyMap<string, HostWork>, outcomes: ReadonlyMap<string, Outcome>): readonly Diagnostic[] {
  return [...outcomes].flatMap(([host, { failed }]) => {
    if (failed === undefined) return [];
    const step = failed.step === undefined ? undefined : work.get(host)!.steps[failed.step];
    const at = step === undefined ? { host } : { host, fact: textOf(step.fact), ...(step.owners[0] ? { resource: step.owners[0] } : {}) };
    return [located(failed.diagnostic, at)];
  });
}

async function runPhase(
  planned: Phase,
  before: ApplyRun,
  request: ApplyRequest,
  { hosts, scopes, secrets }: ApplyEnvironment,
): Promise<ApplyRun> {
  const phase = filled(planned, before.values);
  const held = heldBack(filledPlan(request.plan, before.values).changes, before.seen, before.stopped);
  const work = new Map<string, HostWork>();
  for (const [host, all] of Object.entries(phase)) {
    const generation = before.seen.get(host)?.generation;
    const steps = all.filter((step) => isReady(step) && !isOf(held)(step));
    if (generation === undefined || before.stopped.has(host) || steps.length === 0) continue;
    const armed = request.confirmation && { armed: request.confirmation.id };
    work.set(host, { steps, scope: scopes.get(host)!, generation, ...(secrets.size > 0 && { secrets }), ...armed });
  }
  const outcomes = await hosts.run(work, (host, done) =>
    request.onEvent({ type: "progress", host, done, of: work.get(host)!.steps.length }),
  );
  const after = new Map([...outcomes].flatMap(([host, outcome]) => (outcome.after ? [[host, outcome.after] as const] : [])));
  const stopped = [...outcomes].filter(([, { failed }]) => failed !== undefined).map(([host]) => host);
  return {
    seen: new Map([...before.seen, ...after]),
    stopped: new Set([...before.stopped, ...stopped]),
    values: new Map([...before.values, ...keysMade(before.seen, after)]),
    held,
    diagnostics: [...before.diagnostics, ...failures(work, outcomes)],
  };
}

function wasInterrupted({ saved }: ApplyRequest): Diagnostic {
  const remedy =
    saved === undefined ? "Run the same command again to do the rest." : "Plan again to do the rest: a saved plan is applied once.";
  return diagnose("apply-interrupted", `The completed steps are in the state. ${remedy}`);
}

/** On interruption, running steps finish; steps that have not started are left to the next apply. */
function interrupted(phase: Phase, before: ApplyRun, request: ApplyRequest): ApplyRun {
  const reported = before.diagnostics.some(({ code }) => code === "apply-interrupted");
  const diagnostics = reported ? before.diagnostics : [...before.diagnostics, wasInterrupted(request)];
  return { ...before, stopped: new Set([...before.stopped, ...Object.keys(phase)]), diagnostics };
}

/** Observes a host whose script ended before its own observation. */
async function lookAgain(run: ApplyRun, { hosts, scopes }: ApplyEnvironment): Promise<ApplyRun> {
  if (run.stopped.size === 0) return run;
  const answers = await hosts.observe(new Map([...run.stopped].map((host) => [host, scopes.get(host)!])));
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
async function rested(run: ApplyRun, { plan, world, onEvent }: ApplyRequest, hosts: Hosts): Promise<ApplyRun> {
  const isTakenOver = plan.changes.some(({ turn }) => turn !== undefined);
  const { seen } = await settle(
    run.seen,
    oursOf(plan),
    { hosts, clock: world.clock, onEvent },
    isTakenOver ? ["tentative", "blocked"] : ["tentative"],
  );
  return { ...run, seen };
}

function oursOf(plan: Plan): ReadonlySet<Key> {
  return new Set(plan.changes.flatMap(({ after }) => (after ? [keyOf(after)] : [])));
}

async function runAll(request: ApplyRequest, doors: ApplyEnvironment, seen: ApplyObservations): Promise<ApplyRun> {
  const { plan, onEvent } = request;
  const steps = plan.phases.flatMap((phase) => Object.values(phase)).reduce((total, some) => total + some.length, 0);
  onEvent({ type: "start", steps, hosts: [...new Set(plan.phases.flatMap((phase) => Object.keys(phase)))] });
  let run: ApplyRun = { seen, stopped: new Set(), values: new Map(), held: new Set(), diagnostics: [] };
  for (const [n, phase] of plan.phases.entries()) {
    if (n > 0) run = await rested(run, request, doors.hosts);
    run = request.signal?.aborted ? interrupted(phase, run, request) : await runPhase(phase, run, request, doors);
  }
  return lookAgain(run, doors);
}

/** Conntrack and learned entries are not observable: on a host that stopped they count as not deleted. */
function ownersOfEndings({ phases }: Plan, stopped: ReadonlySet<string>): readonly string[] {
  const steps = phases.flatMap((phase) => [...stopped].flatMap((host) => own(phase, host) ?? []));
  return steps.filter(({ fact }) => isUnseen(fact.kind)).flatMap(({ owners }) => owners);
}

function tell({ plan, onEvent }: ApplyRequest, failed: ReadonlySet<string>, status: "complete" | "failed"): void {
  for (const { address, action } of plan.resources)
    if (action !== "no-op" && failed.has(address) === (status === "failed")) onEvent({ type: "resource", address, action, status });
}

function advanced(state: State): State {
  return { ...state, serial: state.serial + 1 };
}

/** Changes that the plan had to leave out count as not done. */
function leftOut({ diagnostics }: Plan): readonly Diagnostic[] {
  const out = diagnostics.filter(({ code }) => code === "left-out");
  return out.map(({ detail, at }) => diagnose("invalid-fact", detail, at));
}

/** The outcome of one attempt. */
interface Attempt extends Applied {
  readonly failed: ReadonlySet<string>;
  /** Whether it failed only because another run changed the same hosts first. */
  readonly lost: boolean;
}

function notBegun(state: State, diagnostics: readonly Diagnostic[]): Attempt {
  return { ...nothing(state, diagnostics), failed: new Set(), lost: false };
}

/** The result of the verification: what is done, and what the state keeps of the rest. */
interface AttemptOutcome {
  readonly claimed: State;
  readonly first: ApplyObservations;
  readonly drops: readonly Dropped[];
}

async function judge(run: ApplyRun, request: ApplyRequest, hosts: Hosts, { claimed, first, drops }: AttemptOutcome): Promise<Attempt> {
  const { plan, world, onEvent } = request;
  const settled = await settle(run.seen, oursOf(plan), { hosts, clock: world.clock, onEvent });
  const done = filledPlan(plan, run.values);
  const { failed: unmet, diagnostics: differences } = verify(
    done.changes.filter((change) => !isOf(run.held)(change)),
    settled.seen,
    run.stopped,
  );
  const undone = withFollowers(plan, claimed, new Set([...unmet, ...run.held, ...ownersOfEndings(plan, run.stopped)]));
  const kept = stayed(drops, settled.seen, undone, release(claimed, done, undone).state);
  const failed = new Set([...undone, ...kept.resources]);
  const lost = lostHosts(run.diagnostics).filter((host) => isIdle(plan, host, first, settled.seen));
  const { state: released, ...counts } = release(unclaimed(claimed, request.state, plan, new Set(lost)), done, failed);
  const state = restored(released, request.state, done, failed, settled.seen);
  const diagnostics = [...run.diagnostics, ...settled.diagnostics, ...differences, ...kept.diagnostics];
  const isLost = lost.length > 0 && lost.length === lostHosts(run.diagnostics).length;
  return { state: advanced(state), diagnostics, failed, lost: isLost, imported: 0, ...counts };
}

function isIdle(plan: Plan, host: string, first: ApplyObservations, now: ApplyObservations): boolean {
  const [before, after] = [first.get(host), now.get(host)];
  return before !== undefined && after !== undefined && isUntouched(plan, host, before, after);
}

/** A new simulated kernel has received its id by now. */
async function placesNow(hosts: Hosts, before: Places): Promise<Places> {
  const now = await hosts.identities();
  return now.ok ? now.value : before;
}

async function attempt(approved: ApplyRequest, hosts: Hosts, places: Places): Promise<Attempt> {
  const { values, secrets } = newSecrets(approved.plan.changes, approved.world.clock);
  const plan = filledPlan(approved.plan, values);
  const imports = importsFor(plan, approved.state);
  const request = { ...approved, plan, state: withInstances(renameMoved(approved.state, plan), imports, new Set()) };
  const drops = droppedBy(plan, request.state);
  const doors = { hosts, scopes: scopesFor(plan, drops), secrets };
  const first = await lookFirst(request, doors);
  if (hasErrors(first.diagnostics)) return notBegun(approved.state, first.diagnostics);
  const taken = await takenPorts(plan, hosts, approved.world.types);
  if (hasErrors(taken)) return notBegun(approved.state, taken);
  if (request.signal?.aborted) return notBegun(approved.state, [wasInterrupted(request)]);
  const guard = await guardedBy(request, first.seen, doors);
  if (!guard.ok) return notBegun(approved.state, guard.diagnostics);
  const claimed = recordedIn(advanced(claim(request.state, plan)), approved.state, places);
  const unsaved = await request.save(claimed);
  if (hasErrors(unsaved)) {
    const { confirmation } = request;
    const open = confirmation && (await kept(hosts, guard.value.hosts, confirmation));
    return notBegun(approved.state, [...unsaved, ...(open ?? [])]);
  }
  for (const { address } of imports) request.onEvent({ type: "resource", address, action: "import", status: "complete" });
  const run = await runAll(request, doors, first.seen);
  const done = await judge(run, request, hosts, { claimed, first: first.seen, drops });
  const judged = await concluded({ ...done, claimed, approved: approved.state }, guard.value, request);
  tell(request, judged.failed, "complete");
  const state = recordedIn(judged.state, approved.state, await placesNow(hosts, places));
  return { ...judged, imported: imports.length, state, diagnostics: [...judged.diagnostics, ...(await request.save(state))] };
}

/** The hosts wait for a confirmation, if there is to be one. Another change that they wait for is an error. */
async function guardedBy(request: ApplyRequest, seen: ApplyObservations, doors: ApplyEnvironment): Promise<Result<GuardedHosts>> {
  const changed = new Set(request.plan.phases.flatMap((phase) => Object.keys(phase)));
  const waiting = [...seen].flatMap(([host, { armed }]) => (armed !== undefined && changed.has(host) ? [refusedByArmed(host, armed)] : []));
  if (waiting.length > 0) return fail(...waiting);
  if (request.confirmation === undefined) return ok({ hosts: [], diagnostics: [] });
  const guard = await guarded(request.plan, seen, doors, request.confirmation);
  if (guard.ok) request.onEvent({ type: "armed", hosts: guard.value.hosts, seconds: request.confirmation.seconds });
  return guard;
}

/** The instances that the plan imports and the state does not have yet. An earlier attempt may have written them. */
function importsFor({ imported = [] }: Plan, { instances }: State): readonly StateInstance[] {
  return imported.filter(({ address }) => !instances.has(address));
}

/** The next attempt after a lost race, if a new plan contains only approved steps; otherwise the reason why there is none. */
async function nextAttempt(request: ApplyRequest, { state }: Attempt): Promise<ApplyRequest | readonly Diagnostic[]> {
  const { again, plan: approved } = request;
  const planned = await again!.plan(state, approved.prior.serial);
  if (!planned.ok) return planned.diagnostics;
  const { plan, observed } = planned.value;
  if (!again!.anyPlan && !isPartOf(plan, approved)) return [];
  return { ...request, plan: asApproved(plan, approved), state, observed };
}

/** Retries until an attempt has not lost a race, while the new plan stays within the approved one. */
async function applyOn(request: ApplyRequest, hosts: Hosts, places: Places): Promise<Applied> {
  let now = request;
  let last = await attempt(now, hosts, places);
  let refused = 0;
  const sums = { imported: last.imported, added: last.added, changed: last.changed, destroyed: last.destroyed };
  for (let n = 1; last.lost && request.again && n < MOST_ATTEMPTS && !request.signal?.aborted; n++) {
    await request.world.clock.sleep(pauseBefore(n));
    const next = await nextAttempt({ ...request, plan: request.plan }, last);
    if (!("plan" in next)) {
      // The host may have been observed in the middle of the other run.
      if (++refused < MOST_REFUSALS) continue;
      last = { ...last, diagnostics: next.length > 0 ? next : last.diagnostics };
      break;
    }
    now = next;
    last = await attempt(now, hosts, places);
    sums.imported += last.imported;
    sums.added += last.added;
    sums.changed += last.changed;
    sums.destroyed += last.destroyed;
  }
  tell(now, last.failed, "failed");
  return { state: last.state, diagnostics: [...last.diagnostics, ...leftOut(request.plan)], ...sums };
}

/**
 * Executes exactly the plan's steps and verifies the result. The state claims every object before it exists and releases it
 * after it is gone, so that no object is ever without an owner, whenever the apply is interrupted.
 */
export async function applyPlan(request: ApplyRequest): Promise<Applied> {
  const applied = await apply(request);
  const secrets = [...secretsOfPlan(request.plan), ...secretsOf(request.state.instances.values())];
  return { ...applied, diagnostics: concealed(applied.diagnostics, concealing(secrets)) };
}

async function apply(request: ApplyRequest): Promise<Applied> {
  const stale = staleState(request.plan, request.state);
  if (stale.length > 0) return nothing(request.state, stale);
  if (isEmpty(request.plan)) return nothing(request.state, leftOut(request.plan));
  const { hosts } = request.world;
  const places = await placesOf([...request.state.instances.values()], hosts, request.world);
  if (!places.ok) return nothing(request.state, places.diagnostics);
  const wrong = plannedElsewhere(request.plan, places.value);
  return wrong.length > 0 ? nothing(request.state, wrong) : applyOn(request, hosts, places.value);
}
