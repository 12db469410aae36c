/**
 * Reconciliation engine. `planChanges` observes the hosts and computes a plan, `applyPlan` executes it, `findDrift` compares
 * the state with the hosts without changing anything, `importInstance` takes over an existing
 * object, and `rehearse` plans and applies in memory.
 */
export type { State } from "./state/types";
export type { Plan, ResourceChange } from "./plan";
export type {
  Again,
  Applied,
  ApplyEvent,
  ApplyRequest,
  DriftLine,
  DriftReport,
  DriftRequest,
  Imported,
  ImportRequest,
  PlanRequest,
  Planned,
  ReadOutputs,
  EngineEnvironment,
} from "./requests";
export { planChanges } from "./plan-changes";
export { applyPlan } from "./apply-plan";
export { findDrift, prepareDrift } from "./find-drift";
export { importInstance } from "./import/import-instance";
export { informed } from "./resolve/informed";
export { openConfigured, openPlanned, whileOpen } from "./opened";
export { rehearse, type Rehearsal } from "./rehearse";
