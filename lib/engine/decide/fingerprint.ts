import { createHash } from "node:crypto";
import type { Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { keyOf, needsOf } from "../../kernel/kinds";
import { lineOf } from "../../kernel/line";
import type { Fingerprint, PlannedStep } from "../plan";

/** What the steps of one host touch, and what they stand on without making it. */
function relevantKeys(steps: readonly PlannedStep[]): readonly Key[] {
  const keys = new Set<Key>();
  for (const { fact } of steps) {
    keys.add(keyOf(fact));
    for (const need of needsOf(fact)) keys.add(need.key);
  }
  return [...keys].sort();
}

function digest(keys: readonly Key[], facts: Facts): string {
  const hash = createHash("sha256");
  for (const key of keys) {
    const fact = facts.get(key);
    hash.update(fact === undefined ? `${key}\n` : `${key} ${lineOf(fact)}\n`);
  }
  return hash.digest("hex");
}

/** The part of each host that the plan rests on. A change elsewhere, a busy neighbour's, does not make it stale. */
export function fingerprint(
  phases: readonly Readonly<Record<string, readonly PlannedStep[]>>[],
  actual: ReadonlyMap<string, Facts>,
): Fingerprint {
  const steps = new Map<string, PlannedStep[]>();
  for (const phase of phases) {
    for (const [host, some] of Object.entries(phase)) steps.set(host, [...(steps.get(host) ?? []), ...some]);
  }
  const keys = Object.fromEntries([...steps].map(([host, some]) => [host, relevantKeys(some)]));
  return {
    keys,
    digests: Object.fromEntries(Object.entries(keys).map(([host, some]) => [host, digest(some, actual.get(host) ?? new Map())])),
  };
}

/** Hosts that are no longer as the plan saw them. */
export function changedHosts(seen: Fingerprint, actual: ReadonlyMap<string, Facts>): readonly string[] {
  return Object.entries(seen.digests)
    .filter(([host, before]) => digest(seen.keys[host] ?? [], actual.get(host) ?? new Map()) !== before)
    .map(([host]) => host);
}
