/** A state that is where an earlier `backend` block kept it: a plan over the new place would create everything again. */
import { basename } from "node:path";
import type { Configuration } from "../config/types";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import type { State } from "../engine/state";
import type { StatePlace } from "../ports/state-store";
import { callOf } from "./package-manager";
import { isSamePlace, placeOf } from "./places";
import { localPlace } from "./places/local";
import { readRecord, recordFile, writeRecord, type PlaceRecord } from "./place-record";
import type { CliSession } from "./session";
import type { LoadedStack } from "./stack";
import { loadState } from "./state";
import { DEFAULT_WORKSPACE, workspaceFolder } from "./workspaces";

/** The stored state of a stack; an error where none is stored yet, and another place has the state of earlier applies. */
export async function loadStackState(stack: LoadedStack, session: CliSession): Promise<Result<State>> {
  const state = await loadState(stack.store, session);
  if (!state.ok || state.value.instances.size > 0) return state;
  const now = placeOfBlock(session, stack.configuration.backend, stack.folder);
  const record = await readRecord(session, stack.folder);
  if (!now.ok || !record.ok) return fail(...now.diagnostics, ...record.diagnostics);
  if (record.value) return isSamePlace(record.value.place, now.value) ? state : fail(elsewhere(session, stack, record.value));
  if (state.value.serial > 0 || stack.place.backend === "local") return state;
  const left = await inFile(stack, session);
  if (!left.ok) return left;
  return left.value === undefined ? state : fail(left.value);
}

async function inFile(stack: LoadedStack, session: CliSession): Promise<Result<Diagnostic | undefined>> {
  for (const path of localFiles(stack.folder, stack.workspace)) {
    const local = await loadState(session.doors.store({ backend: "local", path }), session);
    if (!local.ok) return local;
    if (local.value.instances.size > 0) return ok(inFileStill(session, stack, path, local.value));
  }
  return ok(undefined);
}

/** The files that hold the state where no `backend` block names another place: of a folder, and of an app. */
export function localFiles(folder: string, workspace: string): readonly string[] {
  const local = localPlace(undefined, folder, workspace);
  return [...(local.ok ? [local.value.path] : []), `terraform.${basename(folder)}.tfstate`];
}

function inFileStill(session: CliSession, { store }: LoadedStack, path: string, { instances }: State): Diagnostic {
  const detail = `The configuration keeps its state in ${store.name}, where none is stored yet, but ${path} has ${instances.size} objects. A plan would create them again. ${remedy(session)}`;
  return diagnose("state-left-behind", detail, { file: path });
}

function elsewhere(session: CliSession, { store, folder }: LoadedStack, { name }: PlaceRecord): Diagnostic {
  const detail = `The last apply in this folder kept the state in ${name}. The configuration keeps it in ${store.name} now, where nothing is stored yet. A plan would create everything again. ${remedy(session)}`;
  return diagnose("state-left-behind", detail, { file: recordFile(session, folder) });
}

function remedy({ env, given }: CliSession): string {
  const stack = given.value("stack");
  const init = `${callOf(env)} init${stack === undefined ? "" : ` --stack ${stack}`}`;
  return `To move the state, run "${init} --migrate-state"; if it is not needed here, "${init} --reconfigure".`;
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
 * nothing is left that a later place would lack.
 */
export async function rememberPlace(session: CliSession, stack: LoadedStack, isEmpty: boolean): Promise<readonly Diagnostic[]> {
  const { folder } = stack;
  const { backend } = stack.configuration;
  const place = placeOfBlock(session, backend, folder);
  if (!place.ok) return place.diagnostics;
  const isUsual = place.value.backend === "local" && localFiles(folder, DEFAULT_WORKSPACE).includes(place.value.path);
  const isRecorded = (await session.doors.files.kind(recordFile(session, folder))) !== undefined;
  if (isUsual && backend?.config["workspace_dir"] === undefined && !isRecorded) return [];
  return (await writeRecord(session, folder, isEmpty ? undefined : recordOf(session, backend, folder, place.value))).diagnostics;
}
