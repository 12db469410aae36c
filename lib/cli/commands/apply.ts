import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../../diagnostic";
import { inUsersWords } from "../../config/app";
import type { Configuration } from "../../config/types";
import { applyPlan, openPlanned, whileOpen } from "../../engine";
import type { Again, Applied, ApplyRequest, Plan, PlanRequest, State } from "../../engine";
import type { Hosts } from "../../reconcile/hosts";
import { decodePlan } from "../../engine/saved";
import { toItsEnd } from "../../engine/state";
import type { StatePlace, StateStore } from "../../ports/state-store";
import { backendLine } from "../../report/backends";
import { backendsOf } from "../../resources/backend";
import { lookAt } from "../../report/state-report";
import { outputsText } from "../../report/outputs";
import { summaryOf } from "../../report/plan-summary";
import { approved } from "../approval";
import { askedFor, confirmationOf, skippedWithConfirm, type ConfirmOptions, type Reopen } from "../confirmation";
import { rollingAskedFor, rollingOf, type RollingOptions } from "../rolling";
import { saveErrored, watchedSaves } from "../errored";
import { openHostsFor } from "../hosts";
import { interruptible } from "../interrupt";
import { rememberPlace } from "../left-behind";
import { jsonProgress, progress } from "../progress";
import type { ReachGround } from "../reach";
import { alterations, contradictions, placeOfPlan } from "../saved";
import { complain, failed, print, type CliSession } from "../session";
import { signedFolder, unsigned } from "../signing";
import { openStack, type LoadedStack } from "../stack";
import { hasNothing, loadState, whileLocked } from "../state";
import { planFrom, prepare, showPlan } from "./plan";
import { registry } from "../../resources";

type ApplyMode = PlanRequest["mode"];

/** `netweft apply [DIR | PLANFILE]`. */
export async function apply(session: CliSession): Promise<number> {
  const [file] = session.given.args;
  if (file !== undefined) return applyFile(session, file);
  return applyStack(session, session.given.isOn("destroy") ? "destroy" : "apply");
}

/** `netweft destroy [DIR]`. */
export function destroy(session: CliSession): Promise<number> {
  return applyStack(session, "destroy");
}

/** Plans, asks and applies. `as`: what is planned in place of what the code declares. */
export async function applyStack(
  session: CliSession,
  mode: ApplyMode,
  as: (stack: LoadedStack) => Promise<Result<LoadedStack>> = (stack) => Promise.resolve(ok(stack)),
): Promise<number> {
  const asked = howAsked(session);
  if (!asked.ok) return failed(session, asked.diagnostics);
  const signless = signedFolder(session);
  if (signless) return failed(session, [signless]);
  const found = await openStack(session);
  const stack = found.ok ? await as(found.value) : found;
  if (!stack.ok) return failed(session, stack.diagnostics);
  const { store } = stack.value;
  const ended = await whileLocked(store, mode, session, async (lock) => {
    const done = await prepare(session, stack.value, mode, async ({ planned, state, hosts }) => {
      const { configuration, backend } = stack.value;
      const reopen = () => openHostsFor(session, { configuration, backend, state });
      const how = changing(session, asked.value, { plan: planned.plan, state }, reopen);
      if (!how.ok) return failed(session, inUsersWords(configuration.written, how.diagnostics));
      if (!session.json) showPlan(session, planned.plan, mode, [...lock.warnings, ...stack.value.diagnostics]);
      const yes = summaryOf(planned.plan).empty ? ok(true) : await approved(session, mode);
      if (!yes.ok) return failed(session, yes.diagnostics);
      if (!yes.value) return 1;
      lock.handOver();
      const plan = (now: State, namedBy: number) => planFrom(session, stack.value, mode, { hosts, state: now, namedBy });
      const again = { plan, anyPlan: session.given.isOn("auto-approve") };
      const work = { ...planned, hosts, state, again, configuration, ...how.value };
      const { code, state: now } = await execute(session, store, mode, work);
      const isEmpty = mode === "destroy" && code === 0 && hasNothing(now);
      complain(session, await rememberPlace(session, stack.value, isEmpty));
      return code;
    });
    return done.ok ? done.value : failed(session, [...lock.warnings, ...stack.diagnostics, ...done.diagnostics]);
  });
  return ended.ok ? ended.value : failed(session, ended.diagnostics);
}

