/** What becomes of the state after an apply where it cannot be stored: the hosts are changed, and it is the record of that. */
import { join } from "node:path";
import { diagnose, type Diagnostic, type Result } from "../diagnostic";
import { encodeState, type State } from "../engine/state";
import type { StatePlace, StateStore } from "../ports/state-store";
import { registry } from "../resources";
import { commandText } from "./advice";
import { stackIn } from "./saved";
import type { CliSession } from "./session";
import { saveState } from "./state";
import { DEFAULT_WORKSPACE, VARIABLE } from "./workspaces";

/** A store as an apply uses it, which knows the states that it refused. */
export interface WatchedSaves {
  save(state: State): Promise<readonly Diagnostic[]>;
  /** Why this state was not stored; undefined if it was. */
  refusal(state: State): readonly Diagnostic[] | undefined;
}

export function watchedSaves(store: StateStore): WatchedSaves {
  const refused = new Map<State, readonly Diagnostic[]>();
  return {
    async save(state) {
      const problems = await saveState(store, state);
      if (problems.length > 0) refused.set(state, problems);
      return problems;
    },
    refusal: (state) => refused.get(state),
  };
}

/** A state that was refused, and why. `place`: where it belongs, if a saved plan says so and not the configuration. */
export interface RefusedState {
  readonly state: State;
  readonly why: readonly Diagnostic[];
  readonly place?: StatePlace | undefined;
}

/** Saves a state that was refused in the working folder, beside those of earlier runs. `dump`: prints it where that is impossible, too. */
export async function saveErrored(
  session: CliSession,
  { state, why, place }: RefusedState,
  dump: (text: Iterable<string>) => void,
): Promise<readonly Diagnostic[]> {
  const { name, written } = await writeBeside(session, state);
  if (!written.ok) dump(encodeState(state, registry));
  const file = join(session.doors.cwd(), name);
  const where = written.ok ? `It is in ${file}` : `It is printed above: save that text as ${file}, readable by its owner only`;
  const push = await pushCommand(session, name, place);
  return [...written.diagnostics, diagnose("state-not-stored", `${CHANGED} ${where}. ${advice(why, push)}`, { file })];
}

/** Writes the first of errored.tfstate, errored.2.tfstate … that does not exist: an earlier one may have what no other file has. */
async function writeBeside({ doors }: CliSession, state: State): Promise<{ readonly name: string; readonly written: Result<void> }> {
  for (let n = 1; ; n++) {
    const name = n === 1 ? "errored.tfstate" : `errored.${n}.tfstate`;
    const written = await doors.files.write(name, encodeState(state, registry), { secret: true, isNew: true });
    if (written.ok || !written.diagnostics.some(({ code }) => code === "file-exists")) return { name, written };
  }
}

async function pushCommand(session: CliSession, name: string, place: StatePlace | undefined): Promise<string> {
  if (place === undefined) return commandText(session, "state push", [name]);
  if (place.backend === "local") return commandText(session, "state push", ["--state", place.path, name]);
  const workspace = place.backend === "pg" ? place.workspace : DEFAULT_WORKSPACE;
  const stack = await stackIn(session, place, workspace);
  const isSaid = place.backend === "pg" || session.env[VARIABLE] !== undefined;
  return commandText(session, "state push", [name], { stack, ...(isSaid && { workspace }) });
}

const CHANGED = "The run may have changed hosts, and the state after it was not stored, for the reason that another error says.";

function advice(why: readonly Diagnostic[], push: string): string {
  if (why.some(({ code }) => code === "state-changed"))
    return `The stored state is another run's, and newer: plan again, and see what of the file is missing. To store the file instead of that state: ${push} --force.`;
  return `Remove the cause, and then store it: ${push}. Do not plan or apply before: the stored state does not have what this run did.`;
}
