/** A small model of Terraform's core: calls the resources one by one like it, with its consistency checks. */
import { hasErrors, type Diagnostic, type Path } from "../../lib/diagnostic";
import { agrees, sameValue } from "../../lib/engine/replaced";
import type { Job, JobResult } from "../../lib/session/apply/job";
import { planResource } from "../../lib/session/plan-resource";
import { configured } from "../../lib/session/provider";
import { readResource, type Stored } from "../../lib/session/read-resource";
import { openSession, type ResourceSession, type SessionEnvironment, type SessionNote } from "../../lib/session/session";
import { isKnown, type Draft, type Value } from "../../lib/schema/value";
import { registry, resources } from "../../lib/resources";
import { machineClock } from "../../providers/system/clock";
import { openSimulated } from "../../providers/backends/simulated";
import { say } from "./world";

export interface Planned {
  readonly action: "create" | "update" | "replace" | "no-op";
  readonly planned: Draft;
  readonly prior: Stored | undefined;
}

export function openCore(provider: Draft, note?: SessionNote, more: Partial<SessionEnvironment> = {}): ResourceSession {
  const world: SessionEnvironment = { types: registry, drivers: { simulated: openSimulated }, clock: machineClock, ...more };
  return openSession(configured(provider), world, note);
}

/** The attributes as Terraform passes a configuration: null where nothing is set. */
export function written(type: string, config: Draft): Draft {
  return Object.fromEntries(Object.keys(resources[type]!.fields).map((name): [string, Value] => [name, config[name] ?? null]));
}

function at(value: Value | undefined, path: Path): Value {
  return path.reduce<Value>(
    (inside, step) => (inside !== null && typeof inside === "object" ? ((inside as Draft)[step] ?? null) : null),
    value ?? null,
  );
}

function failed(diagnostics: readonly Diagnostic[]): Error {
  return new Error(diagnostics.map(say).join("\n"));
}

/** Plans a resource; a replaced one is planned a second time as a new one. */
export function plan(session: ResourceSession, type: string, config: Draft, prior?: Stored): Planned {
  const request = { type, config: written(type, config), provider: session.provider };
  const first = planResource({ ...request, prior: prior?.attributes ?? null });
  if (hasErrors(first.diagnostics)) throw failed(first.diagnostics);
  if (prior === undefined) return { action: "create", planned: first.planned, prior };
  if (sameValue(first.planned, prior.attributes)) return { action: "no-op", planned: first.planned, prior };
  const replaced = first.replacing.some((path) => {
    const after = at(first.planned, path);
    return !isKnown(after) || !sameValue(after, at(prior.attributes, path));
  });
  if (!replaced) return { action: "update", planned: first.planned, prior };
  return { action: "replace", planned: planResource({ ...request, prior: null }).planned, prior };
}

async function applied(session: ResourceSession, job: Job): Promise<JobResult> {
  const result = await session.queue.apply(job);
  if (!hasErrors(result.diagnostics) && job.planned !== null) {
    if (result.attributes === null) throw new Error("root object was present, but now absent");
    if (!isKnown(result.attributes)) throw new Error(`unknown after apply: ${JSON.stringify(result.attributes)}`);
    for (const [name, value] of Object.entries(job.planned))
      if (!agrees(value, result.attributes[name] ?? null))
        throw new Error(
          `inconsistent result after apply: ${job.type} ${name}: ${String(JSON.stringify(value))} ${JSON.stringify(result.attributes[name])}`,
        );
  }
  return result;
}

/** Applies a plan; throws on errors. */
export async function apply(session: ResourceSession, type: string, { action, planned, prior }: Planned): Promise<Stored> {
  if (action === "no-op") return prior!;
  const old = prior ?? { type, attributes: null, private: new Uint8Array() };
  if (action === "replace") await remove(session, prior!);
  const before = action === "replace" ? { attributes: null, private: new Uint8Array() } : old;
  const result = await applied(session, { type, prior: before.attributes, planned, private: before.private });
  if (hasErrors(result.diagnostics)) throw failed(result.diagnostics);
  return { type, attributes: result.attributes!, private: result.private };
}

/** Plans and applies. */
export async function run(session: ResourceSession, type: string, config: Draft, prior?: Stored): Promise<Stored> {
  return apply(session, type, plan(session, type, config, prior));
}

export async function remove(session: ResourceSession, stored: Stored): Promise<void> {
  const { attributes, diagnostics } = await applied(session, {
    type: stored.type,
    prior: stored.attributes,
    planned: null,
    private: stored.private,
  });
  if (hasErrors(diagnostics)) throw failed(diagnostics);
  if (attributes !== null) throw new Error(`${stored.type} is still there`);
}

export async function read(session: ResourceSession, stored: Stored): Promise<Stored | null> {
  const result = await readResource(stored, session);
  if (!result.ok) throw failed(result.diagnostics);
  return result.value === null ? null : { ...stored, attributes: result.value };
}