/** How the hosts are to change: with a way back, or in batches. */
interface HowAsked {
  readonly confirm: ConfirmOptions | undefined;
  readonly rolling: RollingOptions | undefined;
}

function howAsked(session: CliSession): Result<HowAsked> {
  const [confirm, rolling] = [askedFor(session), rollingAskedFor(session)];
  const problems = [...rolling.diagnostics, ...confirm.diagnostics];
  return confirm.ok && rolling.ok ? ok({ confirm: confirm.value, rolling: rolling.value }) : fail(...problems);
}

function changing(
  session: CliSession,
  { confirm, rolling }: HowAsked,
  ground: ReachGround,
  reopen: Reopen,
): Result<Pick<ApplyRequest, "confirmation" | "rolling">> {
  const confirmation = confirm ? confirmationOf(session, confirm, ground, reopen) : ok(undefined);
  const inBatches = rolling ? rollingOf(session, rolling, ground, reopen) : ok(undefined);
  if (!confirmation.ok || !inBatches.ok) return fail(...confirmation.diagnostics, ...inBatches.diagnostics);
  return ok({
    ...(confirmation.value && { confirmation: confirmation.value }),
    ...(inBatches.value && { rolling: inBatches.value }),
  });
}

/** A plan that was made with `--confirm` because it cuts off its own run is applied with it. */
function unconfirmed({ diagnostics }: Plan, asked: ConfirmOptions | undefined): readonly Diagnostic[] {
  const risky = diagnostics.filter(({ code }) => code === "own-path-at-risk" && asked === undefined);
  return risky.map(({ detail, at }) =>
    diagnose("own-path-cut", `${detail} The plan was made with \`--confirm\`: apply it with \`--confirm\`, too.`, at),
  );
}

/** A saved plan was reviewed when it was made: it needs no approval again. */
async function applyFile(session: CliSession, file: string): Promise<number> {
  const asked = howAsked(session);
  if (!asked.ok) return failed(session, asked.diagnostics);
  const bytes = await session.doors.files.open(file);
  if (!bytes.ok) return failed(session, bytes.diagnostics);
  const saved = await toItsEnd(file, () => decodePlan(bytes.value, file));
  if (!saved.ok) return failed(session, saved.diagnostics);
  const refused = await unsigned(session, saved.value, file);
  if (refused) return failed(session, [refused]);
  const { plan } = saved.value;
  const contradicted = [
    ...contradictions(session, plan, file),
    ...unconfirmed(plan, asked.value.confirm),
    ...skippedWithConfirm(plan, asked.value.confirm),
  ];
  if (contradicted.length > 0) return failed(session, contradicted);
  const place = await placeOfPlan(session, saved.value, file);
  if (!place.ok) return failed(session, place.diagnostics);
  const store = session.doors.store(place.value);
  const ended = await whileLocked(store, "apply", session, async (lock) => {
    const state = await loadState(store, session);
    if (!state.ok) return failed(session, [...lock.warnings, ...state.diagnostics]);
    const altered = alterations(plan, state.value, file);
    if (altered.length > 0) return failed(session, [...lock.warnings, ...altered]);
    if (!session.json) print(session, [backendLine(backendsOf(plan.providers))]);
    complain(session, lock.warnings);
    lock.handOver();
    const work = { plan, saved: file, place: place.value, state: state.value, again: { plan: asSaved(plan, state.value), anyPlan: true } };
    const reopen = () => openPlanned(plan, state.value, session.doors.drivers);
    const how = changing(session, asked.value, { plan, state: state.value }, reopen);
    if (!how.ok) return failed(session, [...lock.warnings, ...how.diagnostics]);
    const done = await whileOpen(await reopen(), async (hosts) =>
      ok((await execute(session, store, "apply", { ...work, ...how.value, hosts })).code),
    );
    return done.ok ? done.value : failed(session, done.diagnostics);
  });
  return ended.ok ? ended.value : failed(session, ended.diagnostics);
}

