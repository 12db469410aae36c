import { diagnose, type Diagnostic } from "../diagnostic";
import type { Plan } from "../engine";
import { foreignPlan } from "../engine/saved";
import type { State } from "../engine/state";
import { backendsOf } from "../resources/backend";
import type { OptionName } from "./options";
import type { Session } from "./session";
import { backendName } from "./stack";

/** What a plan out of a file does that could not have been planned from this state. Against another state it is stale, and nothing of it is done. */
export function alterations(plan: Plan, state: State, file: string): readonly Diagnostic[] {
  return state.serial === plan.prior.serial ? foreignPlan(plan, state, file) : [];
}

const DECIDED: readonly OptionName[] = ["target", "replace", "var", "var-file", "destroy", "stack"];

/** What a run was given that is not what the plan out of a file does. */
export function contradictions(session: Session, { providers }: Plan, file: string): readonly Diagnostic[] {
  const { given } = session;
  const remedy = `A plan is applied as it was approved: leave it out, or make another plan with "netweft plan --out ${file}".`;
  const options = DECIDED.filter((name) => given.list(name).length > 0 && given.list(name).at(-1) !== "false").map((name) => `--${name}`);
  if (!given.isOn("refresh")) options.push("--refresh=false");
  const decided = options.map((option) =>
    diagnose("contradicts-plan", `${option} says what is planned, and ${file} is a plan already. ${remedy}`),
  );
  const backend = backendName(session);
  const others = backendsOf(providers).filter((name) => backend !== undefined && name !== backend);
  if (others.length === 0) return decided;
  const source = given.value("backend") === undefined ? "NETWEFT_BACKEND" : "--backend";
  const detail = `${source} says "${backend}", and ${file} was planned for the backend "${others.join('" and "')}". ${remedy}`;
  return [...decided, diagnose("contradicts-plan", detail)];
}
