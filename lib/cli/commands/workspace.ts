import { join } from "node:path";
import type { Configuration } from "../../config/types";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../diagnostic";
import type { StatePlace } from "../../ports/state-store";
import { nearest } from "../../schema/nearest";
import { harmless } from "../../report/look";
import { backendOf } from "../backend";
import { complain, failed, print, type CliSession } from "../session";
import { readSource } from "../source";
import { placeOf } from "../places";
import { withoutWorkspaces } from "../places/http";
import { loadState, saveState, whileLocked } from "../state";
import {
  choiceFile,
  currentWorkspace,
  DEFAULT_WORKSPACE,
  invalidName,
  isWorkspaceName,
  VARIABLE,
  workspaceFolder,
  workspaceNames,
} from "../workspaces";

/** The workspaces of a configuration. */
interface Workspaces {
  /** Where Terraform would run. */
  readonly folder: string;
  readonly backend: Configuration["backend"];
  /** The folder with their states. */
  readonly directory: string;
  readonly names: readonly string[];
  readonly current: string;
}

/** `netweft workspace list`. */
export async function workspaceList(session: CliSession): Promise<number> {
  const found = await open(session);
  if (!found.ok) return failed(session, found.diagnostics);
  const { names, current } = found.value;
  print(
    session,
    names.map((name) => `${name === current ? "*" : " "} ${harmless(name)}\n`),
  );
  if (session.env[VARIABLE]) print(session, [`\nThe current workspace is set by ${VARIABLE} in the environment.\n`]);
  return 0;
}

/** `netweft workspace show`. */
export async function workspaceShow(session: CliSession): Promise<number> {
  const found = await open(session);
  if (!found.ok) return failed(session, found.diagnostics);
  print(session, [`${harmless(found.value.current)}\n`]);
  return 0;
}

/** `netweft workspace select NAME`. */
export async function workspaceSelect(session: CliSession): Promise<number> {
  const name = session.given.args[0]!;
  const found = await openFor(session, name);
  if (!found.ok) return failed(session, found.diagnostics);
  if (session.env[VARIABLE]) return failed(session, [overridden()]);
  const { names, current } = found.value;
  if (!names.includes(name))
    return session.given.isOn("or-create") ? make(session, found.value, name) : failed(session, [missing(name, names)]);
  if (name === current) return 0;
  return enter(session, found.value, name, `Switched to workspace ${JSON.stringify(name)}.\n`);
}

/** `netweft workspace new NAME`. */
export async function workspaceNew(session: CliSession): Promise<number> {
  const name = session.given.args[0]!;
  const found = await openFor(session, name);
  if (!found.ok) return failed(session, found.diagnostics);
  if (session.env[VARIABLE] && session.env[VARIABLE] !== name) return failed(session, [overridden()]);
  const detail = `There is a workspace ${JSON.stringify(name)} already. "netweft workspace select ${name}" changes to it.`;
  if (found.value.names.includes(name)) return failed(session, [diagnose("workspace-exists", detail)]);
  return make(session, found.value, name);
}

/** `netweft workspace delete NAME`. */
export async function workspaceDelete(session: CliSession): Promise<number> {
  const name = session.given.args[0]!;
  const found = await openFor(session, name);
  if (!found.ok) return failed(session, found.diagnostics);
  const { names, current, backend, folder } = found.value;
  if (!names.includes(name)) return failed(session, [missing(name, names)]);
  if (name === current || name === DEFAULT_WORKSPACE) return failed(session, [inUse(name, current)]);
  const place = placeOf({ backend, folder, env: session.env }, name);
  if (!place.ok) return failed(session, place.diagnostics);
  const store = session.doors.store(place.value);
  const ended = await whileLocked(store, "workspace delete", session, async (lock) => {
    complain(session, lock.warnings);
    const state = await loadState(store, session);
    if (!state.ok) return failed(session, state.diagnostics);
    const left = [...state.value.instances.values()].filter(({ mode }) => mode === "managed").map(({ address }) => address);
    if (left.length > 0 && !session.given.isOn("force")) return failed(session, [notEmpty(name, left)]);
    const removed = await remove(session, found.value, place.value, name);
    if (!removed.ok) return failed(session, removed.diagnostics);
    print(session, [`Deleted workspace ${JSON.stringify(name)}.\n`]);
    if (left.length > 0) print(session, [`Its state had ${left.length} resources. Their objects are still on their hosts.\n`]);
    return 0;
  });
  return ended.ok ? ended.value : failed(session, ended.diagnostics);
}

