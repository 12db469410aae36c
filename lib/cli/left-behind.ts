/** A state that is where an earlier `backend` block kept it: a plan over the new place would create everything again. */
import { basename, dirname, join } from "node:path";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import type { State } from "../engine/state";
import type { StatePlace } from "../ports/state-store";
import { objectOf } from "./app";
import { placeOf, publicPlace } from "./places";
import { localPlace } from "./places/local";
import type { CliSession } from "./session";
import type { LoadedStack } from "./stack";
import { loadState } from "./state";
import { choiceFile, DEFAULT_WORKSPACE } from "./workspaces";

/** The stored state of a stack; an error where none is stored yet, and another place has the state of earlier applies. */
export async function loadStackState(stack: LoadedStack, session: CliSession): Promise<Result<State>> {
  const state = await loadState(stack.store, session);
  if (!state.ok || !isNew(state.value)) return state;
  const left = stack.place.backend === "local" ? ok(undefined) : await inFile(stack, session);
  const before = left.ok && left.value === undefined ? await elsewhere(stack, session) : left;
  if (!before.ok) return before;
  return before.value === undefined ? state : fail(before.value);
}

function isNew({ serial, instances }: State): boolean {
  return serial === 0 && instances.size === 0;
}

async function inFile(stack: LoadedStack, session: CliSession): Promise<Result<Diagnostic | undefined>> {
  for (const path of localFiles(stack)) {
    const local = await loadState(session.doors.store({ backend: "local", path }), session);
    if (!local.ok) return local;
    if (local.value.instances.size > 0) return ok(inFileStill(stack.store.name, path, local.value));
  }
  return ok(undefined);
}

/** The files that hold the state where no `backend` block names another place: of a folder, and of an app. */
function localFiles({ folder, workspace }: LoadedStack): readonly string[] {
  const local = localPlace(undefined, folder, workspace);
  return [...(local.ok ? [local.value.path] : []), `terraform.${basename(folder)}.tfstate`];
}

function inFileStill(name: string, path: string, { instances }: State): Diagnostic {
  const detail = `The configuration keeps its state in ${name}, where none is stored yet, but ${path} has ${instances.size} objects. A plan would create them again. To move that state, run \`netweft state push ${path}\`, and then move the file away. If it belongs to something else, move it away.`;
  return diagnose("state-left-behind", detail, { file: path });
}

/** Beside the choice of a workspace. */
const RECORD = "netweft-backend.json";

function recordFile(session: CliSession, { folder }: LoadedStack): string {
  return join(dirname(choiceFile(session, folder)), RECORD);
}

/** Where the `backend` block keeps the state of the default workspace. */
function placeOfBlock({ env }: CliSession, { configuration, folder }: LoadedStack): Result<StatePlace> {
  return placeOf({ backend: configuration.backend, folder, env }, DEFAULT_WORKSPACE);
}

/**
 * Records after an apply where the state is, without secrets. A state in a file needs no record, unless it was elsewhere. `isEmpty`:
 * whether nothing is left that a later place would lack.
 */
export async function rememberPlace(session: CliSession, stack: LoadedStack, isEmpty: boolean): Promise<readonly Diagnostic[]> {
  const file = recordFile(session, stack);
  const place = placeOfBlock(session, stack);
  if (!place.ok) return place.diagnostics;
  if (place.value.backend === "local" && (await session.doors.files.kind(file)) === undefined) return [];
  const text = isEmpty ? "{}" : JSON.stringify({ place: publicPlace(place.value), name: stack.store.name });
  return (await session.doors.files.write(file, `${text}\n`, { secret: true })).diagnostics;
}

async function elsewhere(stack: LoadedStack, session: CliSession): Promise<Result<Diagnostic | undefined>> {
  const file = recordFile(session, stack);
  if ((await session.doors.files.kind(file)) !== "file") return ok(undefined);
  const text = await session.doors.files.read(file);
  const now = placeOfBlock(session, stack);
  if (!text.ok || !now.ok) return fail(...text.diagnostics, ...now.diagnostics);
  const record = objectOf(text.value);
  if (record === undefined) return fail(diagnose("invalid-json", DAMAGED, { file }));
  const { place, name } = record;
  if (place === undefined || JSON.stringify(place) === JSON.stringify(publicPlace(now.value))) return ok(undefined);
  const detail = `The last apply in this folder kept the state in ${String(name)}. The configuration keeps it in ${stack.store.name} now, where none is stored yet. A plan would create everything again. To move the state, restore the earlier \`backend\` block, run \`netweft state pull > moved.tfstate\`, and with the new block \`netweft state push moved.tfstate\`. If the earlier state is not needed, delete ${file}.`;
  return ok(diagnose("state-left-behind", detail, { file }));
}

const DAMAGED =
  "The record of where the last apply in this folder kept the state is not a JSON object. Check that the `backend` block names the place with the state, and delete the file.";
