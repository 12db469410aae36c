/** Applies several resources in one plan and reports a separate result for each. */
import type { Configuration } from "../../config/types";
import { diagnose, located, type Diagnostic, type Result } from "../../diagnostic";
import { applyPlan } from "../../engine/apply-plan";
import { planChanges } from "../../engine/plan-changes";
import { agrees } from "../../engine/replaced";
import type { EngineEnvironment } from "../../engine/requests";
import type { State, StateInstance } from "../../engine/state/types";
import type { Hosts } from "../../reconcile/hosts";
import { hasPlaceholder } from "../../kernel/placeholder";
import { registry, type Context } from "../../resources";
import { typeNamed } from "../../resources/registry";
import { convert } from "../../schema/convert";
import { UNKNOWN, type Draft, type Value } from "../../schema/value";
import { instanceOf, privateBytes, stateInstanceOf } from "../instance";
import { decided, type Job, type JobResult } from "./job";
import type { Ledger } from "./ledger";
import type { WaitingTask } from "./schedule";

/** Where a batch is run. */
export interface Batch {
  readonly context: Context;
  readonly world: Omit<EngineEnvironment, "hosts">;
  /** The session's hosts. */
  readonly hosts: () => Promise<Result<Hosts>>;
  readonly signal: AbortSignal;
  readonly ledger: Ledger;
}

/** A job in progress, with its current state. */
interface Task {
  readonly job: Job;
  readonly address: string;
  readonly hosts: ReadonlySet<string>;
  readonly stored: StateInstance | undefined;
  /** Distinguishes the object from its predecessors; a new one has none yet. */
  readonly birth: string | undefined;
}

/** Attempts when another run has changed a host between observation and execution. */
const MOST_ATTEMPTS = 20;
const PAUSE_MS = 20;

function taskOf({ of: job, name: address, hosts }: WaitingTask<Job>, { ledger }: Batch): Task {
  if (job.prior === null) return { job, address, hosts, stored: undefined, birth: undefined };
  const instance = stateInstanceOf(address, job.type, job.prior, job.private.length > 0 ? job.private : undefined);
  const own = job.planned === null ? ledger.leftTo(address, instance.private) : instance.private;
  return { job, address, hosts, stored: own === undefined ? instance : { ...instance, private: own }, birth: own?.birth };
}

/** A configuration that declares only these resources. */
function configurationOf(tasks: readonly Task[], { context }: Batch): Configuration {
  const instances = tasks.flatMap(({ job, address }) => (job.planned === null ? [] : [instanceOf(address, job.type, decided(job))]));
  return {
    files: [],
    blocks: instances.map(({ block }) => block),
    moved: [],
    providers: [{ alias: "", config: context.provider }],
    evaluate(resolve) {
      for (const instance of instances) resolve(instance);
      return { instances, outputs: new Map(), diagnostics: [] };
    },
  };
}

/** A state with a random serial, so that the names of new objects are unique. */
function stateOf(tasks: readonly Task[], { world }: Batch): State {
  const instances = new Map(tasks.flatMap(({ address, stored }) => (stored === undefined ? [] : [[address, stored] as const])));
  const serial = Number.parseInt(world.clock.random(6), 16);
  return { serial, lineage: "", terraformVersion: "", outputs: new Map(), instances };
}

/** Whether a diagnostic is about a task: about its resource, or about one of its hosts and no particular resource. */
function concerns({ at }: Diagnostic, { address, hosts }: Task, all: ReadonlySet<string>): boolean {
  if (at.resource !== undefined && all.has(at.resource)) return at.resource === address;
  return at.host === undefined || hosts.has(at.host);
}

function diagnosticsOf(task: Task, diagnostics: readonly Diagnostic[], all: ReadonlySet<string>): readonly Diagnostic[] {
  return diagnostics.filter((one) => concerns(one, task, all)).map((one) => located(one, { resource: task.address }));
}

/** Values that are still unknown become null. */
function closed(value: Value): Value {
  if (value === UNKNOWN || (typeof value === "string" && hasPlaceholder(value))) return null;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map(closed);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, closed(part)]));
}

/** The result of a job that was not done: what the state keeps of it. */
function leftOf(task: Task, now: StateInstance | undefined, diagnostics: readonly Diagnostic[], batch: Batch): JobResult {
  const { job } = task;
  if (now === undefined) return { attributes: job.prior, private: job.private, diagnostics };
  const bytes = now.private === undefined ? job.private : privateBytes(withBirth(task, now, batch));
  return { attributes: closed(now.attributes) as Draft, private: bytes, diagnostics };
}

/** The result of one round of plan and apply. */
interface BatchRound {
  readonly state: State;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether execution began: one failed step then stops the rest of the batch. */
  readonly begun: boolean;
}

