/** The stacks that `netweft drift` compares: one, all of an app, or what a state has, without the code. */
import { loadConfiguration } from "../../config";
import type { Configuration } from "../../config/types";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../diagnostic";
import type { Baselines } from "../../drift/baseline";
import type { StackFindings, UnreadStack } from "../../drift/finding";
import { stackFindings } from "../../drift/report";
import { findDrift, whileOpen } from "../../engine";
import { recordedBackends } from "../../engine/backends";
import type { State } from "../../engine/state";
import { registry } from "../../resources";
import { openHostsFor } from "../hosts";
import { loadStackState } from "../left-behind";
import type { CliSession } from "../session";
import { stackNames } from "../source";
import { backendName, namedState, openStack } from "../stack";
import { loadState } from "../state";
import type { DriftInputs } from "./inputs";

/** A state, and the configuration that names its hosts. */
interface ComparedStack {
  readonly configuration: Configuration;
  readonly state: State;
  readonly backend: string | undefined;
  /** A file of the configuration, or the state. */
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The reports on all stacks that could be read, and the other stacks. */
export interface DriftReports {
  readonly reports: readonly StackFindings[];
  readonly unread: readonly UnreadStack[];
}

/** The reports that the options ask for, one after the other. Nothing is written. Only with `--all` there can be both. */
export async function driftReports(session: CliSession, inputs: DriftInputs): Promise<Result<DriftReports>> {
  if (session.given.value("state") !== undefined) {
    const compared = await fromState(session);
    if (!compared.ok) return compared;
    const report = await reportOn(session, compared.value, inputs);
    return listed(report.ok ? ok(withoutCode(report.value)) : report);
  }
  if (!session.given.isOn("all")) {
    const compared = await fromStack(session);
    return compared.ok ? listed(await reportOn(session, compared.value, inputs)) : compared;
  }
  const names = await stackNames(session);
  if (!names.ok) return names;
  const reports: StackFindings[] = [];
  const unread: UnreadStack[] = [];
  for (const name of names.value) {
    const compared = await fromStack(name === undefined ? session : forStack(session, name));
    const report = compared.ok ? await reportOn(session, compared.value, inputs) : compared;
    if (report.ok) reports.push(report.value);
    else unread.push(unreadStack(name ?? "default", report.diagnostics, inputs));
  }
  const problems = unread.flatMap(({ diagnostics }) => diagnostics);
  return reports.length === 0 ? fail(...problems) : ok({ reports, unread }, problems);
}

function unreadStack(stack: string, diagnostics: readonly Diagnostic[], { baselines }: DriftInputs): UnreadStack {
  const before = baselines?.get(stack);
  return { stack, diagnostics, ...(before && { before }) };
}

/** The session as if it was for this stack of an app that has run. */
function forStack(session: CliSession, stack: string): CliSession {
  const { given } = session;
  const value: typeof given.value = (name) => (name === "stack" ? stack : given.value(name));
  return { ...session, given: { ...given, value, isOn: (name) => name === "skip-synth" || given.isOn(name) } };
}

function listed(report: Result<StackFindings>): Result<DriftReports> {
  return report.ok ? ok({ reports: [report.value], unread: [] }, report.diagnostics) : report;
}

async function fromStack(session: CliSession): Promise<Result<ComparedStack>> {
  const opened = await openStack(session);
  if (!opened.ok) return opened;
  const state = await loadStackState(opened.value, session);
  if (!state.ok) return state;
  const { configuration, backend, diagnostics } = opened.value;
  return ok({ configuration, backend, state: state.value, file: configuration.files[0] ?? opened.value.store.name, diagnostics });
}

/** The state of `--state`, on the hosts of `--hosts`: the arguments of a provider block. Without it, on those that the defaults name. */
async function fromState(session: CliSession): Promise<Result<ComparedStack>> {
  const [store, file] = [await namedState(session), session.given.value("hosts")];
  const text = file === undefined ? ok("{}") : await session.doors.files.read(file);
  if (!store.ok || !text.ok) return fail(...store.diagnostics, ...text.diagnostics);
  const source = { name: file ?? "hosts.json", text: `{"provider": {"netweft": ${text.value}}}` };
  const configuration = loadConfiguration([source], { variables: new Map(), directory: ".", workspace: "default" }, registry);
  const state = await loadState(store.value!, session);
  if (!configuration.ok || !state.ok) return fail(...configuration.diagnostics, ...state.diagnostics);
  const recorded = recordedBackends(state.value);
  const backend = backendName(session) ?? (file === undefined && recorded.length === 1 ? recorded[0] : undefined);
  const written = { ...configuration.value, files: [] };
  return ok({
    configuration: written,
    state: state.value,
    backend,
    file: session.given.value("state")!,
    diagnostics: configuration.diagnostics,
  });
}

async function reportOn(session: CliSession, compared: ComparedStack, { ignores, baselines }: DriftInputs): Promise<Result<StackFindings>> {
  const { configuration, state, file } = compared;
  const { clock } = session.doors;
  const request = { configuration, state, ...(compared.backend !== undefined && { backend: compared.backend }) };
  const [observedAt, began] = [clock.now(), clock.monotonic()];
  const opened = await openHostsFor(session, request);
  const found = await whileOpen(opened, (hosts) => findDrift({ ...request, world: { types: registry, hosts, clock } }));
  if (!found.ok) return found;
  const seconds = (clock.monotonic() - began) / 1000;
  const baseline = baselines?.get(found.value.stack);
  const times = { observedAt, seconds };
  const report = stackFindings({
    found: found.value,
    configuration,
    state,
    types: registry,
    file,
    ...times,
    ignores,
    ...(baseline && { baseline }),
  });
  const unknown = unknownHosts(report);
  return ok({
    ...report,
    diagnostics: [...compared.diagnostics, ...report.diagnostics, ...unknown, ...unrelated(report.stack, baselines)],
  });
}

/** What `ignore_changes` leaves to others is in the code. */
function withoutCode(report: StackFindings): StackFindings {
  const doubtful = report.findings.filter(({ class: kind, repair }) => (kind === "missing" || kind === "changed") && repair.by === "apply");
  if (doubtful.length === 0) return report;
  const some = doubtful.length === 1 ? "1 finding" : `${doubtful.length} findings`;
  const detail = `With --state the code is not read, so \`lifecycle.ignore_changes\` is not known: an apply leaves what it covers, and here it counts as drift. It may cover ${some}. Without --state it is taken into account; netweft.drift.json and --ignore hold here, too.`;
  return { ...report, diagnostics: [...report.diagnostics, diagnose("drift-without-code", detail)] };
}

/** A baseline of other stacks: each finding would look new without a word. */
function unrelated(stack: string, baselines: Baselines | undefined): readonly Diagnostic[] {
  if (baselines === undefined || baselines.has(stack)) return [];
  const others = [...baselines.keys()].map((name) => JSON.stringify(name)).join(", ");
  const detail = `The baseline has no entry for stack ${JSON.stringify(stack)}, so all findings are new. It has ${others === "" ? "no stack" : others}.`;
  return [diagnose("drift-baseline-unrelated", detail)];
}

/** A host that was not read and that no error explains is in no provider block. */
function unknownHosts({ unread, diagnostics, file }: StackFindings): readonly Diagnostic[] {
  const explained = new Set(diagnostics.map(({ at }) => at.host));
  const left = unread.filter((host) => !explained.has(host));
  if (left.length === 0) return [];
  const named = left.map((host) => JSON.stringify(host)).join(", ");
  const detail = `The state has objects on ${named}, and no provider block says how to reach ${left.length === 1 ? "this host" : "these hosts"}. Nothing there was compared. Add ${left.length === 1 ? "it" : "them"} to \`hosts\` of the provider block, or to the file of --hosts.`;
  return [diagnose("drift-host-unknown", detail, { file, ...(left.length === 1 && { host: left[0]! }) })];
}
