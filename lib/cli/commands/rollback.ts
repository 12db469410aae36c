import { configurationFrom } from "../../engine/earlier";
import type { State } from "../../engine/state";
import { diagnose, fail, ok, type Result } from "../../diagnostic";
import { registry } from "../../resources";
import type { CliSession } from "../session";
import type { LoadedStack } from "../stack";
import { loadState } from "../state";
import { applyStack } from "./apply";

/** `netweft rollback [DIR]`: plans and applies the state that was before the last apply. */
export function rollback(session: CliSession): Promise<number> {
  return applyStack(session, "apply", (stack) => asBefore(session, stack));
}

/** The stack as the earlier state has it. Its provider blocks say how its hosts are reached, and stay. */
async function asBefore(session: CliSession, stack: LoadedStack): Promise<Result<LoadedStack>> {
  const earlier = await earlierState(session, stack);
  if (!earlier.ok) return earlier;
  const configuration = configurationFrom(earlier.value, stack.configuration, registry);
  return ok({ ...stack, configuration }, earlier.diagnostics);
}

async function earlierState(session: CliSession, { store, place }: LoadedStack): Promise<Result<State>> {
  const file = session.given.value("to") ?? (place.backend === "local" ? `${place.path}.backup` : undefined);
  if (file === undefined) return fail(diagnose("no-earlier-state", kept(store.name)));
  if ((await session.doors.files.kind(file)) === undefined) return fail(diagnose("no-earlier-state", missing(file), { file }));
  const [now, earlier] = [await loadState(store, session), await loadState(session.doors.store({ backend: "local", path: file }), session)];
  if (!now.ok || !earlier.ok) return fail(...now.diagnostics, ...earlier.diagnostics);
  if (now.value.lineage === earlier.value.lineage || now.value.serial === 0) return earlier;
  return fail(diagnose("no-earlier-state", another(file, store.name), { file }));
}

function kept(name: string): string {
  return `The state is in ${name}, and only a state in a file of this machine has the one before beside it. Give a file with the state to go back to: --to FILE. \`netweft state pull > FILE\` writes one before an apply.`;
}

function missing(file: string): string {
  return `There is no ${file}: nothing was applied before the last apply, or the file was removed. To delete what the last apply made, run \`netweft destroy\`.`;
}

function another(file: string, name: string): string {
  return `${file} is the state of another stack than ${name}: their lineages differ. Nothing was planned.`;
}
