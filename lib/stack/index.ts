/** Stacks as a library: a configuration with its hosts, its state and a clock, in one value. */
export { apply, type ApplyOptions, type ApplyResult, type Done } from "./apply";
export { drift, type Drift, type DriftOptions } from "./drift";
export { importObject, type ImportedLines, type ImportedObject } from "./import";
export { memoryStore } from "./memory-store";
export { plan, type PlanOptions } from "./plan";
export { checkAttributes, dataTypes, providerAttributes, providerSchema, resourceTypes, type DeclaredType } from "./schema";
export type { StackEnvironment, StackInput } from "./stack";
