/** What has no event is read at an interval, less often where a reading takes long. */
import { ok, type Result } from "../../../lib/diagnostic";
import type { Following, Observation, Scope } from "../../../lib/ports/backend";
import type { Clock, EndSignal } from "../../../lib/ports/clock";
import { watch } from "../../../lib/watch/watch";
import type { WatchEvent } from "../../../lib/watch/events";
import { observationOf } from "../../support/observation";
import { report } from "../../support/drift-reports";
import { watchedHosts } from "../../support/watch-run";

const scope: Scope = { netns: [], adopt: {}, sysctls: [] };
const HOST = "edge";

/** A clock that goes on to the end of the next sleep when nothing else is left to do. */
function virtualTime(): { readonly clock: Clock; readonly pass: (isOver: () => boolean) => Promise<void> } {
  const sleeping = new Set<{ readonly until: number; readonly wake: () => void }>();
  let now = 0;
  const sleep = (milliseconds: number, signal?: EndSignal) =>
    new Promise<void>((resolve) => {
      const one = { until: now + milliseconds, wake: () => void (sleeping.delete(one), resolve()) };
      if (signal?.aborted === true) return resolve();
      sleeping.add(one);
      signal?.addEventListener("abort", one.wake, { once: true });
    });
  const pass = async (isOver: () => boolean) => {
    while (!isOver()) {
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = [...sleeping].sort((a, b) => a.until - b.until);
      if (next === undefined) continue;
      now = next.until;
      next.wake();
    }
  };
  const clock = { now: () => new Date(now).toISOString(), monotonic: () => now, sleep, uuid: () => "", random: () => "" };
  return { clock, pass };
}

/** A host of which each whole reading takes as many seconds as the list says; time passes by readings and sleeps alone. */
async function watched(
  readings: readonly number[],
  interval?: number,
): Promise<{ readonly times: readonly number[]; readonly events: readonly WatchEvent[] }> {
  const [times, events, end]: [number[], WatchEvent[], AbortController] = [[], [], new AbortController()];
  const time = virtualTime();
  const hosts = watchedHosts({
    follow: (_: string, { onBegun, signal }: Following) => {
      onBegun();
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined)));
    },
    observe: async (scopes: ReadonlyMap<string, Scope>): Promise<ReadonlyMap<string, Result<Observation>>> => {
      times.push(time.clock.monotonic() / 1000);
      await time.clock.sleep(readings[times.length - 1]! * 1000);
      if (times.length === readings.length) end.abort();
      return new Map([...scopes].map(([host]) => [host, ok(observationOf([], { scope }))]));
    },
  });
  const ground = async () =>
    ok({ scopes: new Map([[HOST, scope]]), serial: 1, claimed: undefined, report: () => ok(report({ findings: [] })) });
  const request = {
    stack: "shop",
    hosts,
    clock: time.clock,
    interval,
    ground,
    onEvent: (event: WatchEvent) => void events.push(event),
    signal: end.signal,
  };
  await Promise.all([watch(request), time.pass(() => end.signal.aborted)]);
  return { times, events };
}

const pauses = (times: readonly number[]) => times.slice(1).map((time, n) => Math.round((time - times[n]!) / 10) * 10);

test("short readings are made each minute", async () => {
  const { times, events } = await watched([0.1, 0.1, 0.1]);
  expect(pauses(times)).toEqual([60, 60]);
  expect(events).toMatchObject([{ type: "watching", interval: 60 }]);
});

test("a long one takes a 200th of the time, or an hour passes between two; the interval is reported", async () => {
  const { events } = await watched([3, 3, 7, 60]);
  expect(events.map(({ type }) => type)).toEqual(["watching", "interval", "interval"]);
  expect(events).toMatchObject([{ interval: 600 }, { interval: 1400, took: 7 }, { interval: 3600, took: 60 }]);
});

test("a stated interval stays", async () => {
  const { times, events } = await watched([10, 10, 10], 100_000);
  expect(pauses(times)).toEqual([100, 100]);
  expect(events).toMatchObject([{ type: "watching", interval: 100 }]);
});
