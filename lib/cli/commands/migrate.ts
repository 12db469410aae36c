/** `netweft init --migrate-state` and `--reconfigure`: another place for the state. */
import type { Configuration } from "../../config/types";
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../../diagnostic";
import { emptyState } from "../../engine/state";
import type { StatePlace } from "../../ports/state-store";
import { approved } from "../approval";
import { backendOf } from "../backend";
import { interruptible } from "../interrupt";
import { placeOfBlock, recordOf } from "../left-behind";
import { copiesOf, copyText, earlierPlace, isCopied, nothingThere, type EarlierPlace, type WorkspaceCopy } from "../migration";
import { placeOf } from "../places";
import { readRecord, writeRecord, type PlaceRecord } from "../place-record";
import { complain, failed, print, type CliSession } from "../session";
import { readSource } from "../source";
import { hasNothing, isSameState, loadState, saveState, whileLocked } from "../state";
import { choiceFile, currentWorkspace, DEFAULT_WORKSPACE, VARIABLE } from "../workspaces";

/** A configuration whose `backend` block names the place that the state is to have. */
interface Target {
  readonly folder: string;
  readonly backend: Configuration["backend"];
  readonly place: StatePlace;
  /** Its name for people. */
  readonly name: string;
  readonly record: PlaceRecord | undefined;
}

/** `netweft init --migrate-state`. */
export async function migrateState(session: CliSession): Promise<number> {
  const target = await open(session);
  if (!target.ok) return failed(session, target.diagnostics);
  const { record, folder, name } = target.value;
  const earlier = await earlierPlace(session, folder, record);
  if (!earlier.ok) return failed(session, earlier.diagnostics);
  if (earlier.value === undefined) return said(session, nothingElsewhere(name));
  const workspaces = await workspacesFor(session, target.value, earlier.value);
  const copies = workspaces.ok ? await copiesOf(session, earlier.value, workspaces.value) : workspaces;
  if (!workspaces.ok || !copies.ok) return failed(session, copies.diagnostics);
  const filled = copies.value.filter(({ source }) => !hasNothing(source));
  if (filled.length === 0) {
    if (record === undefined) return said(session, nothingElsewhere(name));
    if (copies.value.length === 0) return said(session, `The state is in ${name} already. Nothing was changed.`);
    if (copies.value.length === workspaces.value.length) return failed(session, [nothingThere(record.name)]);
  }
  const approval = filled.every(isCopied) ? ok(true) : await confirmed(session, target.value, earlier.value, filled);
  if (!approval.ok) return failed(session, approval.diagnostics);
  return approval.value ? move(session, target.value, filled) : 1;
}

const nothingElsewhere = (name: string) => `There is no state of another place: nothing is to be moved to ${name}.`;

/** `netweft init --reconfigure`: the next plan takes what the new place has. */
export async function reconfigure(session: CliSession): Promise<number> {
  const target = await open(session);
  if (!target.ok) return failed(session, target.diagnostics);
  const recorded = await record(session, target.value);
  if (!recorded.ok) return failed(session, recorded.diagnostics);
  return said(session, `The state is in ${target.value.name} from now on. What another place has stays there.`);
}

function said(session: CliSession, text: string): 0 {
  print(session, [`${text}\n`]);
  return 0;
}

async function open(session: CliSession): Promise<Result<Target>> {
  const source = await readSource(session, !session.given.isOn("skip-synth"));
  if (!source.ok) return source;
  const { files, folder } = source.value;
  const backend = backendOf(files);
  const place = placeOfBlock(session, backend, folder);
  const record = await readRecord(session, folder);
  if (!place.ok || !record.ok) return fail(...place.diagnostics, ...record.diagnostics);
  const { name } = session.doors.store(place.value);
  return ok({ folder, backend, place: place.value, name, record: record.value });
}

function record(session: CliSession, { folder, backend, place }: Target): Promise<Result<void>> {
  return writeRecord(session, folder, recordOf(session, backend, folder, place));
}

/** Each workspace with its new place. A place without workspaces gets the current one. */
async function workspacesFor(
  session: CliSession,
  { backend, folder, place }: Target,
  earlier: EarlierPlace,
): Promise<Result<readonly (readonly [string, StatePlace])[]>> {
  if (place.backend === "http") {
    const current = earlier.workspaces.length > 1 ? await currentWorkspace(session, folder) : ok(DEFAULT_WORKSPACE);
    return current.ok ? ok([[current.value, place]]) : current;
  }
  const places = earlier.workspaces.map((name) => [name, placeOf({ backend, folder, env: session.env }, name)] as const);
  const wrong = places.flatMap(([, one]) => one.diagnostics);
  return wrong.length > 0 ? fail(...wrong) : ok(places.flatMap(([name, one]) => (one.ok ? [[name, one.value] as const] : [])));
}

async function confirmed(
  session: CliSession,
  { name, place }: Target,
  earlier: EarlierPlace,
  copies: readonly WorkspaceCopy[],
): Promise<Result<boolean>> {
  const others = earlier.workspaces.filter((one) => !copies.some(({ workspace }) => workspace === one));
  print(session, [
    `The state is copied from ${earlier.name}\n  to ${name}:\n`,
    ...copies.map((copy) => `  ${copyText(copy)}\n`),
    ...(place.backend === "http" && others.length > 0
      ? [`The new place has no workspaces; these are not copied: ${others.join(", ")}.\n`]
      : []),
  ]);
  return session.given.isOn("force-copy") ? ok(true) : approved(session, "migrate");
}

