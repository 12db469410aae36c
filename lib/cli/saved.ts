import { diagnose, type Diagnostic } from "../diagnostic";
import type { Plan } from "../engine";
import { foreignPlan } from "../engine/saved";
import type { State } from "../engine/state";
import { registry } from "../resources";
import { backendsOf } from "../resources/backend";
import type { OptionName } from "./options";
import type { CliSession } from "./session";
import { backendName } from "./stack";

/** The steps of a saved plan that could not have been planned from this state. Against another state the plan is stale and not applied. */
export function alterations(plan: Plan, state: State, file: string): readonly Diagnostic[] {
  return state.serial === plan.prior.serial ? foreignPlan(plan, state, registry, file) : [];
}

const DECIDED: readonly OptionName[] = ["target", "replace", "var", "var-file", "destroy", "stack"];

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
