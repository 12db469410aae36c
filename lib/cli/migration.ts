/** What a change of the place of a state comes to: which workspaces are copied, and over what. */
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import type { State } from "../engine/state";
import type { StatePlace, StateStore } from "../ports/state-store";
import { harmless } from "../report/look";
import { localFiles, usualState } from "./left-behind";
import { isSamePlace, placeFrom } from "./places";
import { recordedPlace, type PlaceRecord } from "./place-record";
import type { CliSession } from "./session";
import { hasNothing, isSameState, loadState } from "./state";
import { DEFAULT_WORKSPACE, workspaceFolder, workspaceNames } from "./workspaces";

/** An earlier place, with its workspaces. */
export interface EarlierPlace {
  readonly name: string;
  readonly workspaces: readonly string[];
  at(workspace: string): StatePlace;
}

/** The state of a workspace in both places. */
export interface WorkspaceCopy {
  readonly workspace: string;
  readonly from: StateStore;
  readonly to: StateStore;
  /** Whether the source is a file of this machine. */
  readonly isFile: boolean;
  readonly source: State;
  readonly target: State;
}

/** The place of the record; without one, the usual file if it has a state. */
export async function earlierPlace(
  session: CliSession,
  folder: string,
  record: PlaceRecord | undefined,
): Promise<Result<EarlierPlace | undefined>> {
  if (record === undefined) return usualPlace(session, folder);
  const place = placeFrom(record.place, session.env);
  return place.ok ? withWorkspaces(session, { ...record, place: place.value }, folder) : place;
}

async function usualPlace(session: CliSession, folder: string): Promise<Result<EarlierPlace | undefined>> {
  const found = await usualState(session, folder, DEFAULT_WORKSPACE);
  if (!found.ok) return found;
  const path = found.value?.path ?? localFiles(folder, DEFAULT_WORKSPACE)[0]!;
  const earlier = await withWorkspaces(session, { place: { backend: "local", path }, name: path }, folder);
  return earlier.ok && found.value === undefined && earlier.value.workspaces.length < 2 ? ok(undefined) : earlier;
}

async function withWorkspaces(session: CliSession, record: PlaceRecord, folder: string): Promise<Result<EarlierPlace>> {
  const names = await workspaceNames(session, record.place, record.directory ?? workspaceFolder(undefined, folder));
  if (!names.ok) return names;
  return ok({ name: record.name, workspaces: names.value, at: (workspace) => recordedPlace(record, folder, workspace) });
}

/** The workspaces whose place is another one now, with the states of both places. */
export async function copiesOf(
  session: CliSession,
  earlier: EarlierPlace,
  workspaces: readonly (readonly [workspace: string, to: StatePlace])[],
): Promise<Result<readonly WorkspaceCopy[]>> {
  const [copies, problems]: [WorkspaceCopy[], Diagnostic[]] = [[], []];
  for (const [workspace, place] of workspaces) {
    const at = earlier.at(workspace);
    if (await isOnePlace(session, at, place)) continue;
    for (const other of earlier.workspaces)
      if (other !== workspace && (await isOnePlace(session, earlier.at(other), place))) problems.push(occupied(workspace, other, place));
    const [from, to] = [session.doors.store(at), session.doors.store(place)];
    const [source, target] = [await loadState(from, session), await loadState(to, session)];
    problems.push(...source.diagnostics, ...target.diagnostics);
    if (source.ok && target.ok)
      copies.push({ workspace, from, to, isFile: at.backend === "local", source: source.value, target: target.value });
  }
  return hasErrors(problems) ? fail(...problems) : ok(copies);
}

/** Whether both are the same place, also by links. */
async function isOnePlace({ doors }: CliSession, one: StatePlace, other: StatePlace): Promise<boolean> {
  if (isSamePlace(one, other, doors.cwd())) return true;
  if (one.backend !== "local" || other.backend !== "local") return false;
  const [first, second] = [await doors.files.stamp(one.path), await doors.files.stamp(other.path)];
  return first !== undefined && first === second;
}

/** Overwriting it would lose what is not copied yet. */
function occupied(workspace: string, other: string, place: StatePlace): Diagnostic {
  const where = place.backend === "local" ? place.path : place.backend;
  const detail = `The new place of the workspace ${JSON.stringify(workspace)}, ${where}, is where the workspace ${JSON.stringify(other)} has its state. Nothing was changed. Name another place in the backend block.`;
  return diagnose("unsupported-backend", detail);
}

/** Whether the new place has the state already. */
export function isCopied({ source, target }: Pick<WorkspaceCopy, "source" | "target">): boolean {
  return isSameState(source, target);
}

/** What is done with a workspace, in a line. */
export function copyText(copy: WorkspaceCopy): string {
  const { workspace, source, target } = copy;
  const what = `${harmless(workspace)}: ${objects(source)}, serial ${source.serial}`;
  if (isCopied(copy)) return `${what}, is there already`;
  if (hasNothing(target)) return what;
  const other = `${objects(target)}, serial ${target.serial}`;
  if (source.lineage !== target.lineage) return `${what}, OVERWRITES A STATE OF ANOTHER LINEAGE there: ${other}`;
  if (source.serial > target.serial) return `${what}, overwrites an earlier version there: ${other}`;
  return `${what}, OVERWRITES ${source.serial < target.serial ? "A NEWER VERSION" : "ANOTHER STATE OF THIS SERIAL"} there: ${other}`;
}

function objects({ instances }: State): string {
  return `${instances.size} ${instances.size === 1 ? "object" : "objects"}`;
}

/** The error where a place that is on record stores nothing any more. */
export function nothingThere(name: string): Diagnostic {
  const detail = `The last apply in this folder kept the state in ${name}, and nothing is stored there now. Nothing was changed. The record has no passwords and no queries of addresses: set them in the environment. If the earlier state is not needed, run the command with --reconfigure.`;
  return diagnose("state-left-behind", detail);
}
