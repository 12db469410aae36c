/** A state that is where an earlier `backend` block kept it: a plan over the new place would create everything again. */
import { basename, resolve } from "node:path";
import type { Configuration } from "../config/types";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import type { State } from "../engine/state";
import type { StatePlace } from "../ports/state-store";
import { commandText } from "./advice";
import { isSamePlace, placeFrom, placeOf } from "./places";
import { localPlace } from "./places/local";
import { readRecord, recordedPlace, recordFile, writeRecord, type PlaceRecord } from "./place-record";
import type { CliSession } from "./session";
import type { LoadedStack } from "./stack";
import { hasNothing, loadState } from "./state";
import { DEFAULT_WORKSPACE, workspaceFolder, workspaceNames } from "./workspaces";

/** The stored state of a stack; an error where none is stored yet, and another place has the state of earlier applies. */
export async function loadStackState(stack: LoadedStack, session: CliSession): Promise<Result<State>> {
  const { folder, workspace, place, store } = stack;
  const state = await loadState(store, session);
  if (!state.ok || !hasNothing(state.value)) return state;
  const record = await readRecord(session, folder);
  if (!record.ok) return record;
  if (record.value) {
    const isThere = isSamePlace(recordedPlace(record.value, folder, workspace), place, session.doors.cwd());
    return isThere ? state : fail(elsewhere(session, stack, record.value));
  }
  // With a serial it was used before: what the file beside it has is not the newer one.
  if (state.value.serial > 0 || isUsual(session, place, folder, workspace)) return state;
  const left = await usualState(session, folder, workspace);
  if (!left.ok) return left;
  return left.value === undefined ? state : fail(inFileStill(session, stack, left.value));
}

/** A state in one of the files that need no `backend` block. */
export interface UsualState {
  readonly path: string;
  readonly state: State;
}

/** The first of the files that need no `backend` block that has something. */
export async function usualState(session: CliSession, folder: string, workspace: string): Promise<Result<UsualState | undefined>> {
  for (const path of localFiles(folder, workspace)) {
    const state = await loadState(session.doors.store({ backend: "local", path }), session);
    if (!state.ok) return state;
    if (!hasNothing(state.value)) return ok({ path, state: state.value });
  }
  return ok(undefined);
}

/** The files that hold the state where no `backend` block names another place: of a folder, and of an app. */
export function localFiles(folder: string, workspace: string): readonly string[] {
  const local = localPlace(undefined, folder, workspace);
  return [...(local.ok ? [local.value.path] : []), ...(workspace === DEFAULT_WORKSPACE ? [`terraform.${basename(folder)}.tfstate`] : [])];
}

/** Where a workspace may have been before: the place on record, or without a record the usual files. */
export async function earlierPlaces(session: CliSession, folder: string, workspace: string): Promise<Result<readonly StatePlace[]>> {
  const record = await readRecord(session, folder);
  if (!record.ok) return record;
  if (record.value) {
    const place = placeFrom(record.value.place, session.env);
    return place.ok ? ok([recordedPlace({ ...record.value, place: place.value }, folder, workspace)]) : place;
  }
  return ok(localFiles(folder, workspace).map((path) => ({ backend: "local", path })));
}

/** Whether a place is one of these files; an app writes their absolute paths. */
function isUsual({ doors }: CliSession, place: StatePlace, folder: string, workspace: string): boolean {
  const absolute = (path: string) => resolve(doors.cwd(), path);
  return place.backend === "local" && localFiles(folder, workspace).map(absolute).includes(absolute(place.path));
}

function inFileStill(session: CliSession, { store }: LoadedStack, { path, state }: UsualState): Diagnostic {
  const detail = `The configuration keeps its state in ${store.name}, where none is stored yet, but ${path} has ${state.instances.size} objects. A plan would create them again. ${remedy(session)}`;
  return diagnose("state-left-behind", detail, { file: path });
}

function elsewhere(session: CliSession, { store, folder }: LoadedStack, { name }: PlaceRecord): Diagnostic {
  const detail = `The last apply in this folder kept the state in ${name}. The configuration keeps it in ${store.name} now, where nothing is stored yet. A plan would create everything again. ${remedy(session)}`;
  return diagnose("state-left-behind", detail, { file: recordFile(session, folder) });
}

function remedy(session: CliSession): string {
  const init = (option: string) => commandText(session, "init", [option]);
  return `To move the state, run "${init("--migrate-state")}"; if it is not needed here, "${init("--reconfigure")}".`;
}

/** Where a `backend` block keeps the state of the default workspace. */
export function placeOfBlock({ env }: CliSession, backend: Configuration["backend"], folder: string): Result<StatePlace> {
  return placeOf({ backend, folder, env }, DEFAULT_WORKSPACE);
}

/** The record for the place of a `backend` block. */
export function recordOf(session: CliSession, backend: Configuration["backend"], folder: string, place: StatePlace): PlaceRecord {
  const { name } = session.doors.store(place);
  return { place, name, ...(place.backend === "local" && { directory: workspaceFolder(backend?.config, folder) }) };
}

/**
 * Records after an apply where the state is. A state in the usual file needs no record, unless it was elsewhere. `isEmpty`: whether
 * nothing is left of this workspace that a later place would lack.
 */
export async function rememberPlace(session: CliSession, stack: LoadedStack, isEmpty: boolean): Promise<readonly Diagnostic[]> {
  const { folder } = stack;
  const { backend } = stack.configuration;
  const place = placeOfBlock(session, backend, folder);
  if (!place.ok) return place.diagnostics;
  const isRecorded = (await session.doors.files.kind(recordFile(session, folder))) !== undefined;
  const needsNone = isUsual(session, place.value, folder, DEFAULT_WORKSPACE) && backend?.config["workspace_dir"] === undefined;
  if (needsNone && !isRecorded) return [];
  const isLast = isEmpty && !(await haveOthers(session, stack));
  return (await writeRecord(session, folder, isLast ? undefined : recordOf(session, backend, folder, place.value))).diagnostics;
}

/** Whether other workspaces of the place have something, or cannot be read. */
async function haveOthers(session: CliSession, { configuration, folder, workspace, place }: LoadedStack): Promise<boolean> {
  const { backend } = configuration;
  const names = await workspaceNames(session, place, workspaceFolder(backend?.config, folder));
  if (!names.ok) return true;
  for (const name of names.value.filter((other) => other !== workspace)) {
    const its = placeOf({ backend, folder, env: session.env }, name);
    const state = its.ok ? await loadState(session.doors.store(its.value), session) : its;
    if (!state.ok || !hasNothing(state.value)) return true;
  }
  return false;
}
