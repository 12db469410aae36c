/** What a watch reports, and how two reports differ. */
import type { Diagnostic } from "../diagnostic";
import type { Finding } from "../drift/finding";

/** One event; `at` is its time (ISO 8601, UTC), `interval` the seconds between two whole observations, of which one took `took`. */
export type WatchEvent = { readonly at: string } & (
  | {
      readonly type: "watching";
      readonly stack: string;
      readonly hosts: readonly string[];
      readonly findings: number;
      readonly interval: number;
    }
  | { readonly type: "found" | "changed" | "resolved"; readonly finding: Finding }
  | { readonly type: "unreachable"; readonly host: string; readonly diagnostic: Diagnostic }
  | { readonly type: "interval"; readonly host: string; readonly took: number; readonly interval: number }
  | { readonly type: "reachable"; readonly host: string }
  | { readonly type: "unread"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: "healed"; readonly findings: readonly Finding[] }
  | { readonly type: "not-healed"; readonly findings: readonly Finding[]; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: "given-up"; readonly finding: Finding }
);

/** An event before its time is known. */
export type Occurrence = WatchEvent extends infer E ? (E extends unknown ? Omit<E, "at"> : never) : never;

/** The findings of the last report, by fingerprint. */
export type Known = ReadonlyMap<string, Finding>;

export interface FindingChanges {
  readonly known: Known;
  readonly found: readonly Finding[];
  readonly changed: readonly Finding[];
  readonly resolved: readonly Finding[];
}

/**
 * What is new since the last report. Findings keep the time at which they were first seen. Those of hosts that could not be read are
 * neither resolved nor found: nothing is known of them.
 */
export function changesOf(before: Known, now: readonly Finding[], unread: ReadonlySet<string>): FindingChanges {
  const known = new Map<string, Finding>();
  const [found, changed]: [Finding[], Finding[]] = [[], []];
  for (const finding of now) {
    const earlier = before.get(finding.fingerprint);
    const kept: Finding = earlier === undefined ? finding : { ...finding, firstSeen: earlier.firstSeen, status: "persisting" };
    known.set(finding.fingerprint, kept);
    if (earlier === undefined) found.push(kept);
    else if (differs(earlier, kept)) changed.push(kept);
  }
  const resolved: Finding[] = [];
  for (const [fingerprint, finding] of before) {
    if (known.has(fingerprint)) continue;
    if (unread.has(finding.host)) known.set(fingerprint, finding);
    else resolved.push(finding);
  }
  return { known, found, changed, resolved };
}

function differs(one: Finding, other: Finding): boolean {
  const what = ({ actual, expected, severity, repair }: Finding) => JSON.stringify([actual, expected, severity, repair.by]);
  return what(one) !== what(other);
}
