import type { Clock } from "../../lib/ports/clock";
import type { Hosts } from "../../lib/reconcile/hosts";
import { machineClock } from "../../providers/system/clock";
import { netweft, type Ran } from "./netweft";
import { until } from "./until";

/** An event that `netweft watch --json` prints. */
export interface PrintedEvent {
  readonly type: string;
  readonly at: string;
  readonly stack: string;
  readonly host?: string;
  readonly hosts?: readonly string[];
  readonly findings?: number | readonly PrintedFinding[];
  readonly finding?: PrintedFinding;
  readonly diagnostics?: readonly { readonly code: string; readonly detail: string }[];
}

export interface PrintedFinding {
  readonly expected?: string;
  readonly actual?: string;
  readonly class: string;
  readonly severity: string;
  readonly resources: readonly string[];
}

/** A watch that runs in this process. */
export interface WatchRun {
  readonly events: readonly PrintedEvent[];
  /** Waits for the next event of a type after those of this type that were waited for. */
  next(type: string): Promise<PrintedEvent>;
  /** Interrupts it, and returns how it ended. */
  end(): Promise<Ran>;
}

/** A clock on which time passes faster. */
export function fasterClock(times: number): Clock {
  return {
    ...machineClock,
    monotonic: () => machineClock.monotonic() * times,
    sleep: (milliseconds, signal) => machineClock.sleep(milliseconds / times, signal),
  };
}

/** Hosts of a watch that a test plays: a call of anything else than these fails. */
export function watchedHosts(played: Pick<Hosts, "follow" | "observe">): Hosts {
  const unasked = () => Promise.reject(new Error("a watch does not ask for it"));
  return {
    ...{ identities: unasked, capabilities: unasked, run: unasked, arm: unasked, disarm: unasked, close: () => Promise.resolve() },
    ...played,
  };
}

/** A call that the test answers. */
export interface Call<I, O> {
  readonly input: I;
  readonly answer: (output: O) => void;
}

/** Collects calls for the test to answer. */
export function answered<I, O>(calls: Call<I, O>[]): (input: I) => Promise<O> {
  return (input) => new Promise((answer) => calls.push({ input, answer }));
}

const running = new Set<WatchRun>();

/** Ends what a failed test has left running. */
export async function endWatches(): Promise<void> {
  for (const watch of running) await watch.end();
}

export function startWatch(
  cwd: string,
  args: readonly string[] = [],
  { env = {}, clock = machineClock }: { readonly env?: Readonly<Record<string, string>>; readonly clock?: Clock } = {},
): WatchRun {
  const events: PrintedEvent[] = [];
  const listeners = new Set<() => void>();
  const onOut = (text: string) => {
    for (const line of text.split("\n").filter(Boolean)) events.push(JSON.parse(line) as PrintedEvent);
  };
  const onInterrupt = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const ran = netweft(["watch", "--json", ...args], { cwd, env, onOut, others: { onInterrupt, clock } });
  const seen = new Map<string, number>();
  const watch: WatchRun = {
    events,
    async next(type) {
      const [nth, those] = [seen.get(type) ?? 0, () => events.filter((event) => event.type === type)];
      await until(() => those().length > nth, `no event "${type}" after ${JSON.stringify(events, null, 1)}`);
      seen.set(type, nth + 1);
      return those()[nth]!;
    },
    async end() {
      running.delete(watch);
      for (const listener of listeners) listener();
      return ran;
    },
  };
  running.add(watch);
  return watch;
}
