/** Follows the hosts of a stack, and reports the findings that come and go. */
import { hasErrors, type Diagnostic } from "../diagnostic";
import type { StackFindings } from "../drift/finding";
import { changesOf } from "./events";
import { attemptedAt, toHeal } from "./heal";
import { followAll, readTouched } from "./hosts";
import { emit, newWatching, touch, WHOLE, type Watching, type WatchRequest } from "./watching";

/** Events are collected for this time: one command makes many. */
const DEBOUNCE_MS = 250;

/** While an apply of another run is underway, the state is read again after this time. */
const UNDERWAY_MS = 1000;

/** Watches until the signal is aborted. Returns at once, with the reasons, where the first state cannot be read. */
export async function watch(request: WatchRequest): Promise<readonly Diagnostic[]> {
  const ground = await request.ground();
  if (!ground.ok) return ground.diagnostics;
  const watching = newWatching(request);
  followAll(watching, ground.value.scopes);
  await turns(watching);
  await Promise.all(watching.following);
  return [];
}

async function turns(watching: Watching): Promise<void> {
  const { clock, interval, signal } = watching.request;
  let whole = clock.monotonic() + interval;
  while (!signal.aborted) {
    const wait = watching.starting.size > 0 ? Infinity : await turn(watching);
    if (signal.aborted) return;
    const goesOn = wait === 0 || (wait === Infinity && hasNews(watching));
    if (!goesOn) await pause(watching, Math.min(wait, whole - clock.monotonic()));
    if (watching.touched.size > 0) await clock.sleep(DEBOUNCE_MS, signal);
    if (clock.monotonic() < whole) continue;
    for (const host of watching.followed.keys()) if (!watching.away.has(host)) touch(watching, host, WHOLE);
    whole = clock.monotonic() + interval;
  }
}

function hasNews({ starting, fresh, touched }: Watching): boolean {
  return starting.size === 0 && (fresh || touched.size > 0);
}

/** Sleeps until something happens. */
async function pause(watching: Watching, milliseconds: number): Promise<void> {
  const { clock, signal } = watching.request;
  const until = new AbortController();
  const stop = () => until.abort();
  watching.wake = stop;
  signal.addEventListener("abort", stop, { once: true });
  await clock.sleep(Math.max(0, milliseconds), until.signal);
  signal.removeEventListener("abort", stop);
  watching.wake = () => undefined;
}

/** Has read what was touched, and reports what was read. Returns the milliseconds until the next turn if nothing happens. */
async function turn(watching: Watching): Promise<number> {
  const { request } = watching;
  const ground = await request.ground();
  if (!ground.ok) {
    emit(watching, { type: "unread", diagnostics: ground.diagnostics });
    return Infinity;
  }
  followAll(watching, ground.value.scopes);
  readTouched(watching, ground.value.scopes);
  if (!watching.fresh || (!watching.begun && watching.reading.size > 0)) {
    watching.fresh = false;
    return Infinity;
  }
  if (ground.value.underway) return UNDERWAY_MS;
  watching.fresh = false;
  const report = ground.value.report(watching.observed);
  if (!report.ok) {
    emit(watching, { type: "unread", diagnostics: report.diagnostics });
    return Infinity;
  }
  announce(watching, report.value);
  return repair(watching);
}

function announce(watching: Watching, report: StackFindings): void {
  const { known, found, changed, resolved } = changesOf(watching.known, report.findings, new Set(report.unread));
  watching.known = known;
  if (!watching.begun) {
    const hosts = [...watching.observed.keys()];
    emit(watching, { type: "watching", stack: watching.request.stack, hosts, findings: report.findings.length });
  }
  watching.begun = true;
  for (const finding of found) emit(watching, { type: "found", finding });
  for (const finding of changed) emit(watching, { type: "changed", finding });
  for (const finding of resolved) {
    watching.givenUp.delete(finding.fingerprint);
    emit(watching, { type: "resolved", finding });
  }
}

/** Repairs what may be repaired now. Returns the milliseconds until the next attempt. */
async function repair(watching: Watching): Promise<number> {
  const { clock, heal } = watching.request;
  if (heal === undefined) return Infinity;
  const { now, wait = Infinity, over } = toHeal(watching.known.values(), watching.attempted, clock.monotonic());
  for (const finding of over) {
    if (watching.givenUp.has(finding.fingerprint)) continue;
    watching.givenUp.add(finding.fingerprint);
    emit(watching, { type: "given-up", finding });
  }
  if (now.length === 0) return wait;
  const diagnostics = await heal(now);
  watching.attempted = attemptedAt(watching.attempted, now, clock.monotonic());
  if (hasErrors(diagnostics)) emit(watching, { type: "not-healed", findings: now, diagnostics });
  else emit(watching, { type: "healed", findings: now });
  for (const host of watching.observed.keys()) touch(watching, host, WHOLE);
  return 0;
}
