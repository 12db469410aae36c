import { inUsersWords } from "../../config/app";
import type { SourceFile } from "../../config/types";
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../../diagnostic";
import { planChanges, rehearse, whileOpen } from "../../engine";
import type { Plan, PlanRequest, Planned, Rehearsal, State } from "../../engine";
import type { Hosts } from "../../reconcile/hosts";
import { encodePlan } from "../../engine/saved";
import { backendLine } from "../../report/backends";
import { shellWord } from "../../kernel/shell-word";
import { backendsOf } from "../../resources/backend";
import { planJson } from "../../report/plan-json";
import { summaryOf } from "../../report/plan-summary";
import { MARKDOWN_BYTES } from "../../report/markdown/text";
import { planMarkdown } from "../../report/plan/markdown";
import { planPage } from "../../report/plan/page";
import { planText } from "../../report/plan-text";
import { rehearsalText } from "../../report/rehearsal";
import { generatedFile, ungeneratable } from "../generated";
import { placeInPlan } from "../saved";
import { sharedWithWorkspace } from "../other-workspaces";
import { complain, failed, print, type CliSession } from "../session";
import { skippingWithConfirm } from "../confirmation";
import { signing } from "../signing";
import { openHostsFor } from "../hosts";
import { unwritableOut } from "../out";
import { callOf } from "../package-manager";
import { openStack, type LoadedStack } from "../stack";
import { loadStackState } from "../left-behind";
import { registry } from "../../resources";

/** A stack with its state, its plan and its hosts. */
export interface Prepared {
  readonly hosts: Hosts;
  readonly stack: LoadedStack;
  readonly state: State;
  readonly planned: Planned;
}

/** `netweft plan`: observes the hosts, computes a plan and shows it. */
export async function plan(session: CliSession): Promise<number> {
  const wrong = unknownFormat(session) ?? savedAsReport(session) ?? skippingWithConfirm(session);
  if (wrong) return failed(session, [wrong]);
  if (session.given.isOn("rehearse")) return planInMemory(session);
  const unusable = (await unwritableOut(session, "The plan")) ?? (await ungeneratable(session));
  if (unusable) return failed(session, [unusable]);
  const sign = await signing(session);
  if (!sign.ok) return failed(session, sign.diagnostics);
  const { stack, generated } = await stackWithGenerated(session);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const written = generated && (await session.doors.files.write(generated.name, generated.text, { isNew: true }));
  if (written?.ok === false) return failed(session, written.diagnostics);
  const prepared = await prepare(session, stack.value, modeOf(session), ({ stack, planned }) => Promise.resolve({ stack, planned }));
  if (!prepared.ok) return failed(session, [...stack.diagnostics, ...prepared.diagnostics]);
  const out = session.given.value("out");
  if (out !== undefined) {
    const saved = await save(session, prepared.value, out, sign.value);
    if (!saved.ok) return failed(session, saved.diagnostics);
  }
  const report = reportOf(session, prepared.value.planned.plan);
  if (report !== undefined) {
    print(session, report);
    return codeFor(session, prepared.value.planned.plan);
  }
  showPlan(session, prepared.value.planned.plan, modeOf(session), stack.value.diagnostics);
  if (out !== undefined && !session.json) tellSaved(session, out);
  if (generated !== undefined && !session.json) tellGenerated(session, generated.name);
  return codeFor(session, prepared.value.planned.plan);
}

/** The stack, with the blocks that `--generate-config-out` asks for. */
async function stackWithGenerated(
  session: CliSession,
): Promise<{ readonly stack: Result<LoadedStack>; readonly generated?: SourceFile | undefined }> {
  const stack = await openStack(session);
  if (!stack.ok || session.given.value("generate-config-out") === undefined) return { stack };
  const generated = await generatedFile(session, stack.value);
  if (!generated.ok) return { stack: fail(...inUsersWords(stack.value.configuration.written, generated.diagnostics)) };
  return generated.value === undefined
    ? { stack }
    : { stack: await openStack(session, false, generated.value), generated: generated.value };
}

function modeOf({ given }: CliSession): PlanRequest["mode"] {
  return given.isOn("destroy") ? "destroy" : "apply";
}

function codeFor({ given }: CliSession, plan: Plan): 0 | 2 {
  return given.isOn("detailed-exitcode") && !summaryOf(plan).empty ? 2 : 0;
}

/** The formats for people elsewhere: on standard output there is nothing else. */
const reports: Readonly<Record<string, (plan: Plan, session: CliSession) => Iterable<string>>> = {
  markdown: (plan) => planMarkdown(plan, registry, MARKDOWN_BYTES),
  html: (plan, { version }) => planPage(plan, registry, version),
};

function reportOf(session: CliSession, plan: Plan): Iterable<string> | undefined {
  return reports[session.given.value("format") ?? ""]?.(plan, session);
}

function unknownFormat({ given }: CliSession): Diagnostic | undefined {
  const format = given.value("format");
  const formats = ["text", "json", ...Object.keys(reports)];
  if (format === undefined || formats.includes(format)) return undefined;
  return diagnose("invalid-option-value", `--format ${JSON.stringify(format)} is none of ${formats.join(", ")}.`);
}

/** The file of `--out` is for an apply, whatever the format of the output is. */
function savedAsReport({ given }: CliSession): Diagnostic | undefined {
  const [format = "", out = ""] = [given.value("format"), given.value("out")];
  if (reports[format] === undefined || !/\.(?:html?|md|markdown)$/i.test(out)) return undefined;
  const detail = `--out ${JSON.stringify(out)} would be the plan for \`netweft apply\`, and not the report: that goes to standard output. Write \`--format ${format} > ${out}\`; to save the plan as well, add --out with another name.`;
  return diagnose("invalid-option-value", detail);
}

