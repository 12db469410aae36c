/** Follows the hosts of a stack, and reports the findings that come and go. */
import { hasErrors, type Diagnostic } from "../diagnostic";
import type { Finding, StackFindings } from "../drift/finding";
import type { Observation } from "../ports/backend";
import { covers } from "../reconcile/scope";
import { changesOf } from "./events";
import { attemptedAt, MOST_FAILED, toHeal, without } from "./heal";
import { followAll } from "./hosts";
import { readOutdated, readTouched, restOf } from "./readings";
import { emit, newWatching, seconds, touch, WHOLE, type Ground, type Watching, type WatchRequest } from "./watching";

/** Events are collected for this time: one command makes many. */
const DEBOUNCE_MS = 100;

/** While an apply of another run is underway, the state is read again after this time. */
const UNDERWAY_MS = 1000;

/** A claim that is as old as this is one of an apply that was killed: what differs is reported as by `netweft drift`. */
const CLAIM_MS = 60_000;

/** The longest pause that a timer can have. */
const LONGEST_MS = 2 ** 31 - 1;

/** Watches until the signal is aborted. Returns at once, with the reasons, where the first state cannot be read. */
export async function watch(request: WatchRequest): Promise<readonly Diagnostic[]> {
  const ground = await request.ground();
  if (!ground.ok) return ground.diagnostics;
  const watching = newWatching(request);
  followAll(watching, ground.value.scopes);
  await turns(watching);
  await Promise.all([...watching.following, watching.healing]);
  return [];
}

async function turns(watching: Watching): Promise<void> {
  const { clock, signal } = watching.request;
  let last = clock.monotonic();
  while (!signal.aborted) {
    const wait = isStarting(watching) ? Infinity : await turn(watching);
    if (signal.aborted) return;
    const whole = last + watching.interval;
    if (wait !== Infinity || !hasNews(watching)) await pause(watching, Math.min(wait, restOf(watching), whole - clock.monotonic()));
    if (watching.touched.size > 0) await clock.sleep(DEBOUNCE_MS, signal);
    if (clock.monotonic() < whole) continue;
    touchAll(watching);
    last = clock.monotonic();
  }
}

/** Before the first report every host has its chance to answer. Later ones do not hold up the others. */
function isStarting({ followed, begun }: Watching): boolean {
  return !begun && [...followed.values()].some(({ starting }) => starting);
}

/** Whether a turn would find something to do. */
function hasNews(watching: Watching): boolean {
  return !isStarting(watching) && (watching.fresh || restOf(watching) === 0);
}

/** Sleeps until something happens. */
async function pause(watching: Watching, milliseconds: number): Promise<void> {
  const { clock, signal } = watching.request;
  const until = new AbortController();
  const stop = () => until.abort();
  watching.wake = stop;
  signal.addEventListener("abort", stop, { once: true });
  await clock.sleep(Math.min(LONGEST_MS, Math.max(0, milliseconds)), until.signal);
  signal.removeEventListener("abort", stop);
  watching.wake = () => undefined;
}

/** Has read what was touched, and reports what was read. Returns the milliseconds until the next turn if nothing happens. */
async function turn(watching: Watching): Promise<number> {
  const { request } = watching;
  const ground = await request.ground();
  if (!ground.ok) {
    emit(watching, { type: "unread", diagnostics: ground.diagnostics });
    return UNDERWAY_MS;
  }
  const { scopes } = ground.value;
  followAll(watching, scopes);
  const underway = isUnderway(watching, ground.value);
  const isOutdated = readOutdated(watching, ground.value, underway);
  readTouched(watching, ground.value);
  if (!watching.begun && isOutdated) return underway ? UNDERWAY_MS : restOf(watching);
  if (!watching.fresh || (!watching.begun && [...watching.followed.values()].some(({ reading }) => reading.size > 0))) {
    watching.fresh = false;
    return Infinity;
  }
  if (underway) return UNDERWAY_MS;
  watching.fresh = false;
  const read = readFor(watching, ground.value);
  const report = ground.value.report(read);
  if (!report.ok) {
    emit(watching, { type: "unread", diagnostics: report.diagnostics });
    return Infinity;
  }
  announce(watching, report.value, read.keys());
  return repair(watching, new Set(report.value.unread));
}

/** A host of which a part was never read, or that was read for another state, is unread: nothing is known of it. */
function readFor({ observed, readFor: serials }: Watching, { scopes, serial }: Ground): ReadonlyMap<string, Observation> {
  const isRead = (host: string, { scope }: Observation) => {
    const whole = scopes.get(host);
    return whole !== undefined && covers(scope, whole) && serials.get(host) === serial;
  };
  return new Map([...observed].filter(([host, seen]) => isRead(host, seen)));
}

function isUnderway(watching: Watching, { claimed }: Ground): boolean {
  const now = watching.request.clock.monotonic();
  if (claimed === undefined) watching.claim = undefined;
  else if (watching.claim?.serial !== claimed) watching.claim = { serial: claimed, since: now };
  return watching.claim !== undefined && now - watching.claim.since < CLAIM_MS;
}

function announce(watching: Watching, report: StackFindings, hosts: Iterable<string>): void {
  const { known, found, changed, resolved } = changesOf(watching.known, report.findings, new Set(report.unread));
  watching.known = known;
  if (!watching.begun) begin(watching, report, [...hosts]);
  for (const finding of found) emit(watching, { type: "found", finding });
  for (const finding of changed) emit(watching, { type: "changed", finding });
  for (const finding of resolved) {
    watching.givenUp.delete(finding.fingerprint);
    emit(watching, { type: "resolved", finding });
  }
}

function begin(watching: Watching, { findings }: StackFindings, hosts: readonly string[]): void {
  watching.begun = true;
  emit(watching, {
    type: "watching",
    stack: watching.request.stack,
    hosts,
    findings: findings.length,
    interval: seconds(watching.interval),
  });
}

/** Begins to repair what may be repaired now. Returns the milliseconds until the next attempt. */
function repair(watching: Watching, unread: ReadonlySet<string>): number {
  const { clock, heal } = watching.request;
  if (heal === undefined || watching.healing !== undefined) return Infinity;
  const { now, wait = Infinity, over } = toHeal(watching.known.values(), watching, clock.monotonic(), unread);
  for (const finding of over) {
    if (watching.givenUp.has(finding.fingerprint)) continue;
    watching.givenUp.add(finding.fingerprint);
    emit(watching, { type: "given-up", finding });
  }
  if (now.length > 0) watching.healing = repaired(watching, heal, now).finally(() => (watching.healing = undefined));
  if (now.length === 0 && wait < Infinity) watching.fresh = true;
  return now.length > 0 ? Infinity : wait;
}

async function repaired(watching: Watching, heal: NonNullable<WatchRequest["heal"]>, findings: readonly Finding[]): Promise<void> {
  const { clock } = watching.request;
  for (const { fingerprint } of findings) watching.givenUp.delete(fingerprint);
  const diagnostics = await heal(findings);
  const time = clock.monotonic();
  if (hasErrors(diagnostics)) {
    watching.failed = attemptedAt(watching.failed, findings, time, MOST_FAILED);
    emit(watching, { type: "not-healed", findings, diagnostics });
  } else {
    watching.repaired = attemptedAt(watching.repaired, findings, time);
    watching.failed = without(watching.failed, findings);
    emit(watching, { type: "healed", findings });
  }
  touchAll(watching);
}

function touchAll(watching: Watching): void {
  for (const [host, { away }] of watching.followed) if (!away) touch(watching, host, WHOLE);
}
