import { loadConfiguration } from "../config";
import type { Configuration } from "../config/types";
import { fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { dataSources, resources } from "../resources";
import type { StateStore } from "../io";
import { backendOf } from "./backend";
import type { Session } from "./session";
import { readSource } from "./source";
import { statePath } from "./state";
import { readVariables } from "./variables";

/** A configuration that was read, and where its state is. */
export interface Stack {
  readonly configuration: Configuration;
  readonly store: StateStore;
  /** The backend that is meant instead of what the provider blocks say. */
  readonly backend: string | undefined;
  /** Warnings of the app's and the language's. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the configuration of the working directory. `run`: whether its app is run first; `--skip-synth` says no. */
export async function openStack(session: Session, run = !session.given.isOn("skip-synth")): Promise<Result<Stack>> {
  const source = await readSource(session, run);
  const variables = await readVariables(session);
  if (!source.ok || !variables.ok) return fail(...source.diagnostics, ...variables.diagnostics);
  const { files, folder } = source.value;
  const configuration = loadConfiguration(files, { variables: variables.value, directory: folder }, { resources, data: dataSources });
  if (!configuration.ok) return fail(...source.value.diagnostics, ...configuration.diagnostics);
  const path = statePath(configuration.value.backend, folder);
  if (!path.ok) return path;
  const diagnostics = [...source.value.diagnostics, ...configuration.diagnostics];
  return ok({ configuration: configuration.value, store: session.doors.store(path.value), backend: backendName(session), diagnostics });
}

/** The backend that is meant instead of what provider blocks say. */
export function backendName({ given, env }: Session): string | undefined {
  return given.value("backend") ?? (env["NETWEFT_BACKEND"] || undefined);
}

/**
 * Where the state is, for commands that only read it: what `--state` says, or else the configuration as it was
 * synthesized last. Values of variables are not needed.
 */
export async function openState(session: Session): Promise<Result<StateStore>> {
  const given = session.given.value("state");
  if (given !== undefined) return ok(session.doors.store(given));
  const source = await readSource(session, false);
  if (!source.ok) return source;
  const path = statePath(backendOf(source.value.files), source.value.folder);
  return path.ok ? ok(session.doors.store(path.value)) : path;
}
