import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import type { Plan } from "../engine";
import { foreignPlan, type SavedPlan } from "../engine/saved";
import type { State } from "../engine/state";
import type { StatePlace } from "../ports/state-store";
import { registry } from "../resources";
import { backendsOf } from "../resources/backend";
import { readApp, readStacks } from "./app";
import type { OptionName } from "./options";
import { isSamePlace, isWithheld, placeFrom, placeOf, publicPlace } from "./places";
import type { CliSession } from "./session";
import { readSource } from "./source";
import { backendOf } from "./backend";
import { backendName } from "./stack";
import { DEFAULT_WORKSPACE } from "./workspaces";

/** The steps of a saved plan that could not have been planned from this state. Against another state the plan is stale and not applied. */
export function alterations(plan: Plan, state: State, file: string): readonly Diagnostic[] {
  return state.serial === plan.prior.serial ? foreignPlan(plan, state, registry, file) : [];
}

/** What a saved plan says of the place of its state: nothing secret. */
export function placeInPlan({ env }: CliSession, place: StatePlace): Omit<SavedPlan, "plan"> {
  return { state: publicPlace(place), ...(isWithheld(place, env) && { withheld: true }) };
}

/** The place of a saved plan, with its secrets: they are in the `backend` block of the working directory, or in the environment. */
export async function placeOfPlan(session: CliSession, { state, withheld }: SavedPlan, file: string): Promise<Result<StatePlace>> {
  if (state.backend === "local") return ok(state);
  const source = await readSource(session, false);
  if (source.ok) {
    const { files, folder } = source.value;
    const declared = placeOf(
      { backend: backendOf(files), folder, env: session.env },
      state.backend === "pg" ? state.workspace : DEFAULT_WORKSPACE,
    );
    if (declared.ok && isSamePlace(declared.value, state, session.doors.cwd())) return declared;
  }
  return withheld ? fail(secretsMissing(file)) : placeFrom(state, session.env);
}

/** The stack of an app with several whose state is in this place. */
export async function stackIn({ doors, env }: CliSession, place: StatePlace, workspace: string): Promise<string | undefined> {
  const app = await readApp(doors);
  const stacks = app.ok && app.value ? await readStacks(app.value, doors) : undefined;
  if (!stacks?.ok || stacks.value.length < 2) return undefined;
  for (const { name, file, folder } of stacks.value) {
    const text = await doors.files.read(file);
    if (!text.ok) continue;
    const declared = placeOf({ backend: backendOf([{ name: file, text: text.value }]), folder, env }, workspace);
    if (declared.ok && isSamePlace(declared.value, place, doors.cwd())) return name;
  }
  return undefined;
}

function secretsMissing(file: string): Diagnostic {
  const detail = `The plan ${file} names the place of its state without the passwords and keys in the backend block, because secrets are not saved. Nothing was changed. Apply it in the folder of its configuration, or make the plan with the secrets in the environment.`;
  return diagnose("secrets-not-saved", detail, { file });
}

const DECIDED: readonly OptionName[] = ["target", "replace", "var", "var-file", "destroy", "stack", "skip-unreachable"];

/** Options that contradict a saved plan. */
export function contradictions(session: CliSession, { providers }: Plan, file: string): readonly Diagnostic[] {
  const { given } = session;
  const remedy = `A plan is applied as it was approved: omit the option, or make another plan with "netweft plan --out ${file}".`;
  const options = DECIDED.filter((name) => given.list(name).length > 0 && given.list(name).at(-1) !== "false").map((name) => `--${name}`);
  if (!given.isOn("refresh")) options.push("--refresh=false");
  const decided = options.map((option) =>
    diagnose("contradicts-plan", `${option} affects planning, and ${file} is already a plan. ${remedy}`),
  );
  const backend = backendName(session);
  const others = backendsOf(providers).filter((name) => backend !== undefined && name !== backend);
  if (others.length === 0) return decided;
  const source = given.value("backend") === undefined ? "NETWEFT_BACKEND" : "--backend";
  const detail = `${source} is "${backend}", but ${file} was planned for the backend "${others.join('" and "')}". ${remedy}`;
  return [...decided, diagnose("contradicts-plan", detail)];
}
