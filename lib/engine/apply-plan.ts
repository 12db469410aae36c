import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import { isUnseen } from "../kernel/kinds";
import { refusedByArmed } from "../reconcile/armed";
import { pathsStay } from "./checks/own-path";
import { batchesOf } from "./apply/batches";
import { backInState } from "./apply/back-in-state";
import { claim } from "./apply/claim";
import { concluded } from "./apply/concluded";
import { guarded, kept, type GuardedHosts } from "./apply/confirmation";
import { oursOf, runAll, wasInterrupted, type ApplyEnvironment, type ApplyObservations, type ApplyRun } from "./apply/execute";
import { addressesIn, failedUnits, ownersOnlyOn } from "./apply/failed-units";
import { withFollowers } from "./apply/followers";
import { filledPlan } from "./apply/filled-plan";
import { asApproved, isPartOf, isUntouched, lostHosts, MOST_ATTEMPTS, MOST_REFUSALS, pauseBefore, unclaimed } from "./apply/race";
import { rollBack, type RolledBack } from "./apply/roll-back";
import { newSecrets } from "../reconcile/execute/secrets";
import { droppedBy, stayed, type Dropped } from "./apply/stayed";
import { concealed, concealing, secretsOf, secretsOfPlan } from "./conceal";
import { placesOf, plannedElsewhere, recordedIn, type Places } from "./backends";
import type { Hosts } from "../reconcile/hosts";
import type { Applied, ApplyRequest } from "./requests";
import { renameMoved } from "./moved";
import { takenPorts } from "./apply/published-ports";
import { isChange, type Plan } from "./plan";
import { isOf, restored } from "./apply/held";
import { release } from "./apply/release";
import { settle } from "../reconcile/execute/settle";
import { leftBehind, leftDeletions, leftPredecessors, leftUnnamed } from "./apply/left-behind";
import { scopesFor, stalePlan, staleState } from "./apply/preconditions";
import { isLookedAt, notDone, remainderOf } from "./skipped";
import { unitsOf } from "./apply/units";
import { withInstances } from "./state/edit";
import type { State, StateInstance } from "./state/types";
import { verify } from "../reconcile/execute/confirm";
import { own } from "../net/own";

function nothing(state: State, diagnostics: readonly Diagnostic[]): Applied {
  return { state, diagnostics, imported: 0, added: 0, changed: 0, destroyed: 0, rolledBack: [] };
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
  if (hasErrors(problems)) return { seen, diagnostics: problems };
  return { seen, diagnostics: [...problems, ...stalePlan(request.plan, seen), ...pathsFrom(request, seen)] };
}

/** A plan may be applied from another machine than the one that made it, over another connection. */
function pathsFrom({ plan: { phases }, confirmation }: ApplyRequest, observed: ApplyObservations): readonly Diagnostic[] {
  const actual = new Map([...observed].map(([host, { facts }]) => [host, facts]));
  return pathsStay({ phases, actual, observed, isConfirmed: confirmation !== undefined });
}

/** Conntrack and learned entries are not observable: on a host that stopped they count as not deleted. */
function ownersOfEndings({ phases }: Plan, stopped: ReadonlySet<string>): readonly string[] {
  const steps = phases.flatMap((phase) => [...stopped].flatMap((host) => own(phase, host) ?? []));
  return steps.filter(({ fact }) => isUnseen(fact.kind)).flatMap(({ owners }) => owners);
}

function tell(
  { plan, onEvent }: ApplyRequest,
  { failed, partly, idle, rolledBack }: Pick<Attempt, "failed" | "partly" | "idle" | "rolledBack">,
  which: "complete" | "failed",
): void {
  const isBack = new Set(rolledBack);
  for (const { address, action } of plan.resources) {
    if (action === "no-op" || idle.has(address) || failed.has(address) !== (which === "failed")) continue;
    onEvent({
      type: "resource",
      address,
      action,
      status: isBack.has(address) ? "rolled back" : partly.has(address) ? "incomplete" : which,
    });
  }
}

function advanced(state: State): State {
  return { ...state, serial: state.serial + 1 };
}

/** Changes that the plan had to leave out count as not done. */
function leftOut(plan: Plan): readonly Diagnostic[] {
  const out = plan.diagnostics.filter(({ code }) => code === "left-out");
  return [...out.map(({ detail, at }) => diagnose("invalid-fact", detail, at)), ...notDone(plan)];
}

/** The outcome of one attempt. */
interface Attempt extends Applied {
  readonly failed: ReadonlySet<string>;
  /** Those of them that are done on the hosts that answer. */
  readonly partly: ReadonlySet<string>;
  /** Those of them that no batch came to. */
  readonly idle: ReadonlySet<string>;
  /** Whether it failed only because another run changed the same hosts first. */
  readonly lost: boolean;
}

function notBegun(state: State, diagnostics: readonly Diagnostic[]): Attempt {
  return { ...nothing(state, diagnostics), failed: new Set(), partly: new Set(), idle: new Set(), lost: false };
}

