/**
 * `netweft/engine`: plan, apply, drift and import, over the hosts, the store and the clock of the caller. Data goes in and comes out.
 * What can be expected to fail is a `Result` with diagnostics, all of them at once; nothing is thrown, and nothing is printed.
 *
 * @example
 * import { apply, drift, machine, memoryStore, plan } from "netweft/engine";
 * import { simulatedKernel } from "netweft/kernel";
 *
 * // A stack on simulated hosts in memory. Without `backends` and with `localStore("terraform.tfstate")` it is this machine's.
 * const kernel = simulatedKernel();
 * const text = JSON.stringify({ resource: { netweft_bridge_network: { front: { name: "front", subnets: ["10.10.0.0/24"] } } } });
 * const stack = { ...machine(), files: [{ name: "main.tf.json", text }], backends: kernel.backends, store: memoryStore() };
 *
 * const planned = await plan(stack);
 * if (!planned.ok) throw new Error(planned.diagnostics[0]?.detail);
 * const applied = await apply(stack, planned.value);
 * console.log(applied.ok && applied.value.added); // 1
 *
 * await kernel.unset("local - addr 10.10.0.1/24");
 * const found = await drift(stack);
 * const [finding] = found.ok ? found.value.findings : [];
 * console.log(finding?.severity, finding?.expected); // outage local - addr 10.10.0.1/24 dev nw-front
 */
export { apply, drift, importObject, memoryStore, plan } from "../lib/stack";
export type {
  ApplyOptions,
  ApplyResult,
  Done,
  Drift,
  DriftOptions,
  ImportedLines,
  ImportedObject,
  PlanOptions,
  StackEnvironment,
  StackInput,
} from "../lib/stack";
export { localStore, machine } from "./machine";
export type { ApplyEvent, DriftLine, Plan, ReadOutputs, ResourceChange } from "../lib/engine";
export type {
  Finding,
  FindingClass,
  HostCoverage,
  Ignore,
  Layer,
  Repair,
  ResolvedFinding,
  Severity,
  SourceLine,
} from "../lib/drift/finding";
export type { OutputValue, SourceFile } from "../lib/config";
export type { Change, Impact, PlannedStep } from "../lib/reconcile/plan";
export type { Backend, Backends, Capabilities, Identity, Observation, Outcome, Scope, Work } from "../lib/ports/backend";
export type { Clock } from "../lib/ports/clock";
export type { LockInfo, StateStore } from "../lib/ports/state-store";
export type { StateQuestion, StoredOutputs } from "../lib/resources";
export type { ProviderConfig } from "../lib/resources/provider";
export { hasErrors } from "../lib/diagnostic";
export type { Diagnostic, Result } from "../lib/diagnostic";
