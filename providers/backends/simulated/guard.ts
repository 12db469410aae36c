/** Ways back of simulated hosts: they are taken with the first access after their time. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import { applyStep } from "../../../lib/kernel/cascade";
import { lineOf, parseWritten } from "../../../lib/kernel/line";
import type { Step, Verb } from "../../../lib/kernel/step";
import type { Armed, Disarming, Observation, WayBack } from "../../../lib/ports/backend";
import { notArmed, refusedByArmed } from "../../../lib/reconcile/armed";
import { whoRuns } from "../../system/disk/who";
import { changedBy } from "../../../lib/reconcile/changed";
import type { HostStore } from "./host-store";
import { generationEntry, guardEntry, stepEntry } from "./journal";
import { hostOf, worldOfHost, type Guard, type SimulatedHost } from "./model";
import type { FileWriter } from "./write";

type GuardAnswers = ReadonlyMap<string, Result<void>>;

/** What an observation shows of it. */
export function guardShown({ guard }: SimulatedHost): Pick<Observation, "armed" | "wentBack"> {
  const armed = guard?.armed && shown(guard.armed);
  return { ...(armed && { armed }), ...(guard?.wentBack && { wentBack: guard.wentBack }) };
}

function shown({ id, by, since, until }: NonNullable<Guard["armed"]>): Armed {
  return { id, by, since, left: Math.max(0, Math.ceil((until - Date.now()) / 1000)) };
}

/** Why the host refuses work, unless it is that of the change to be confirmed. */
export function refusal(name: string, { guard }: SimulatedHost, id: string | undefined): Diagnostic | undefined {
  return guard?.armed === undefined || guard.armed.id === id ? undefined : refusedByArmed(name, shown(guard.armed));
}

function setGuard(writer: FileWriter, name: string, guard: Guard): void {
  hostOf(writer.hosts, name).guard = guard;
  writer.record(guardEntry(name, guard));
}

/** A change begins: it is noted whose, and forgotten that the host went back. */
export function noteRun(writer: FileWriter, name: string): void {
  const { guard } = hostOf(writer.hosts, name);
  const last = { by: whoRuns(), at: new Date().toISOString() };
  setGuard(writer, name, { ...(guard?.armed && { armed: guard.armed }), last });
}

function stepOf(text: string): Step {
  const space = text.indexOf(" ");
  const fact = parseWritten(text.slice(space + 1));
  if (!fact.ok) throw new Error(fact.diagnostics[0]!.detail);
  return { verb: text.slice(0, space) as Verb, fact: fact.value };
}

function goBack(writer: FileWriter, name: string): void {
  const host = hostOf(writer.hosts, name);
  const { id, by, steps } = host.guard!.armed!;
  writer.record(generationEntry(name, ++host.generation));
  const failures: string[] = [];
  for (const text of steps) {
    const step = stepOf(text);
    const refused = applyStep(worldOfHost(host), step);
    if (refused === undefined) writer.record(stepEntry(step));
    else failures.push(`${text}: ${refused.text}`);
  }
  writer.record(generationEntry(name, ++host.generation));
  const at = new Date().toISOString();
  setGuard(writer, name, { wentBack: { id, by, at, failures }, last: { by: `${by}, whose change was not confirmed`, at } });
}

/** Lets the hosts whose time is over go back. */
export async function fire(store: HostStore): Promise<void> {
  const hosts = store.snapshot();
  const isLate = ({ guard }: SimulatedHost) => guard?.armed !== undefined && guard.armed.until <= Date.now();
  if (!hosts.ok || ![...hosts.value.values()].some(isLate)) return;
  await store.change(async (writer) => {
    for (const [name, host] of writer.hosts) if (isLate(host)) goBack(writer, name);
    await writer.flush();
  });
}

async function changing<T>(
  store: HostStore,
  input: ReadonlyMap<string, T>,
  work: (writer: FileWriter, name: string, one: T) => Result<void>,
): Promise<GuardAnswers> {
  const done = await store.change(async (writer) => {
    const answers = [...input].map(([name, one]) => [name, work(writer, name, one)] as const);
    await writer.flush();
    return answers;
  });
  return new Map(done.ok ? done.value : [...input.keys()].map((name) => [name, done] as const));
}

export async function arm(store: HostStore, ways: ReadonlyMap<string, WayBack>): Promise<GuardAnswers> {
  await fire(store);
  return changing(store, ways, (writer, name, { id, by, seconds, steps, generation }) => {
    const host = hostOf(writer.hosts, name);
    const refused = refusal(name, host, undefined);
    if (refused !== undefined) return fail(refused);
    if (String(host.generation) !== generation) return fail(changed(name, host));
    const now = Date.now();
    const armed = { id, by, since: new Date(now).toISOString(), until: now + seconds * 1000, steps: steps.map(textOfStep) };
    setGuard(writer, name, { ...(host.guard?.last && { last: host.guard.last }), armed });
    return ok(undefined);
  });
}

function textOfStep({ verb, fact }: Step): string {
  return `${verb} ${lineOf(fact)}`;
}

export async function disarm(store: HostStore, hosts: ReadonlyMap<string, Disarming>): Promise<GuardAnswers> {
  await fire(store);
  return changing(store, hosts, (writer, name, { id, how }) => {
    const { guard } = hostOf(writer.hosts, name);
    if (guard?.armed?.id !== id) return fail(notArmed(name));
    if (how === "back") goBack(writer, name);
    else setGuard(writer, name, guard.last === undefined ? {} : { last: guard.last });
    return ok(undefined);
  });
}

/** The host is not as it was when the work was planned. */
export function changed(host: string, { guard }: SimulatedHost): Diagnostic {
  return diagnose("host-changed", changedBy(host, guard?.last), { host });
}
