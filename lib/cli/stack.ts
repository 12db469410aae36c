import { loadConfiguration } from "../config";
import type { Configuration } from "../config/types";
import { fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { registry } from "../resources";
import type { StateStore } from "../ports/state-store";
import { backendOf } from "./backend";
import type { CliSession } from "./session";
import { readSource } from "./source";
import { statePath } from "./state";
import { readVariables } from "./variables";

/** A configuration, and where its state is. */
export interface LoadedStack {
  readonly configuration: Configuration;
  readonly store: StateStore;
  /** The backend that overrides the provider blocks. */
  readonly backend: string | undefined;
  /** Warnings from the app and from the language. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the configuration of the working directory. `run`: whether to run its app first, unless `--skip-synth` is set. */
export async function openStack(session: CliSession, run = !session.given.isOn("skip-synth")): Promise<Result<LoadedStack>> {
  const source = await readSource(session, run);
  const variables = await readVariables(session);
  if (!source.ok || !variables.ok) return fail(...source.diagnostics, ...variables.diagnostics);
  const { files, folder } = source.value;
  const configuration = loadConfiguration(files, { variables: variables.value, directory: folder }, registry);
  if (!configuration.ok) return fail(...source.value.diagnostics, ...configuration.diagnostics);
  const path = statePath(configuration.value.backend, folder);
  if (!path.ok) return path;
  const diagnostics = [...source.value.diagnostics, ...configuration.diagnostics];
  return ok({ configuration: configuration.value, store: session.doors.store(path.value), backend: backendName(session), diagnostics });
}

/** The backend that overrides the provider blocks. */
export function backendName({ given, env }: CliSession): string | undefined {
  return given.value("backend") ?? (env["NETWEFT_BACKEND"] || undefined);
}

/**
 * Where the state is, for commands that only read it: from `--state`, or else from the last synthesis of the configuration.
 * Values of variables are not needed.
 */
export async function openState(session: CliSession): Promise<Result<StateStore>> {
  const given = session.given.value("state");
  if (given !== undefined) return ok(session.doors.store(given));
  const source = await readSource(session, false);
  if (!source.ok) return source;
  const path = statePath(backendOf(source.value.files), source.value.folder);
  return path.ok ? ok(session.doors.store(path.value)) : path;
}
