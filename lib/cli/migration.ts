/** What a change of the place of a state comes to: which workspaces are copied, and over what. */
import { join } from "node:path";
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import type { State } from "../engine/state";
import type { StatePlace, StateStore } from "../ports/state-store";
import { harmless } from "../report/look";
import { localFiles } from "./left-behind";
import { placeFrom } from "./places";
import type { PlaceRecord } from "./place-record";
import type { CliSession } from "./session";
import { loadState } from "./state";
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
  if (record === undefined) return usualFile(session, folder);
  const place = placeFrom(record.place, session.env);
  return place.ok ? withWorkspaces(session, { ...record, place: place.value }, workspaceFolder(undefined, folder)) : place;
}

async function usualFile(session: CliSession, folder: string): Promise<Result<EarlierPlace | undefined>> {
  const directory = workspaceFolder(undefined, folder);
  const names = await workspaceNames(session, { backend: "local", path: "" }, directory);
  if (!names.ok) return names;
  const there: string[] = [];
  for (const path of localFiles(folder, DEFAULT_WORKSPACE)) if ((await session.doors.files.kind(path)) === "file") there.push(path);
  const [path = localFiles(folder, DEFAULT_WORKSPACE)[0]!] = there;
  if (there.length === 0 && names.value.length < 2) return ok(undefined);
  return withWorkspaces(session, { place: { backend: "local", path }, name: path }, directory);
}

async function withWorkspaces(
  session: CliSession,
  { place, name, directory: recorded }: PlaceRecord,
  usual: string,
): Promise<Result<EarlierPlace>> {
  const directory = recorded ?? usual;
  const names = await workspaceNames(session, place, directory);
  if (!names.ok) return names;
  const at = (workspace: string): StatePlace => {
    if (place.backend === "pg") return { ...place, workspace };
    return place.backend === "http" || workspace === DEFAULT_WORKSPACE
      ? place
      : { backend: "local", path: join(directory, workspace, "terraform.tfstate") };
  };
  return ok({ name, workspaces: names.value, at });
}

/** The workspaces with a state that is to be copied. What is in the new place already is none. */
export async function copiesOf(
  session: CliSession,
  earlier: EarlierPlace,
  workspaces: readonly (readonly [workspace: string, to: StatePlace])[],
): Promise<Result<readonly WorkspaceCopy[]>> {
  const [copies, problems]: [WorkspaceCopy[], Diagnostic[]] = [[], []];
  for (const [workspace, place] of workspaces) {
    const at = earlier.at(workspace);
    const [from, to] = [session.doors.store(at), session.doors.store(place)];
    const [source, target] = [await loadState(from, session), await loadState(to, session)];
    problems.push(...source.diagnostics, ...target.diagnostics);
    if (source.ok && target.ok)
      copies.push({ workspace, from, to, isFile: at.backend === "local", source: source.value, target: target.value });
  }
  return hasErrors(problems) ? fail(...problems) : ok(copies);
}

/** Whether a state has nothing that could be lost. */
export function hasNothing({ instances, outputs }: State): boolean {
  return instances.size === 0 && outputs.size === 0;
}

/** Whether both are the same version of one state. */
export function isCopied({ source, target }: Pick<WorkspaceCopy, "source" | "target">): boolean {
  return source.lineage === target.lineage && source.serial === target.serial && source.instances.size === target.instances.size;
}

/** What is done with a workspace, in a line. */
export function copyText(copy: WorkspaceCopy): string {
  const { workspace, source, target } = copy;
  const what = `${harmless(workspace)}: ${objects(source)}, serial ${source.serial}`;
  if (isCopied(copy)) return `${what}, is there already`;
  if (hasNothing(target)) return what;
  const other = `${objects(target)}, serial ${target.serial}`;
  if (source.lineage !== target.lineage) return `${what}, OVERWRITES A STATE OF ANOTHER LINEAGE there: ${other}`;
  return source.serial > target.serial
    ? `${what}, overwrites an earlier version there: ${other}`
    : `${what}, OVERWRITES A NEWER VERSION there: ${other}`;
}

function objects({ instances }: State): string {
  return `${instances.size} ${instances.size === 1 ? "object" : "objects"}`;
}

/** The error where a place that is on record stores nothing any more. */
export function nothingThere(name: string): Diagnostic {
  const detail = `The last apply in this folder kept the state in ${name}, and nothing is stored there now. Nothing was changed. The record has no passwords and no queries of addresses: set them in the environment. If the earlier state is not needed, run the command with --reconfigure.`;
  return diagnose("state-left-behind", detail);
}
