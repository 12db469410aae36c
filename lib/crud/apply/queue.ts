import { diagnose, type Diagnostic } from "../../diagnostic";
import type { World } from "../../engine/requests";
import { of, unknownProvider, type Configured } from "../provider";
import { runBatch, type Batch } from "./batch";
import { addressOf, hostsOf, type Job, type JobResult } from "./job";
import { newLedger } from "./ledger";
import { batches, type Waiting } from "./schedule";

/** Applies what comes in one by one: those that wait for a host are put into one plan and one script. */
export interface Queue {
  apply(job: Job): Promise<JobResult>;
}

/** How long somebody who could begin waits for company, in milliseconds: callers come in bunches. */
const GATHER_MS = 2;

interface Setting {
  readonly provider: Configured;
  readonly world: World;
  readonly signal: AbortSignal;
  /** Called when hosts are not any more as they were seen. */
  readonly changed: () => void;
}

type Entry = Waiting<{ readonly job: Job; readonly done: (result: JobResult) => void; readonly failed: (error: unknown) => void }>;

function refused(job: Job, diagnostics: readonly Diagnostic[]): JobResult {
  return { attributes: job.prior, private: job.private, diagnostics: of(addressOf(job), diagnostics) };
}

function interrupted(): Diagnostic {
  return diagnose("apply-interrupted", "Nothing was done about this resource yet. Apply again to do the rest.");
}

/** A queue as it is at one moment. */
interface Line {
  waiting: readonly Entry[];
  readonly busy: Set<string>;
  readonly changed: () => void;
}

async function work(batch: readonly Entry[], line: Line, run: Batch): Promise<void> {
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

/** Begins whatever may begin. */
function pump(line: Line, run: Batch): void {
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

/** Begins a queue. Work on a host is done one batch after the other, on different hosts side by side. */
export function newQueue({ provider, world, signal, changed }: Setting): Queue {
  const line: Line = { waiting: [], busy: new Set(), changed };
  const ledger = newLedger();
  let gathering: Promise<void> | undefined;
  return {
    async apply(job) {
      if (!provider.known) return refused(job, [unknownProvider(addressOf(job))]);
      const run: Batch = { context: provider.context, world, signal, ledger };
      const begin = () => {
        gathering = undefined;
        pump(line, run);
      };
      return new Promise<JobResult>((done, failed) => {
        line.waiting = [...line.waiting, { of: { job, done, failed }, name: addressOf(job), hosts: hostsOf(job, run.context) }];
        gathering ??= world.clock.sleep(GATHER_MS).then(begin);
      });
    },
  };
}