/**
 * Copies one workspace after the other, each under both locks. When all are there the new place is recorded, and then the files are emptied:
 * until then the earlier place has everything.
 */
async function move(session: CliSession, target: Target, copies: readonly WorkspaceCopy[]): Promise<number> {
  const note = (text: string) => print(session, [`${text}\n`]);
  const done = await interruptible(session, { note, remedy: AGAIN }, async (signal) => {
    for (const copy of copies) {
      if (signal.aborted) return fail(diagnose("apply-interrupted", AGAIN));
      const copied = await copyLocked(session, copy);
      if (!copied.ok) return copied;
    }
    const chosen = await choose(session, target, copies);
    return chosen.ok ? record(session, target) : chosen;
  });
  if (!done.ok) return failed(session, done.diagnostics);
  const [kept, problems]: [string[], Diagnostic[]] = [[], []];
  for (const copy of copies.filter(({ isFile }) => isFile)) {
    const emptied = await empty(session, copy);
    if (emptied.ok) kept.push(`${copy.from.name}.backup`);
    problems.push(...emptied.diagnostics);
  }
  const rest = [
    ...(kept.length > 0 ? [` What was in files is in ${kept.join(", ")}.`] : []),
    ...(copies.some(({ isFile }) => !isFile) ? [" The earlier place still has it, and is not used any more."] : []),
  ];
  said(session, `The state is in ${target.name} now.${rest.join("")}`);
  return hasErrors(problems) ? failed(session, problems) : 0;
}

const AGAIN =
  "What was copied is complete, and the earlier place still has everything. Run the same command again to do the rest, or restore the earlier backend block.";

/** A selected workspace that the new place cannot have is left. */
async function choose(session: CliSession, { place, folder }: Target, copies: readonly WorkspaceCopy[]): Promise<Result<void>> {
  const isNamed = copies.some(({ workspace }) => workspace !== DEFAULT_WORKSPACE);
  if (place.backend !== "http" || !isNamed || session.env[VARIABLE]) return ok(undefined);
  return session.doors.files.write(choiceFile(session, folder), DEFAULT_WORKSPACE);
}

async function copyLocked(session: CliSession, copy: WorkspaceCopy): Promise<Result<void>> {
  let done: Result<void> = ok(undefined);
  const outer = await whileLocked(copy.from, "migrate", session, async (first) => {
    const inner = await whileLocked(copy.to, "migrate", session, async (second) => {
      for (const lock of [first, second]) lock.handOver();
      complain(session, [...first.warnings, ...second.warnings]);
      done = await copyOne(session, copy);
      return 0;
    });
    if (!inner.ok) done = inner;
    return 0;
  });
  return outer.ok ? done : outer;
}

/** Copies what was shown and approved, and reads it again. */
async function copyOne(session: CliSession, { workspace, from, to, ...shown }: WorkspaceCopy): Promise<Result<void>> {
  const [source, target] = [await loadState(from, session), await loadState(to, session)];
  if (!source.ok || !target.ok) return fail(...source.diagnostics, ...target.diagnostics);
  const isNewStill = hasNothing(shown.target) && hasNothing(target.value);
  const isShown = isNewStill || isSameState(shown.target, target.value);
  if (!isShown || !isSameState(shown.source, source.value)) return fail(changed(workspace));
  const unsaved = isCopied({ source: source.value, target: target.value }) ? [] : await saveState(to, source.value);
  if (unsaved.length > 0) return fail(...unsaved);
  const after = await loadState(to, session);
  if (!after.ok) return after;
  return isCopied({ source: source.value, target: after.value }) ? ok(undefined) : fail(changed(workspace));
}

/** An earlier file that keeps its objects would be planned from if its block came back. Its store keeps the text as a backup. */
async function empty(session: CliSession, { from, source }: WorkspaceCopy): Promise<Result<void>> {
  let done: Result<void> = ok(undefined);
  const locked = await whileLocked(from, "migrate", session, async () => {
    const now = await loadState(from, session);
    if (!now.ok) done = now;
    else if (!isSameState(source, now.value)) done = fail(changedSince(from.name));
    else {
      const unsaved = await saveState(from, { ...emptyState(source.lineage), serial: source.serial + 1 });
      if (unsaved.length > 0) done = fail(...unsaved);
    }
    return 0;
  });
  return locked.ok ? done : locked;
}

function changedSince(file: string): Diagnostic {
  const detail = `Another program changed ${file} after it was copied. It was not emptied, and the new place does not have the change. See what of it is missing there; "netweft state push" stores a file.`;
  return diagnose("state-changed", detail, { file });
}

function changed(workspace: string): Diagnostic {
  const detail = `The state of the workspace ${JSON.stringify(workspace)} was changed by another program meanwhile, in one of both places. The earlier place was not changed. Run the same command again.`;
  return diagnose("state-changed", detail);
}
