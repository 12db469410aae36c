/**
 * The readings of hosts: all of a host at an interval, and the part that its events concern at once. That of a part does not wait for the
 * other one: with many endpoints all takes long.
 */
import { typeOf } from "../kernel/kinds";
import type { Observation, Scope } from "../ports/backend";
import type { Result } from "../diagnostic";
import { merged } from "../reconcile/merged";
import { covers } from "../reconcile/scope";
import { joined, partial, partOf, UNTOUCHED, type Touched } from "./touched";
import {
  emit,
  lose,
  RETRY_MS,
  seconds,
  touch,
  touchAs,
  WHOLE,
  type FollowedHost,
  type Ground,
  type Reading,
  type Watching,
} from "./watching";

/** How many times as long as a reading took the host rests after it; after one of all of it this long at most. */
const REST = { times: 3, most: 30_000 };

/** Parts are read at once until their rests have come to this. Only constant events are then read with pauses. */
const RESTLESS_MS = 10_000;

/** Without a stated interval, it is so many times as long as a whole reading took, in which two processors work, and an hour at most. */
const SELDOM = { times: 200, most: 3_600_000 };

const ALL: Touched = { ...UNTOUCHED, whole: true };

/**
 * Whether the host was read for another state than this one: what that says may be on the host since then. It is read again when no apply is
 * underway.
 */
export function readOutdated(watching: Watching, { scopes, serial }: Ground, underway: boolean): boolean {
  const outdated = [...watching.observed.keys()].filter((host) => scopes.has(host) && watching.readFor.get(host) !== serial);
  if (!underway) for (const host of outdated) touch(watching, host, WHOLE);
  return outdated.length > 0;
}

/** Starts to read the hosts that have reported something, those whose scope has grown, and those that are new. */
export function readTouched(watching: Watching, { scopes, serial }: Pick<Ground, "scopes" | "serial">): void {
  for (const [host, scope] of scopes) {
    const followed = watching.followed.get(host)!;
    const { whole, part } = wantedOf(watching, host, scope);
    if (whole && waitOf(watching, followed, "whole") === 0) {
      watching.touched.delete(host);
      void readWhole(watching, host, followed, { scope, serial });
    } else if (part !== undefined && waitOf(watching, followed, "part") === 0) {
      if (whole) watching.touched.set(host, ALL);
      else watching.touched.delete(host);
      void readPart(watching, host, followed, part);
    }
  }
}

/** Milliseconds until a host with events can be read; infinite without one. */
export function restOf(watching: Watching): number {
  const waits = [...watching.touched].flatMap(([host]) => {
    const followed = watching.followed.get(host);
    if (followed === undefined) return [];
    const { whole, part } = wantedOf(watching, host);
    return [...(whole ? [waitOf(watching, followed, "whole")] : []), ...(part ? [waitOf(watching, followed, "part")] : [])];
  });
  return Math.min(Infinity, ...waits);
}

/** What is to be read: without an observation, and with one of less than the scope, all. */
function wantedOf({ observed, touched }: Watching, host: string, scope?: Scope): { readonly whole: boolean; readonly part?: Touched } {
  const [known, reported] = [observed.get(host), touched.get(host)];
  if (known === undefined) return { whole: reported !== undefined };
  const part = partial(reported);
  return { whole: reported?.whole === true || (scope !== undefined && !covers(known.scope, scope)), ...(part && { part }) };
}

/** Milliseconds until a host can be read. One that cannot be followed is read when it can be followed again. */
function waitOf({ request: { clock } }: Watching, { away, reading, restsUntil }: FollowedHost, how: Reading): number {
  if (away || reading.has(how)) return Infinity;
  return Math.max(0, restsUntil[how] - (how === "part" ? RESTLESS_MS : 0) - clock.monotonic());
}

/** Reads all of the host. What was read of parts meanwhile is as late, and so are events that it may not show. */
async function readWhole(
  watching: Watching,
  host: string,
  followed: FollowedHost,
  { scope, serial }: { readonly scope: Scope; readonly serial: number },
): Promise<void> {
  const { clock } = watching.request;
  const [meanwhile, from] = [{ touched: UNTOUCHED, parts: [] as Observation[] }, clock.monotonic()];
  followed.meanwhile = meanwhile;
  const answer = await observed(watching, host, followed, { how: "whole", scope });
  followed.meanwhile = undefined;
  const until = clock.monotonic();
  rarely(watching, host, until - from);
  followed.restsUntil.whole = until + Math.min(REST.most, REST.times * (until - from));
  const seen = await usable(watching, host, followed, answer);
  if (seen === undefined) return;
  watching.readFor.set(host, serial);
  take(watching, host, meanwhile.parts.reduce(merged, seen));
  if (meanwhile.parts.length > 0) touchAs(watching, host, meanwhile.touched);
}

