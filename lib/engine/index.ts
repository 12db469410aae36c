/**
 * The engine: it makes facts true. `planChanges` looks and decides, `applyPlan` does as planned, `findDrift` compares the
 * state with the world and changes nothing.
 */
export type { Plan } from "./plan";
export type { State, StateInstance } from "./state/types";
export type { Applied, ApplyEvent, ApplyRequest, DriftLine, DriftReport, DriftRequest, PlanRequest, Planned, World } from "./requests";
export { openHosts, type Hosts } from "./hosts";
export { planChanges } from "./plan-changes";
export { applyPlan } from "./apply-plan";
export { findDrift } from "./find-drift";
