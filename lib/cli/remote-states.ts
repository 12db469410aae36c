/** The states of other configurations, which data sources read: in the places that a `backend` block may name. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import type { ReadOutputs } from "../engine";
import { readStored } from "../engine/state";
import type { StatePlace } from "../ports/state-store";
import type { StateQuestion } from "../resources";
import { placeOf } from "./places";
import type { CliSession } from "./session";
import { invalidName, isWorkspaceName } from "./workspaces";

/** Checks questions without reading a state: their outputs stay unknown. `folder`: the base of relative paths. */
export function questionChecker({ env }: CliSession, folder: string): ReadOutputs {
  return async (question) => {
    const place = placeFor(question, folder, env);
    return place.ok ? ok(undefined) : place;
  };
}

/** Reads each state once. Nothing is locked, and nothing is written. */
export function outputsReader({ doors, env }: CliSession, folder: string): ReadOutputs {
  const read = new Map<string, ReturnType<ReadOutputs>>();
  const outputs = async (question: StateQuestion): ReturnType<ReadOutputs> => {
    const place = placeFor(question, folder, env);
    if (!place.ok) return place;
    const store = doors.store(place.value);
    const state = await readStored(store);
    if (!state.ok) return state;
    return state.value ? ok(state.value.outputs) : fail(missing(question, store.name));
  };
  return (question) => {
    const key = JSON.stringify(question);
    const known = read.get(key) ?? outputs(question);
    read.set(key, known);
    return known;
  };
}

function placeFor({ backend, config, workspace }: StateQuestion, folder: string, env: CliSession["env"]): Result<StatePlace> {
  if (!isWorkspaceName(workspace)) return fail({ ...invalidName(workspace), at: { path: ["workspace"] } });
  const place = placeOf({ backend: { type: backend, config }, folder, env }, workspace);
  return place.ok ? place : fail(...place.diagnostics.map(inDataSource));
}

/** What is said of a `backend` block, at the attribute of the data source. */
function inDataSource(diagnostic: Diagnostic): Diagnostic {
  const argument = diagnostic.at?.path?.slice(3) ?? [];
  return { ...diagnostic, at: { ...diagnostic.at, path: argument.length > 0 ? ["config", ...argument] : ["backend"] } };
}

function missing({ workspace, config }: StateQuestion, name: string): Diagnostic {
  const detail = `There is no state of the workspace ${JSON.stringify(workspace)} in ${name}. Correct \`config\` or \`workspace\`, or apply the configuration whose state it is first.`;
  return diagnose("remote-state-missing", detail, { path: Object.keys(config).length > 0 ? ["config"] : ["backend"] });
}
