/** When a finding is repaired again, and when no more: another program may keep changing it back. */
import type { Finding } from "../drift/finding";

/** Milliseconds after the last attempt at which the next one may begin: the second one, the third … */
const PAUSES_MS: readonly number[] = [10_000, 60_000];

/** After this time without an attempt, a finding counts as new. */
const FORGOTTEN_MS = 3_600_000;

/** Attempts at a finding, in milliseconds of a monotonic clock. */
export interface Attempts {
  readonly count: number;
  readonly last: number;
}

export type Attempted = ReadonlyMap<string, Attempts>;

export interface HealDecision {
  /** To be repaired now. */
  readonly now: readonly Finding[];
  /** Milliseconds until the next one may be repaired; undefined if none waits. */
  readonly wait: number | undefined;
  /** Tried as often as is sensible. */
  readonly over: readonly Finding[];
}

/** Which findings an apply repairs now. Only those count that an apply repairs by itself. */
export function toHeal(findings: Iterable<Finding>, attempted: Attempted, time: number): HealDecision {
  const [now, over]: [Finding[], Finding[]] = [[], []];
  let wait: number | undefined;
  for (const finding of findings) {
    if (finding.repair.by !== "apply") continue;
    const attempts = attempted.get(finding.fingerprint);
    const left = attempts === undefined || time - attempts.last > FORGOTTEN_MS ? 0 : leftOf(attempts, time);
    if (left === undefined) over.push(finding);
    else if (left <= 0) now.push(finding);
    else wait = Math.min(wait ?? left, left);
  }
  return { now, wait, over };
}

/** Milliseconds until the next attempt; undefined if there is none. */
function leftOf({ count, last }: Attempts, time: number): number | undefined {
  const pause = PAUSES_MS[count - 1];
  return pause === undefined ? undefined : last + pause - time;
}

/** After an attempt at these findings. */
export function attemptedAt(before: Attempted, findings: readonly Finding[], time: number): Attempted {
  const after = new Map(before);
  for (const { fingerprint } of findings) {
    const earlier = before.get(fingerprint);
    const count = earlier === undefined || time - earlier.last > FORGOTTEN_MS ? 1 : earlier.count + 1;
    after.set(fingerprint, { count, last: time });
  }
  return after;
}