/** Reads the part of the host that the events concern. Its settings may be older than those of a whole reading that ends meanwhile. */
async function readPart(watching: Watching, host: string, followed: FollowedHost, touched: Touched): Promise<void> {
  const { clock } = watching.request;
  const [known, meanwhile, from] = [watching.observed.get(host)!, followed.meanwhile, clock.monotonic()];
  if (meanwhile !== undefined) meanwhile.touched = joined(meanwhile.touched, touched);
  const answer = await observed(watching, host, followed, { how: "part", scope: partOf(host, touched, known) });
  const until = clock.monotonic();
  followed.restsUntil.part = Math.max(until, followed.restsUntil.part) + REST.times * (until - from);
  const part = await usable(watching, host, followed, answer);
  if (part === undefined) return;
  const now = watching.observed.get(host);
  if (now === undefined) return touch(watching, host, WHOLE);
  meanwhile?.parts.push(part);
  take(watching, host, merged(now, part));
  if (now !== known) touchAs(watching, host, touched);
  lookBehind(watching, host, known, part);
}

async function observed(
  { request: { hosts } }: Watching,
  host: string,
  { reading }: FollowedHost,
  { how, scope }: { readonly how: Reading; readonly scope: Scope },
): Promise<Result<Observation>> {
  reading.add(how);
  const answer = (await hosts.observe(new Map([[host, scope]]))).get(host)!;
  reading.delete(how);
  return answer;
}

/** What was read, if it says something of the host as it is followed now. */
async function usable(
  watching: Watching,
  host: string,
  followed: FollowedHost,
  answer: Result<Observation>,
): Promise<Observation | undefined> {
  const { clock, signal } = watching.request;
  // It was forgotten meanwhile, or is followed with another scope.
  if (signal.aborted || watching.followed.get(host) !== followed) {
    if (watching.followed.has(host)) touch(watching, host, WHOLE);
    return undefined;
  }
  // What was read before the connection broke says nothing of the time after; all is read when the host is back.
  if (followed.away) {
    report(watching);
    return undefined;
  }
  if (answer.ok) {
    followed.failures = 0;
    return answer.value;
  }
  lose(watching, host, answer.diagnostics[0]!);
  await clock.sleep(Math.min(RETRY_MS.most, RETRY_MS.first * 2 ** followed.failures++), signal);
  touch(watching, host, WHOLE);
  return undefined;
}

/** Reads everything less often where that takes long: it is what an idle watch costs. The interval never becomes shorter. */
function rarely(watching: Watching, host: string, took: number): void {
  const interval = Math.min(SELDOM.most, SELDOM.times * took);
  // Once the interval was reported, readings that take a little longer are no news.
  const least = watching.begun ? 2 * watching.interval : watching.interval;
  if (watching.request.interval !== undefined || interval < least) return;
  watching.interval = interval;
  if (watching.begun) emit(watching, { type: "interval", host, took: seconds(took), interval: seconds(interval) });
}

function take(watching: Watching, host: string, seen: Observation): void {
  watching.observed.set(host, seen);
  if (watching.unreachable.delete(host)) emit(watching, { type: "reachable", host });
  report(watching);
}

/** The next turn reports; the first report waits until no host is being read. */
function report(watching: Watching): void {
  watching.fresh = true;
  watching.wake();
}

/** A pair that the host's end shows for the first time, under this name, leads into a namespace that was not read. */
function lookBehind(watching: Watching, host: string, known: Observation, part: Observation): void {
  const read = new Set(part.scope.netns);
  for (const [key, fact] of part.facts) {
    const behind = known.facts.has(key) ? undefined : typeOf(fact).leadsInto?.(fact);
    if (behind !== undefined && !read.has(behind) && known.scope.netns.includes(behind))
      touch(watching, host, { netns: behind, what: "link" });
  }
}
