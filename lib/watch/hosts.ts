/** The hosts of a watch: each is followed. What it reports is read again by `readings.ts`. */
import { diagnose } from "../diagnostic";
import type { Scope } from "../ports/backend";
import { covers } from "../reconcile/scope";
import { lose, RETRY_MS, touch, WHOLE, type FollowedHost, type Watching } from "./watching";

/** A host that has not begun to report after this time counts as unreachable until it does. */
const START_MS = 15_000;

/** Follows each host of the scopes with the scope that it has now, and no other one. */
export function followAll(watching: Watching, scopes: ReadonlyMap<string, Scope>): void {
  for (const host of watching.followed.keys()) if (!scopes.has(host)) forget(watching, host);
  for (const [host, scope] of scopes) {
    const before = watching.followed.get(host);
    if (before !== undefined && covers(before.scope, scope)) continue;
    before?.end();
    const end = new AbortController();
    const state = { away: false, reading: before?.reading ?? new Set(), restsUntil: { whole: 0, part: 0 }, failures: 0 };
    watching.followed.set(host, { scope, end: () => end.abort(), starting: before === undefined, meanwhile: undefined, ...state });
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
