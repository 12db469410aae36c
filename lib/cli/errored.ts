/** What becomes of the state after an apply where it cannot be stored: the hosts are changed, and it is the record of that. */
import { diagnose, type Diagnostic } from "../diagnostic";
import { encodeState, type State } from "../engine/state";
import { shellWord } from "../kernel/shell-word";
import { registry } from "../resources";
import { callOf } from "./package-manager";
import type { CliSession } from "./session";
import { saveState } from "./state";
import type { StateStore } from "../ports/state-store";

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

/** Saves a state that was refused in the working folder, beside those of earlier runs. `dump`: prints it where that is impossible, too. */
export async function saveErrored(
  session: CliSession,
  state: State,
  why: readonly Diagnostic[],
  dump: (text: Iterable<string>) => void,
): Promise<readonly Diagnostic[]> {
  const { files } = session.doors;
  const file = await freeName(session);
  const written = await files.write(file, encodeState(state, registry), { secret: true });
  if (!written.ok) dump(encodeState(state, registry));
  const stack = session.given.value("stack");
  const push = `${callOf(session.env)} state push ${stack === undefined ? "" : `--stack ${shellWord(stack)} `}${file}`;
  const where = written.ok
    ? `It is in ${file} in the working folder`
    : `It is printed above: save that text as ${file}, readable by its owner only`;
  return [...written.diagnostics, diagnose("state-not-stored", `${CHANGED} ${where}. ${advice(why, push)}`, { file })];
}

const CHANGED = "The run may have changed hosts, and the state after it was not stored, for the reason that another error says.";

function advice(why: readonly Diagnostic[], push: string): string {
  if (why.some(({ code }) => code === "state-changed"))
    return `The stored state is another run's, and newer: plan again, and see what of the file is missing. To store the file instead of that state: ${push} --force.`;
  return `Remove the cause, and then store it: ${push}. Do not plan or apply before: the stored state does not have what this run did.`;
}

/** The first of errored.tfstate, errored.2.tfstate … that does not exist: an earlier one may have what no other file has. */
async function freeName({ doors }: CliSession): Promise<string> {
  let name = "errored.tfstate";
  for (let n = 2; (await doors.files.kind(name)) !== undefined; n++) name = `errored.${n}.tfstate`;
  return name;
}