async function round(tasks: readonly Task[], batch: Batch): Promise<BatchRound> {
  const state = stateOf(tasks, batch);
  const { signal } = batch;
  const hosts = await batch.hosts();
  if (!hosts.ok) return { state, diagnostics: hosts.diagnostics, begun: false };
  const world = { ...batch.world, hosts: hosts.value };
  const request = { configuration: configurationOf(tasks, batch), state, world, mode: "apply", targets: [], replace: [] } as const;
  const planned = await planChanges({ ...request, refresh: true, closedWorld: false });
  if (!planned.ok) return { state, diagnostics: planned.diagnostics, begun: false };
  const { plan, observed } = planned.value;
  const applied = await applyPlan({ plan, observed, state, world, signal, onFailure: "stop", save: async () => [], onEvent: () => {} });
  return { state: applied.state, diagnostics: [...planned.diagnostics, ...applied.diagnostics], begun: true };
}

/** Whether the state shows that the job was done; it does not for resources that were left out. */
function isDone({ job, address }: Task, { state, diagnostics, begun }: BatchRound): boolean {
  const now = state.instances.get(address);
  const isOut = diagnostics.some(({ code, at }) => code === "left-out" && at.resource === address);
  return begun && !isOut && (job.planned === null ? now === undefined : now !== undefined && now.private?.pending === undefined);
}

/** The instance with its birth, which distinguishes it from its predecessors; the engine does not have it. */
function withBirth(task: Task, now: StateInstance, { world }: Batch): StateInstance {
  if (now.private === undefined) return now;
  const birth = task.birth ?? world.clock.random(8);
  return { ...now, private: { ...now.private, birth } };
}

function done(task: Task, now: StateInstance | undefined, diagnostics: readonly Diagnostic[], batch: Batch): JobResult {
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  if (now === undefined || task.job.planned === null) return { attributes: null, private: new Uint8Array(), diagnostics: warnings };
  const instance = withBirth(task, now, batch);
  if (task.job.prior === null) batch.ledger.made(task.address, instance.private!);
  // Drift that another task or run repaired is gone now.
  const attributes = { ...instance.attributes, drift: [] };
  return { attributes, private: privateBytes(instance), diagnostics: [...warnings, ...differencesOf(task, attributes)] };
}

/** If a host changed after the plan, computed values may differ from those in the plan. */
function differencesOf({ job, address }: Task, attributes: Draft): readonly Diagnostic[] {
  const { fields } = typeNamed(registry, job.type);
  const planned = convert(fields, job.planned!);
  const names = Object.keys(fields).filter((name) => fields[name]!.computed && !agrees(planned[name] ?? null, attributes[name] ?? null));
  return names.map((name) => {
    const detail = `${address} was made, but its \`${name}\` differs from the plan: its host was changed after the plan was made. The state has the actual value. Apply again to update the resources that depend on it.`;
    return diagnose("not-as-planned", detail, { resource: address, path: [name] });
  });
}

const RACES: ReadonlySet<string> = new Set(["host-changed", "stale-plan"]);

/** Whether to retry a task: if it has no error of its own while another task has, or if it lost a race with another run. */
function isRetryable(own: readonly Diagnostic[], { diagnostics }: BatchRound): boolean {
  const errors = own.filter(isError);
  const stopped = diagnostics.some(({ code }) => code === "apply-interrupted");
  return !stopped && errors.every(({ code }) => RACES.has(code)) && (errors.length > 0 || diagnostics.some(isError));
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

/** A task that was not completed always carries an error. */
function withReason(address: string, own: readonly Diagnostic[], { diagnostics }: BatchRound): readonly Diagnostic[] {
  if (own.some(isError)) return own;
  const others = diagnostics.filter(isError);
  const detail = `${address} was planned together with other resources, and an obstacle for one of them stopped it. Apply again.`;
  return [...own, ...others, ...(others.length > 0 ? [] : [diagnose("not-as-planned", detail, { resource: address })])];
}

/**
 * Applies all jobs in one plan, so that each host is observed once and runs one script. A job that prevents the plan gets an
 * error, and the others are retried without it. No two jobs are about one resource.
 */
export async function runBatch(waiting: readonly WaitingTask<Job>[], batch: Batch): Promise<readonly JobResult[]> {
  const results = new Map<Job, JobResult>();
  let tasks = waiting.flatMap((one): readonly Task[] => {
    const refusal = one.of.prior === null ? batch.ledger.refuses(one.name) : undefined;
    if (refusal === undefined) return [taskOf(one, batch)];
    results.set(one.of, { attributes: null, private: new Uint8Array(), diagnostics: [located(refusal, { resource: one.name })] });
    return [];
  });
  for (let attempt = 0; tasks.length > 0; attempt++) {
    const now = await round(tasks, batch);
    const all = new Set(tasks.map(({ address }) => address));
    const again: Task[] = [];
    for (const task of tasks) {
      const stored = now.state.instances.get(task.address);
      const own = diagnosticsOf(task, now.diagnostics, all);
      if (isDone(task, now)) results.set(task.job, done(task, stored, own, batch));
      else if (attempt < MOST_ATTEMPTS && isRetryable(own, now)) again.push({ ...task, stored });
      else results.set(task.job, leftOf(task, stored, withReason(task.address, own, now), batch));
    }
    if (again.length === tasks.length) await batch.world.clock.sleep(PAUSE_MS);
    tasks = again;
  }
  return waiting.map(({ of: job }) => results.get(job)!);
}
