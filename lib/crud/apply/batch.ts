/** Several resources in one plan: what becomes of each is told apart again afterwards. */
import type { Configuration } from "../../config/types";
import { diagnose, located, type Diagnostic } from "../../diagnostic";
import { applyPlan } from "../../engine/apply-plan";
import { planChanges } from "../../engine/plan-changes";
import { agrees } from "../../engine/replaced";
import type { World } from "../../engine/requests";
import type { State, StateInstance } from "../../engine/state/types";
import { hasHole } from "../../kernel/hole";
import { resources, type Context } from "../../resources";
import { convert } from "../../schema/convert";
import { UNKNOWN, type Draft, type Value } from "../../schema/value";
import { instanceOf, privateBytes, stateInstanceOf } from "../instance";
import { decided, type Job, type JobResult } from "./job";
import type { Ledger } from "./ledger";
import type { Waiting } from "./schedule";

/** Where a batch is run. */
export interface Batch {
  readonly context: Context;
  readonly world: World;
  readonly signal: AbortSignal;
  readonly ledger: Ledger;
}

/** A job under way: what the state has of it by now, and what was said. */
interface Task {
  readonly job: Job;
  readonly address: string;
  readonly hosts: ReadonlySet<string>;
  readonly stored: StateInstance | undefined;
  /** What the object is told from its predecessors by; a new one has none yet. */
  readonly birth: string | undefined;
}

/** Attempts when another run has changed a host between look and work. */
const MOST_ATTEMPTS = 20;
const PAUSE_MS = 20;

function taskOf({ of: job, name: address, hosts }: Waiting<Job>, { ledger }: Batch): Task {
  if (job.prior === null) return { job, address, hosts, stored: undefined, birth: undefined };
  const instance = stateInstanceOf(address, job.type, job.prior, job.private.length > 0 ? job.private : undefined);
  const own = job.planned === null ? ledger.leftTo(address, instance.private) : instance.private;
  return { job, address, hosts, stored: own === undefined ? instance : { ...instance, private: own }, birth: own?.birth };
}

/** A configuration in which nothing but these resources is declared. */
function configurationOf(tasks: readonly Task[], { context }: Batch): Configuration {
  const instances = tasks.flatMap(({ job, address }) => (job.planned === null ? [] : [instanceOf(address, job.type, decided(job))]));
  return {
    files: [],
    blocks: instances.map(({ block }) => block),
    moved: [],
    providers: [{ alias: "", config: context.provider as unknown as Draft }],
    evaluate(resolve) {
      for (const instance of instances) resolve(instance);
      return { instances, outputs: new Map(), diagnostics: [] };
    },
  };
}

/** A state that no other one is like, so that new objects get names that nothing else has. */
function stateOf(tasks: readonly Task[], { world }: Batch): State {
  const instances = new Map(tasks.flatMap(({ address, stored }) => (stored === undefined ? [] : [[address, stored] as const])));
  const serial = Number.parseInt(world.clock.random(6), 16);
  return { serial, lineage: "", terraformVersion: "", outputs: new Map(), instances };
}

/** Whether a diagnostic is about a job: about its resource, or about nobody's in particular on a host of its own. */
function concerns({ at }: Diagnostic, { address, hosts }: Task, all: ReadonlySet<string>): boolean {
  if (at.resource !== undefined && all.has(at.resource)) return at.resource === address;
  return at.host === undefined || hosts.has(at.host);
}

function saidOf(task: Task, diagnostics: readonly Diagnostic[], all: ReadonlySet<string>): readonly Diagnostic[] {
  return diagnostics.filter((one) => concerns(one, task, all)).map((one) => located(one, { resource: task.address }));
}

/** What nobody has come to know is nothing. */
function closed(value: Value): Value {
  if (value === UNKNOWN || (typeof value === "string" && hasHole(value))) return null;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map(closed);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, closed(part)]));
}

/** What the state is to have of a job that was not done. */
function leftOf(task: Task, now: StateInstance | undefined, diagnostics: readonly Diagnostic[], batch: Batch): JobResult {
  const { job } = task;
  if (now === undefined) return { attributes: job.prior, private: job.private, diagnostics };
  const bytes = now.private === undefined ? job.private : privateBytes(born(task, now, batch));
  return { attributes: closed(now.attributes) as Draft, private: bytes, diagnostics };
}

/** What came of one round of plan and apply. */
interface Round {
  readonly state: State;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether something was begun: the rest of the batch then suffers for one step that failed. */
  readonly begun: boolean;
}

