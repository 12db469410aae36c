import { loadConfiguration } from "../config";
import type { Configuration, SourceFile } from "../config/types";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { informed, type ReadOutputs } from "../engine";
import { registry } from "../resources";
import type { StatePlace, StateStore } from "../ports/state-store";
import { nearest } from "../schema/nearest";
import { backendOf } from "./backend";
import type { CliSession } from "./session";
import { placeOf } from "./places";
import { outputsReader } from "./remote-states";
import { readSource } from "./source";
import { readVariables } from "./variables";
import { currentWorkspace } from "./workspaces";

/** A configuration, and where its state is. */
export interface LoadedStack {
  readonly configuration: Configuration;
  /** The folder in which Terraform would run. */
  readonly folder: string;
  readonly workspace: string;
  readonly place: StatePlace;
  readonly store: StateStore;
  /** Reads the outputs of other configurations. */
  readonly outputsOf: ReadOutputs;
  /** The backend that overrides the provider blocks. */
  readonly backend: string | undefined;
  /** Warnings from the app and from the language. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the configuration of the working directory, and the states of others that its provider blocks need. `run`: whether to run its app
 * first, unless `--skip-synth` is set. `more`: a file beside those that are there.
 */
export async function openStack(
  session: CliSession,
  run = !session.given.isOn("skip-synth"),
  more?: SourceFile,
): Promise<Result<LoadedStack>> {
  const stack = await declaredStack(session, run, more);
  if (!stack.ok) return stack;
  const { configuration, outputsOf, diagnostics } = stack.value;
  const known = await informed(configuration, registry, outputsOf);
  return known.ok ? ok({ ...stack.value, configuration: known.value }) : fail(...diagnostics, ...known.diagnostics);
}

/** The same without a look at any state. */
export async function declaredStack(
  session: CliSession,
  run = !session.given.isOn("skip-synth"),
  more?: SourceFile,
): Promise<Result<LoadedStack>> {
  const source = await readSource(session, run);
  const variables = await readVariables(session);
  if (!source.ok || !variables.ok) return fail(...source.diagnostics, ...variables.diagnostics);
  const { folder } = source.value;
  const files = [...source.value.files, ...(more === undefined ? [] : [more])];
  const workspace = await currentWorkspace(session, folder);
  if (!workspace.ok) return workspace;
  const inputs = { variables: variables.value, directory: folder, workspace: workspace.value, ...(more && { generated: more.name }) };
  const configuration = loadConfiguration(files, inputs, registry);
  if (!configuration.ok) return fail(...source.value.diagnostics, ...configuration.diagnostics);
  const place = placeOf({ backend: configuration.value.backend, folder, env: session.env }, workspace.value);
  if (!place.ok) return place;
  const diagnostics = [...source.value.diagnostics, ...configuration.diagnostics];
  const backend = knownBackend(session);
  if (!backend.ok) return backend;
  const found = { place: place.value, store: session.doors.store(place.value), outputsOf: outputsReader(session, folder) };
  return ok({ configuration: configuration.value, folder, workspace: workspace.value, ...found, backend: backend.value, diagnostics });
}

/** The backend that overrides the provider blocks. */
export function backendName({ given, env }: CliSession): string | undefined {
  return given.value("backend") ?? (env["NETWEFT_BACKEND"] || undefined);
}

/** The same, or an error that says where the unknown name came from. */
function knownBackend(session: CliSession): Result<string | undefined> {
  const name = backendName(session);
  const names = Object.keys(session.doors.drivers);
  if (name === undefined || names.includes(name)) return ok(name);
  const source = session.given.value("backend") === undefined ? "The environment variable NETWEFT_BACKEND" : "--backend";
  const meant = nearest(name, names);
  const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  const detail = `${source} is ${JSON.stringify(name)}. The backends are ${names.map((one) => `"${one}"`).join(" and ")}.${hint}`;
  return fail(diagnose("invalid-option-value", detail));
}

/** The state that `--state` names; undefined without the option. `mayBeNew`: whether a file that is missing is made. */
export async function namedState({ given, doors }: CliSession, mayBeNew = false): Promise<Result<StateStore | undefined>> {
  const file = given.value("state");
  if (file === undefined) return ok(undefined);
  if (mayBeNew || (await doors.files.kind(file)) !== undefined) return ok(doors.store({ backend: "local", path: file }));
  const detail = `The state ${JSON.stringify(file)} of --state does not exist. Without --state, the command uses the state of the configuration.`;
  return fail(diagnose("file-unreadable", detail, { file }));
}

/**
 * Where the state is, for commands that do not evaluate the configuration: from `--state`, or else from its last synthesis.
 * Values of variables are not needed.
 */
export async function openState(session: CliSession, mayBeNew = false): Promise<Result<StateStore>> {
  const given = await namedState(session, mayBeNew);
  if (!given.ok) return given;
  if (given.value) return ok(given.value);
  const source = await readSource(session, false);
  if (!source.ok) return source;
  const { files, folder } = source.value;
  const workspace = await currentWorkspace(session, folder);
  if (!workspace.ok) return workspace;
  const place = placeOf({ backend: backendOf(files), folder, env: session.env }, workspace.value);
  return place.ok ? ok(session.doors.store(place.value)) : place;
}