/** A saved plan may be retried only as long as no step was begun, and is compared with the hosts again. */
function asSaved(plan: Plan, before: State): Again["plan"] {
  return (now) => {
    const isBegun = plan.resources.some(({ address }) => now.instances.get(address) !== before.instances.get(address));
    const detail = "Another run changed a host first, after a part of the saved plan was done. Plan again to do the rest.";
    const { lineage, serial } = now;
    return Promise.resolve(isBegun ? fail(diagnose("stale-plan", detail)) : ok({ plan: { ...plan, prior: { lineage, serial } } }));
  };
}

interface ApplyWork extends Pick<ApplyRequest, "plan" | "state" | "observed" | "again" | "saved" | "confirmation" | "rolling"> {
  readonly hosts: Hosts;
  /** Where the state is, of a saved plan. */
  readonly place?: StatePlace;
  /** Where the resources are declared; not known of a saved plan. */
  readonly configuration?: Configuration;
}

/** What to do after an interrupted run: a saved plan is applied only once. */
const AGAIN = "Run it again: it continues from the hosts' current state.";
const PLAN_AGAIN = "Plan again: the new plan does the rest.";

async function execute(
  session: CliSession,
  store: StateStore,
  mode: ApplyMode,
  { hosts, configuration, place, ...work }: ApplyWork,
): Promise<{ readonly code: number; readonly state: State }> {
  const onFailure = onFailureOf(session);
  const show = session.json ? jsonProgress(session, mode, backendsOf(work.plan.providers)) : progress(session);
  const { save, refusal } = watchedSaves(store);
  const ended = await interruptible(session, { note: show.note, remedy: work.saved === undefined ? AGAIN : PLAN_AGAIN }, (signal) =>
    applyPlan({ ...work, world: { types: registry, hosts, clock: session.doors.clock }, save, onEvent: show.event, signal, ...onFailure }),
  );
  const why = refusal(ended.state);
  const kept = why === undefined ? [] : await saveErrored(session, { state: ended.state, why, place }, show.dump);
  const said = configuration === undefined ? ended.diagnostics : inUsersWords(configuration.written, ended.diagnostics);
  const applied = { ...ended, diagnostics: [...said, ...kept] };
  show.end(applied);
  if (!session.json) tell(session, mode, applied, work.saved !== undefined);
  return { code: hasErrors(applied.diagnostics) ? 1 : 0, state: ended.state };
}

function onFailureOf({ given }: CliSession): Pick<ApplyRequest, "onFailure"> {
  const how = given.value("on-failure");
  return how === "rollback" || how === "stop" ? { onFailure: how } : {};
}

function tell(session: CliSession, mode: ApplyMode, applied: Applied, isSaved: boolean): void {
  complain(session, applied.diagnostics);
  print(session, [summary(session, mode, applied, isSaved)]);
  if (mode === "destroy" || applied.state.outputs.size === 0 || hasErrors(applied.diagnostics)) return;
  print(session, ["\nOutputs:\n\n", ...outputsText(applied.state.outputs, lookAt(applied.state, session.look))]);
}

function summary(
  { look }: CliSession,
  mode: ApplyMode,
  { imported, added, changed, destroyed, rolledBack, diagnostics }: Applied,
  isSaved: boolean,
): string {
  const before = imported > 0 ? `${imported} imported, ` : "";
  const counts = mode === "destroy" ? `${destroyed} destroyed` : `${before}${added} added, ${changed} changed, ${destroyed} destroyed`;
  const word = mode === "destroy" ? "Destroy" : "Apply";
  const again = isSaved ? "Plan again" : "Run it again";
  const back = rolledBack.length > 0 ? `, ${rolledBack.length} rolled back` : "";
  if (hasErrors(diagnostics))
    return `${look.paint("bold", `${word} incomplete.`)} Resources: ${counts}${back}. ${again} when the errors are fixed.\n`;
  return `\n${look.paint("green", `${word} complete!`)} Resources: ${counts}.\n`;
}