/** The result of the verification: what is done, and what the state keeps of the rest. */
interface AttemptOutcome {
  readonly claimed: State;
  readonly first: ApplyObservations;
  readonly drops: readonly Dropped[];
}

async function judge(
  run: ApplyRun,
  request: ApplyRequest,
  doors: ApplyEnvironment,
  { claimed, first, drops }: AttemptOutcome,
): Promise<Attempt> {
  const { plan, world, onEvent } = request;
  const settled = await settle(run.seen, oursOf(plan), { hosts: doors.hosts, clock: world.clock, onEvent });
  const done = filledPlan(plan, run.values);
  const awaited = done.changes.filter((change) => !isOf(run.held)(change));
  const { failed: unmet, diagnostics: differences } = verify(awaited, settled.seen, run.stopped);
  const missed = new Set([...unmet, ...run.held, ...ownersOfEndings(plan, run.stopped)]);
  const lost = lostHosts(run.diagnostics).filter((host) => isIdle(plan, host, first, settled.seen));
  const isLost = lost.length > 0 && lost.length === lostHosts(run.diagnostics).length;
  const units = isLost || request.signal?.aborted ? [] : failedUnits(doors.units, missed, run);
  const going = withFollowers(plan, claimed, addressesIn(units, plan, doors.units));
  const remainder = remainderOf(plan, request.state);
  const partly = new Set([...remainder.open, ...leftDeletions(plan, remainder), ...leftPredecessors(plan, remainder)]);
  const undone = withFollowers(plan, claimed, new Set([...missed, ...going, ...partly]));
  const kept = stayed(drops, settled.seen, undone, release(claimed, done, undone).state);
  const failed = new Set([...undone, ...kept.resources]);
  const { state: released, ...counts } = release(unclaimed(claimed, request.state, plan, new Set([...lost, ...run.idle])), done, failed);
  const state = restored(released, request.state, done, failed, settled.seen);
  const failedElse = new Set([...missed, ...going, ...kept.resources, ...remainder.open]);
  const judged = {
    state: advanced(leftBehind(state, request.state, plan, remainder, failedElse)),
    diagnostics: [
      ...run.diagnostics,
      ...settled.diagnostics,
      ...differences,
      ...kept.diagnostics,
      ...leftUnnamed(remainder, request.state, plan),
    ],
    ...{ failed, partly, idle: ownersOnlyOn(plan, run.idle), lost: isLost, imported: 0, rolledBack: [], ...counts },
  };
  return units.length === 0 ? judged : wentBack(judged, request, going, await rollBack(units, run, request, { ...doors, first }));
}

/** The outcome with these instances as they were before, as far as they went back. */
function wentBack(
  judged: Attempt,
  { state: before, plan }: ApplyRequest,
  going: ReadonlySet<string>,
  { open, remade, diagnostics }: RolledBack,
): Attempt {
  const back = new Set([...going].filter((address) => !open.has(address)));
  const rolledBack = plan.resources.flatMap(({ address, action }) => (action !== "no-op" && back.has(address) ? [address] : []));
  const state = backInState(judged.state, before, plan, { back, remade });
  return { ...judged, state, rolledBack, diagnostics: [...judged.diagnostics, ...diagnostics] };
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
  const isSeen = isLookedAt(plan);
  const drops = droppedBy(plan, request.state).filter(({ fact }) => isSeen(fact.host));
  // Hosts that wait for a confirmation go back by themselves.
  const units = unitsOf(plan, approved.state, approved.confirmation === undefined ? approved.onFailure : "stop");
  const doors = { hosts, scopes: scopesFor(plan, drops), secrets, units };
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
  const { rolling, ...rest } = request;
  const batches = rolling && { rolling: { ...rolling, batches: batchesOf(plan, rolling) } };
  const run = await runAll({ ...rest, ...batches }, doors, first.seen);
  const done = await judge(run, request, doors, { claimed, first: first.seen, drops });
  const judged = await concluded({ ...done, claimed, approved: approved.state }, guard.value, request);
  tell(request, judged, "complete");
  const state = recordedIn(judged.state, approved.state, await placesNow(hosts, places));
  return { ...judged, imported: imports.length, state, diagnostics: [...judged.diagnostics, ...(await request.save(state))] };
}

/** The hosts wait for a confirmation, if there is to be one. Another change that they wait for is an error. */
async function guardedBy(request: ApplyRequest, seen: ApplyObservations, doors: ApplyEnvironment): Promise<Result<GuardedHosts>> {
  const changed = new Set(request.plan.phases.flatMap((phase) => Object.keys(phase)));
  const waiting = [...seen].flatMap(([host, { armed }]) => (armed !== undefined && changed.has(host) ? [refusedByArmed(host, armed)] : []));
  if (waiting.length > 0) return fail(...waiting);
  if (request.confirmation === undefined) return ok({ hosts: [], since: 0, diagnostics: [] });
  const guard = await guarded(request.plan, seen, { ...doors, clock: request.world.clock }, request.confirmation);
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
  tell(now, last, "failed");
  return { state: last.state, diagnostics: [...last.diagnostics, ...leftOut(now.plan)], rolledBack: last.rolledBack, ...sums };
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
