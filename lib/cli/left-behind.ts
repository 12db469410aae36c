import { basename } from "node:path";
import { diagnose, fail, type Result } from "../diagnostic";
import type { State } from "../engine/state";
import { localPlace } from "./places/local";
import type { CliSession } from "./session";
import type { LoadedStack } from "./stack";
import { loadState } from "./state";

/**
 * The stored state of a stack. Where a server stores none yet, and a file beside the configuration has objects, it is an error: the plan
 * would create all of them again.
 */
export async function loadStackState(stack: LoadedStack, session: CliSession): Promise<Result<State>> {
  const state = await loadState(stack.store, session);
  if (!state.ok || stack.place.backend === "local" || !isNew(state.value)) return state;
  for (const path of localFiles(stack)) {
    const local = await loadState(session.doors.store({ backend: "local", path }), session);
    if (!local.ok) return local;
    if (local.value.instances.size > 0) return fail(leftBehind(stack.store.name, path, local.value));
  }
  return state;
}

function isNew({ serial, instances }: State): boolean {
  return serial === 0 && instances.size === 0;
}

/** The files that hold the state where no `backend` block names another place: of a folder, and of an app. */
function localFiles({ folder, workspace }: LoadedStack): readonly string[] {
  const local = localPlace(undefined, folder, workspace);
  return [...(local.ok ? [local.value.path] : []), `terraform.${basename(folder)}.tfstate`];
}

function leftBehind(name: string, path: string, { instances }: State) {
  const detail = `The configuration keeps its state in ${name}, where none is stored yet, but ${path} has ${instances.size} objects. A plan would create them again. To move that state, run \`netweft state push ${path}\`, and then move the file away. If it belongs to something else, move it away.`;
  return diagnose("state-left-behind", detail, { file: path });
}
