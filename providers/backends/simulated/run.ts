import { setTimeout as sleep } from "node:timers/promises";
import type { Outcome, Work } from "../../../lib/ports/backend";
import { applyStep } from "../../../lib/kernel/cascade";
import { typeOf } from "../../../lib/kernel/kinds";
import { stepRefused, stepText, trialRefused } from "../../../lib/kernel/refused";
import { trialsOf } from "../../../lib/kernel/trials";
import type { World } from "../../../lib/kernel/world";
import { lackingSecret } from "../../../lib/kernel/secrets";
import type { Step } from "../../../lib/kernel/step";
import type { SimulatedConfig } from "../../../lib/resources/provider";
import type { FileWriter } from "./write";
import { changed, noteRun, refusal } from "./guard";
import { generationEntry, stepEntry } from "./journal";
import { withGenerated } from "./keys";
import { hostOf, worldOfHost } from "./model";
import { refuseAttach } from "./namespaces";
import { observeHost } from "./observe";
import { refusalIn, type Refusal } from "../../../lib/kernel/refusal";

/** How many steps are kept in memory before they are written and reported. */
const BATCH = 256;

/** Executes the work of one host step by step, with the configured delays and faults. */
export async function runHost(
  writer: FileWriter,
  name: string,
  work: Work,
  config: SimulatedConfig,
  onDone: (done: number) => void,
): Promise<Outcome> {
  const host = hostOf(writer.hosts, name);
  if (String(host.generation) !== work.generation) return { done: 0, failed: { diagnostic: changed(name, host) } };
  const refused = refusal(name, host, work.armed);
  if (refused !== undefined) return { done: 0, failed: { diagnostic: refused } };
  const lacking = lackingSecret(work);
  if (lacking) return { done: 0, failed: lacking };
  if (work.steps.length > 0) noteRun(writer, name);
  if (work.steps.length > 0) writer.record(generationEntry(name, ++host.generation));
  let done = 0;
  let failed = triedFirst(worldOfHost(host), work);
  for (const step of failed === undefined ? work.steps : []) {
    const refusal = await runStep(writer, name, step, config);
    if (refusal !== undefined) {
      failed = { step: done, diagnostic: stepRefused(step, done, refusal), refusal };
      break;
    }
    done++;
    if (done % BATCH !== 0 && config.latency_ms === 0) continue;
    await writer.flush();
    onDone(done);
  }
  // An observation in the middle of the work was of an intermediate state.
  if (work.steps.length > 0) writer.record(generationEntry(name, ++host.generation));
  await writer.flush();
  onDone(done);
  return { done, ...(failed ? { failed } : {}), after: observeHost(name, host, work.scope, config) };
}

/** Why the kernel refuses what is tried before all steps. */
function triedFirst(world: World, { steps }: Work): Outcome["failed"] {
  for (const { step, link } of trialsOf(steps, (n) => `nwt${n}`)) {
    const refusal = typeOf(link).admit?.(world, link, undefined);
    if (refusal !== undefined) return { step, diagnostic: trialRefused(steps[step]!, step, refusal), refusal };
  }
  return undefined;
}

/** Executes one step; returns why the kernel refuses it. */
async function runStep(writer: FileWriter, name: string, step: Step, config: SimulatedConfig): Promise<Refusal | undefined> {
  if (config.latency_ms > 0) await sleep(config.latency_ms);
  const fault = config.faults.length === 0 ? undefined : config.faults.find(({ step: start }) => stepText(step).startsWith(start));
  if (fault?.action === "kill") await die(writer);
  if (fault) return refusalIn(fault.message);
  const host = hostOf(writer.hosts, name);
  const elsewhere = refuseAttach(host.facts, step);
  if (elsewhere !== undefined) return elsewhere;
  const made = withGenerated(step, host);
  const refused = applyStep(worldOfHost(host), made);
  if (!refused) writer.record(stepEntry(made));
  return refused;
}

/** Kills this process like `kill -9`, after writing everything that was done. */
async function die(writer: FileWriter): Promise<void> {
  await writer.flush();
  process.kill(process.pid, "SIGKILL");
  await sleep(60_000);
}
