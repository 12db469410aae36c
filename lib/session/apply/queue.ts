import { diagnose, type Diagnostic, type Result } from "../../diagnostic";
import type { EngineEnvironment } from "../../engine/requests";
import type { Hosts } from "../../reconcile/hosts";
import { of, unknownProvider, type Configured } from "../provider";
import { runBatch, type Batch } from "./batch";
import { addressOf, hostsOfJob, type Job, type JobResult } from "./job";
import { newLedger } from "./ledger";
import { batches, type WaitingTask } from "./schedule";

/** Applies jobs that arrive one by one: those that wait for the same host share one plan and one script. */
export interface Queue {
  apply(job: Job): Promise<JobResult>;
}

/** Batching window in milliseconds: how long to wait for more jobs, which arrive in bursts. */
const GATHER_MS = 2;

interface QueueSetting {
  readonly provider: Configured;
  readonly world: Omit<EngineEnvironment, "hosts">;
  readonly hosts: () => Promise<Result<Hosts>>;
  readonly signal: AbortSignal;
  /** Called when earlier observations of hosts are out of date. */
  readonly changed: () => void;
}

type QueueEntry = WaitingTask<{ readonly job: Job; readonly done: (result: JobResult) => void; readonly failed: (error: unknown) => void }>;

function refused(job: Job, diagnostics: readonly Diagnostic[]): JobResult {
  return { attributes: job.prior, private: job.private, diagnostics: of(addressOf(job), diagnostics) };
}

function interrupted(): Diagnostic {
  return diagnose("apply-interrupted", "Nothing was done for this resource yet. Apply again to do the rest.");
}

/** The queue's mutable state. */
interface HostQueue {
  waiting: readonly QueueEntry[];
  readonly busy: Set<string>;
  readonly changed: () => void;
}

async function work(batch: readonly QueueEntry[], line: HostQueue, run: Batch): Promise<void> {
  try {
    const jobs = batch.map(({ of: { job }, name, hosts }) => ({ of: job, name, hosts }));
    const results = await runBatch(jobs, run);
    batch.forEach((entry, n) => entry.of.done(results[n]!));
  } catch (error) {
    for (const entry of batch) entry.of.failed(error);
  } finally {
    for (const { hosts } of batch) for (const host of hosts) line.busy.delete(host);
    line.changed();
    pump(line, run);
  }
}

/** Starts every batch whose hosts are free. */
function pump(line: HostQueue, run: Batch): void {
  if (run.signal.aborted) {
    for (const { of: one } of line.waiting) one.done(refused(one.job, [interrupted()]));
    line.waiting = [];
  }
  const ready = batches(line.waiting, line.busy);
  const begun = new Set(ready.flat());
  line.waiting = line.waiting.filter((entry) => !begun.has(entry));
  for (const entry of begun) for (const host of entry.hosts) line.busy.add(host);
  for (const batch of ready) void work(batch, line, run);
}

/** Creates a queue. Batches run one after the other on one host, and in parallel on different hosts. */
export function newQueue({ provider, world, hosts, signal, changed }: QueueSetting): Queue {
  const line: HostQueue = { waiting: [], busy: new Set(), changed };
  const ledger = newLedger();
  let gathering: Promise<void> | undefined;
  return {
    async apply(job) {
      if (!provider.known) return refused(job, [unknownProvider(addressOf(job))]);
      const run: Batch = { context: provider.context, world, hosts, signal, ledger };
      const begin = () => {
        gathering = undefined;
        pump(line, run);
      };
      return new Promise<JobResult>((done, failed) => {
        line.waiting = [...line.waiting, { of: { job, done, failed }, name: addressOf(job), hosts: hostsOfJob(job, run.context) }];
        gathering ??= world.clock.sleep(GATHER_MS).then(begin);
      });
    },
  };
}