async function round(tasks: readonly Task[], batch: Batch): Promise<Round> {
  const state = stateOf(tasks, batch);
  const { world, signal } = batch;
  const request = { configuration: configurationOf(tasks, batch), state, world, mode: "apply", targets: [], replace: [] } as const;
  const planned = await planChanges({ ...request, refresh: true, part: true });
  if (!planned.ok) return { state, diagnostics: planned.diagnostics, begun: false };
  const { plan, observed } = planned.value;
  const applied = await applyPlan({ plan, observed, state, world, signal, save: async () => [], onEvent: () => {} });
  return { state: applied.state, diagnostics: [...planned.diagnostics, ...applied.diagnostics], begun: true };
}

/** Whether the state says that the job was done; of what was left out it says nothing. */
function isDone({ job, address }: Task, { state, diagnostics, begun }: Round): boolean {
  const now = state.instances.get(address);
  const isOut = diagnostics.some(({ code, at }) => code === "left-out" && at.resource === address);
  return begun && !isOut && (job.planned === null ? now === undefined : now !== undefined && now.private?.pending === undefined);
}

/** The instance with what tells it from its predecessors, which the engine does not know of. */
function born(task: Task, now: StateInstance, { world }: Batch): StateInstance {
  if (now.private === undefined) return now;
  const birth = task.birth ?? world.clock.random(8);
  return { ...now, private: { ...now.private, birth } };
}

function done(task: Task, now: StateInstance | undefined, diagnostics: readonly Diagnostic[], batch: Batch): JobResult {
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  if (now === undefined || task.job.planned === null) return { attributes: null, private: new Uint8Array(), diagnostics: warnings };
  const instance = born(task, now, batch);
  if (task.job.prior === null) batch.ledger.made(task.address, instance.private!);
  // Whoever else mended what was missing: it is there now.
  const attributes = { ...instance.attributes, drift: [] };
  return { attributes, private: privateBytes(instance), diagnostics: [...warnings, ...otherwise(task, attributes)] };
}

/** A host that changed behind the back of a plan may have made another value of one that was known in it. */
function otherwise({ job, address }: Task, attributes: Draft): readonly Diagnostic[] {
  const { fields } = resources[job.type]!;
  const planned = convert(fields, job.planned!);
  const names = Object.keys(fields).filter((name) => fields[name]!.computed && !agrees(planned[name] ?? null, attributes[name] ?? null));
  return names.map((name) => {
    const detail = `${address} was made, with another \`${name}\` than the plan has: its host was changed after the plan was made. The state has it as it is. Apply again, so that what depends on it follows.`;
    return diagnose("not-as-planned", detail, { resource: address, path: [name] });
  });
}

const RACES: ReadonlySet<string> = new Set(["host-changed", "stale-plan"]);

/** Whom to try once more: those whom nothing was said of, without those who are to blame, and those who lost a race with another run. */
function isInnocent(said: readonly Diagnostic[], { diagnostics }: Round): boolean {
  const mine = said.filter(isError);
  const stopped = diagnostics.some(({ code }) => code === "apply-interrupted");
  return !stopped && mine.every(({ code }) => RACES.has(code)) && (mine.length > 0 || diagnostics.some(isError));
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

/** Nobody is told that all is well who has not got what he asked for. */
function withReason(address: string, said: readonly Diagnostic[], { diagnostics }: Round): readonly Diagnostic[] {
  if (said.some(isError)) return said;
  const others = diagnostics.filter(isError);
  const detail = `${address} was planned together with others, and something that stands in their way kept it from being done. Apply again.`;
  return [...said, ...others, ...(others.length > 0 ? [] : [diagnose("not-as-planned", detail, { resource: address })])];
}

/**
 * Does all jobs in one plan, so that a host has one look and one script. Whoever stands in the way of the plan is told so and
 * left out, and the others go on without; no two jobs are about one resource.
 */
export async function runBatch(waiting: readonly Waiting<Job>[], batch: Batch): Promise<readonly JobResult[]> {
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
      const said = saidOf(task, now.diagnostics, all);
      if (isDone(task, now)) results.set(task.job, done(task, stored, said, batch));
      else if (attempt < MOST_ATTEMPTS && isInnocent(said, now)) again.push({ ...task, stored });
      else results.set(task.job, leftOf(task, stored, withReason(task.address, said, now), batch));
    }
    if (again.length === tasks.length) await batch.world.clock.sleep(PAUSE_MS);
    tasks = again;
  }
  return waiting.map(({ of: job }) => results.get(job)!);
}
