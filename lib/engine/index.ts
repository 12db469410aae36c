/**
 * The engine: it makes facts true. `planChanges` looks and decides, `applyPlan` does as planned, `findDrift` compares the
 * state with the world and changes nothing; `importInstance` takes over what is there.
 */
export type { State } from "./state/types";
export type { Plan } from "./plan";
export type { Again, Applied, ApplyEvent, ApplyRequest, DriftLine, DriftReport, Imported, PlanRequest, Planned, World } from "./requests";
export { planChanges } from "./plan-changes";
export { applyPlan } from "./apply-plan";
export { findDrift } from "./find-drift";
export { importInstance } from "./import/import-instance";
