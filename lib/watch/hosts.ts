/** The hosts of a watch: each is followed, and what it reports is read again. */
import { diagnose } from "../diagnostic";
import { typeOf } from "../kernel/kinds";
import type { Observation, Scope } from "../ports/backend";
import { merged } from "../reconcile/merged";
import { covers } from "../reconcile/scope";
import { partOf } from "./touched";
import { emit, lose, seconds, touch, WHOLE, type FollowedHost, type Ground, type Watching } from "./watching";

/** Between two attempts to follow or to read a host: at first, and at most. */
const RETRY_MS = { first: 1000, most: 30_000 };

/** A host that has not begun to report after this time counts as unreachable until it does. */
const START_MS = 15_000;

/** How many times as long as a reading took the host rests after it, and at most. */
const REST = { times: 3, most: 30_000 };

/** Without a stated interval, it is so many times as long as a whole reading took, and an hour at most. */
const SELDOM = { times: 100, most: 3_600_000 };

/** Follows each host of the scopes with the scope that it has now, and no other one. */
export function followAll(watching: Watching, scopes: ReadonlyMap<string, Scope>): void {
  for (const host of watching.followed.keys()) if (!scopes.has(host)) forget(watching, host);
  for (const [host, scope] of scopes) {
    const before = watching.followed.get(host);
    if (before !== undefined && covers(before.scope, scope)) continue;
    before?.end();
    const end = new AbortController();
    const state = { away: false, reading: before?.reading ?? false, restsUntil: 0, failures: 0 };
    watching.followed.set(host, { scope, end: () => end.abort(), starting: before === undefined, ...state });
    const signal = AbortSignal.any([watching.request.signal, end.signal]);
    const running: Promise<void> = followHost(watching, host, signal).finally(() => watching.following.delete(running));
    watching.following.add(running);
  }
}

/** Nothing of the stack is on the host any more. */
function forget(watching: Watching, host: string): void {
  watching.followed.get(host)?.end();
  for (const known of [watching.followed, watching.observed, watching.readFor, watching.touched]) known.delete(host);
  watching.unreachable.delete(host);
}

/** Follows one host until the signal is aborted, and again after each failure. What happened meanwhile is read as a whole. */
async function followHost(watching: Watching, host: string, signal: AbortSignal): Promise<void> {
  const { hosts, clock } = watching.request;
  const followed = watching.followed.get(host)!;
  let pause = RETRY_MS.first;
  const onBegun = () => {
    pause = RETRY_MS.first;
    Object.assign(followed, { starting: false, away: false });
    touch(watching, host, WHOLE);
  };
  while (!signal.aborted) {
    void tooLate(watching, host, followed, signal);
    const ended = await hosts.follow(host, { scope: followed.scope, onBegun, onEvent: (event) => touch(watching, host, event), signal });
    if (signal.aborted) return;
    // Its time is over: it begins again, and what happened between is read.
    if (ended === undefined) continue;
    Object.assign(followed, { starting: false, away: true });
    lose(watching, host, ended);
    await clock.sleep(pause, signal);
    pause = Math.min(RETRY_MS.most, pause * 2);
  }
}

/** One slow host does not hold up the reports on the others. */
async function tooLate(watching: Watching, host: string, followed: FollowedHost, signal: AbortSignal): Promise<void> {
  await watching.request.clock.sleep(START_MS, signal);
  if (signal.aborted || !followed.starting) return;
  Object.assign(followed, { starting: false, away: true });
  lose(watching, host, diagnose("host-unreachable", `Host "${host}" has not answered for ${START_MS / 1000} seconds.`, { host }));
}

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
  for (const [host, whole] of scopes) {
    const followed = watching.followed.get(host)!;
    if (!isReadable(watching, followed)) continue;
    const scope = scopeOf(watching, host, whole);
    if (scope === undefined) continue;
    watching.touched.delete(host);
    void readHost(watching, host, followed, { scope, whole, serial });
  }
}

/** A host that cannot be followed is read when it can be followed again. */
function isReadable({ request: { clock } }: Watching, { away, reading, restsUntil }: FollowedHost): boolean {
  return !away && !reading && clock.monotonic() >= restsUntil;
}

function scopeOf({ observed, touched }: Watching, host: string, whole: Scope): Scope | undefined {
  const [known, reported] = [observed.get(host), touched.get(host)];
  if (known === undefined) return reported === undefined ? undefined : whole;
  if (!covers(known.scope, whole)) return whole;
  return reported && (reported.whole ? whole : partOf(host, reported, known));
}

/** What is read: all, or a part of it. `serial`: of the state that is known when it begins. */
interface ReadingScope {
  readonly scope: Scope;
  readonly whole: Scope;
  readonly serial: number;
}

async function readHost(watching: Watching, host: string, followed: FollowedHost, { scope, whole, serial }: ReadingScope): Promise<void> {
  const { hosts, clock, signal } = watching.request;
  const [known, from] = [watching.observed.get(host), clock.monotonic()];
  followed.reading = true;
  const answer = (await hosts.observe(new Map([[host, scope]]))).get(host)!;
  followed.reading = false;
  const until = clock.monotonic();
  if (scope === whole) rarely(watching, host, until - from);
  followed.restsUntil = until + Math.min(REST.most, REST.times * (until - from));
  // It was forgotten meanwhile, or is followed with another scope.
  if (signal.aborted || watching.followed.get(host) !== followed) return touchAgain(watching, host);
  // What was read before the connection broke says nothing of the time after; all is read when the host is back.
  if (followed.away) return report(watching);
  if (!answer.ok) {
    lose(watching, host, answer.diagnostics[0]!);
    await clock.sleep(Math.min(RETRY_MS.most, RETRY_MS.first * 2 ** followed.failures++), signal);
    return touch(watching, host, WHOLE);
  }
  followed.failures = 0;
  if (scope !== whole && watching.observed.get(host) !== known) return touch(watching, host, WHOLE);
  watching.readFor.set(host, serial);
  take(watching, host, scope === whole ? answer.value : merged(known!, answer.value));
  if (scope !== whole) lookBehind(watching, host, known!, answer.value);
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

function touchAgain(watching: Watching, host: string): void {
  const followed = watching.followed.get(host);
  if (followed === undefined) return;
  followed.reading = false;
  touch(watching, host, WHOLE);
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