/** `netweft plan --rehearse`: plans as if the hosts agreed with the state, and applies in memory. */
async function planInMemory(session: CliSession): Promise<number> {
  const { doors, given } = session;
  if (given.value("out") !== undefined) return failed(session, [diagnose("options-exclude-each-other", UNSAVED)]);
  const stack = await openStack(session);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const state = await loadStackState(stack.value, session);
  if (!state.ok) return failed(session, [...stack.diagnostics, ...state.diagnostics]);
  const request = requestOf(session, stack.value, modeOf(session), { state: state.value });
  const { outputsOf } = stack.value;
  const rehearsed = await rehearse({ ...request, types: registry, clock: doors.clock, outputsOf, open: doors.rehearsal });
  if (!rehearsed.ok) return failed(session, [...stack.diagnostics, ...rehearsed.diagnostics]);
  const { plan, applied } = rehearsed.value;
  const report = reportOf(session, plan);
  if (report !== undefined) print(session, report);
  else if (session.json) print(session, planJson(plan, rehearsed.value));
  else showRehearsal(session, rehearsed.value, stack.diagnostics);
  return hasErrors(applied.diagnostics) ? 1 : codeFor(session, plan);
}

const UNSAVED =
  "--out saves a plan that can be applied. A rehearsed plan cannot be applied, because no host was read. Leave out one of the options; make a plan that is to be applied where the hosts can be reached.";

function showRehearsal(session: CliSession, rehearsal: Rehearsal, warnings: readonly Diagnostic[]): void {
  const { plan, applied } = rehearsal;
  print(session, [backendLine(backendsOf(plan.providers), "rehearsed"), "\n"]);
  complain(session, [...warnings, ...plan.diagnostics]);
  print(session, planText(plan, session.look, { how: "rehearsed", lines: session.given.isOn("lines"), warnings }));
  complain(session, applied.diagnostics);
  print(session, rehearsalText(rehearsal, session.look));
}

/** Reads the state, opens the hosts and plans. The hosts are closed after `next`. */
export async function prepare<T>(
  session: CliSession,
  stack: LoadedStack,
  mode: PlanRequest["mode"],
  next: (prepared: Prepared) => Promise<T>,
): Promise<Result<T>> {
  const state = await loadStackState(stack, session);
  if (!state.ok) return state;
  const { configuration, backend } = stack;
  const opened = await openHostsFor(session, { configuration, backend, state: state.value });
  return whileOpen(opened, async (hosts) => {
    const planned = await planFrom(session, stack, mode, { hosts, state: state.value });
    const shared = planned.ok && mode === "apply" ? await sharedWithWorkspace(session, stack, planned.value) : ok(undefined);
    if (!shared.ok) return fail(...inUsersWords(configuration.written, shared.diagnostics));
    return planned.ok ? ok(await next({ hosts, stack, state: state.value, planned: planned.value })) : planned;
  });
}

/** What a plan is made from beside the configuration. */
interface PlanSource extends Pick<PlanRequest, "state" | "namedBy"> {
  readonly hosts: Hosts;
}

/** Plans according to the options. */
export function planFrom(
  session: CliSession,
  stack: LoadedStack,
  mode: PlanRequest["mode"],
  { hosts, ...from }: PlanSource,
): Promise<Result<Planned>> {
  const world = { types: registry, hosts, clock: session.doors.clock, outputsOf: stack.outputsOf };
  return planChanges({ ...requestOf(session, stack, mode, from), world });
}

function requestOf(
  { given }: CliSession,
  { configuration, backend }: LoadedStack,
  mode: PlanRequest["mode"],
  from: Pick<PlanRequest, "state" | "namedBy">,
): Omit<PlanRequest, "world"> {
  const [targets, replace] = [given.list("target"), given.list("replace")];
  const isConfirmed = given.value("confirm") !== undefined;
  const options = { mode, targets, replace, refresh: given.isOn("refresh"), isConfirmed, skipUnreachable: given.isOn("skip-unreachable") };
  return { ...from, configuration, ...(backend !== undefined && { backend }), ...options };
}

/** `warnings`: shown before the plan. */
export function showPlan(session: CliSession, plan: Plan, mode: PlanRequest["mode"], warnings: readonly Diagnostic[] = []): void {
  if (!session.json) print(session, [backendLine(backendsOf(plan.providers)), "\n"]);
  complain(session, [...warnings, ...plan.diagnostics]);
  const view = { how: mode === "destroy" ? mode : undefined, lines: session.given.isOn("lines"), warnings };
  print(session, session.json ? planJson(plan) : planText(plan, session.look, view));
}

function save(
  session: CliSession,
  { stack, planned }: Pick<Prepared, "stack" | "planned">,
  out: string,
  sign: Parameters<typeof encodePlan>[1],
): Promise<Result<void>> {
  const text = encodePlan({ plan: planned.plan, ...placeInPlan(session, stack.place) }, sign);
  return session.doors.files.write(out, text, { secret: true });
}

function tellGenerated(session: CliSession, file: string): void {
  print(session, [
    `\nThe imported resources had no configuration: it was written to ${file} as the objects are. Read it, replace ids and copied values by\nreferences, and change what is to be otherwise. Its form may change in later versions.\n`,
  ]);
}

function tellSaved(session: CliSession, out: string): void {
  print(session, [
    `\nSaved the plan to ${out}. To do exactly this, run:\n  ${callOf(session.env)} apply ${session.given.isOn("sign") ? "--require-signed " : ""}${shellWord(out)}\n`,
  ]);
}