async function open(session: CliSession): Promise<Result<Workspaces>> {
  const source = await readSource(session, false);
  if (!source.ok) return source;
  const { folder, files } = source.value;
  const backend = backendOf(files);
  const place = placeOf({ backend, folder, env: session.env }, DEFAULT_WORKSPACE);
  if (!place.ok) return place;
  if (place.value.backend === "http") return fail(withoutWorkspaces());
  const directory = workspaceFolder(backend?.config, folder);
  const names = await workspaceNames(session, place.value, directory);
  const current = await currentWorkspace(session, folder);
  if (!names.ok || !current.ok) return fail(...names.diagnostics, ...current.diagnostics);
  return ok({ folder, backend, directory, names: names.value, current: current.value });
}

function openFor(session: CliSession, name: string): Promise<Result<Workspaces>> {
  return isWorkspaceName(name) ? open(session) : Promise.resolve(fail(invalidName(name)));
}

async function make(session: CliSession, found: Workspaces, name: string): Promise<number> {
  const made = await create(session, found, name);
  if (!made.ok) return failed(session, made.diagnostics);
  const said = `Created and switched to workspace ${JSON.stringify(name)}.\n\nIt has a state of its own, which is empty: a plan of this configuration does not see what other workspaces have.\n`;
  return enter(session, found, name, said);
}

/** In PostgreSQL a workspace is a row, with an empty state. */
async function create(session: CliSession, { backend, folder, directory }: Workspaces, name: string): Promise<Result<void>> {
  const place = placeOf({ backend, folder, env: session.env }, name);
  if (!place.ok) return place;
  if (place.value.backend === "local") return session.doors.files.makeFolder(join(directory, name));
  const store = session.doors.store(place.value);
  const state = await loadState(store, session);
  const unsaved = state.ok ? await saveState(store, state.value) : state.diagnostics;
  return unsaved.length > 0 ? fail(...unsaved) : ok(undefined);
}

function remove(session: CliSession, { directory }: Workspaces, place: StatePlace, name: string): Promise<Result<void>> {
  return place.backend === "pg" ? session.doors.workspaces(place).remove(name) : session.doors.files.removeFolder(join(directory, name));
}

async function enter(session: CliSession, { folder }: Workspaces, name: string, said: string): Promise<number> {
  const written = await session.doors.files.write(choiceFile(session, folder), name);
  if (!written.ok) return failed(session, written.diagnostics);
  print(session, [said]);
  return 0;
}

function missing(name: string, names: readonly string[]): Diagnostic {
  const meant = nearest(name, names);
  const hint = meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`;
  const detail = `There is no workspace ${JSON.stringify(name)}.${hint} "netweft workspace new ${name}" makes it, and so does "select --or-create".`;
  return diagnose("no-such-workspace", detail);
}

function overridden(): Diagnostic {
  const detail = `The workspace is set by ${VARIABLE} in the environment, so no other one can be selected. Change the variable, or unset it and run this again.`;
  return diagnose("workspace-overridden", detail);
}

function inUse(name: string, current: string): Diagnostic {
  const why = name === current ? "is the current workspace. Select another one first" : "always exists. Destroy what is in it instead";
  return diagnose("workspace-in-use", `${JSON.stringify(name)} ${why}.`);
}

function notEmpty(name: string, left: readonly string[]): Diagnostic {
  const shown = left.length > MOST ? `${left.slice(0, MOST).join(", ")} and ${left.length - MOST} more` : left.join(", ");
  const detail = `The state of workspace ${JSON.stringify(name)} has ${shown}. Without the state nothing would know of their objects. Destroy them first, or give --force to leave them on their hosts.`;
  return diagnose("workspace-not-empty", detail);
}

const MOST = 5;
