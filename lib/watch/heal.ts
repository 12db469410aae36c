/** When a finding is repaired again, and when no more: another program may keep changing it back. */
import type { Finding } from "../drift/finding";

/** Milliseconds after the last repair at which the next one may begin: the second one, the third … */
const PAUSES_MS: readonly number[] = [10_000, 60_000];

/** Milliseconds between two attempts that fail. */
const FAILED_MS: readonly number[] = [10_000, 60_000, 300_000];

/** After this time without an attempt, a finding counts as new. */
const FORGOTTEN_MS = 3_600_000;

/** Attempts at a finding, in milliseconds of a monotonic clock. */
export interface Attempts {
  readonly count: number;
  readonly last: number;
}

export type Attempted = ReadonlyMap<string, Attempts>;

/** Repairs that were made, and attempts that failed: nothing came of these, and they are not given up. */
export interface RepairHistory {
  readonly repaired: Attempted;
  readonly failed: Attempted;
}

export interface HealDecision {
  /** To be repaired now. */
  readonly now: readonly Finding[];
  /** Milliseconds until the next one may be repaired; undefined if none waits. */
  readonly wait: number | undefined;
  /** They came back after as many repairs as are sensible. */
  readonly over: readonly Finding[];
}

/** Which findings an apply repairs now. Only those count that an apply repairs by itself, on hosts that could be read. */
export function toHeal(
  findings: Iterable<Finding>,
  { repaired, failed }: RepairHistory,
  time: number,
  unread: ReadonlySet<string> = new Set(),
): HealDecision {
  const [now, over]: [Finding[], Finding[]] = [[], []];
  let wait: number | undefined;
  for (const finding of findings) {
    if (finding.repair.by !== "apply" || unread.has(finding.host)) continue;
    const left = leftOf(repaired.get(finding.fingerprint), PAUSES_MS, time);
    const again = leftOf(failed.get(finding.fingerprint), FAILED_MS, time) ?? FAILED_MS.at(-1)!;
    if (left === undefined) over.push(finding);
    else if (left <= 0 && again <= 0) now.push(finding);
    else wait = Math.min(wait ?? Infinity, Math.max(left, again));
  }
  return { now, wait, over };
}

/** Milliseconds until the next attempt; undefined if there is none. */
function leftOf(attempts: Attempts | undefined, pauses: readonly number[], time: number): number | undefined {
  if (attempts === undefined || time - attempts.last > FORGOTTEN_MS) return 0;
  const pause = pauses[attempts.count - 1];
  return pause === undefined ? undefined : attempts.last + pause - time;
}

/** After an attempt at these findings. `most`: further attempts count as this many. */
export function attemptedAt(before: Attempted, findings: readonly Finding[], time: number, most = Infinity): Attempted {
  const after = new Map([...before].filter(([, { last }]) => time - last <= FORGOTTEN_MS));
  for (const { fingerprint } of findings) {
    const earlier = after.get(fingerprint);
    after.set(fingerprint, { count: Math.min(most, (earlier?.count ?? 0) + 1), last: time });
  }
  return after;
}

/** Attempts that fail go on at the longest pause. */
export const MOST_FAILED = FAILED_MS.length;

/** After a repair, earlier failures do not matter. */
export function without(attempted: Attempted, findings: readonly Finding[]): Attempted {
  const gone = new Set(findings.map(({ fingerprint }) => fingerprint));
  return new Map([...attempted].filter(([fingerprint]) => !gone.has(fingerprint)));
}
