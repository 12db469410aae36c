import { createHash } from "node:crypto";
import type { Scope } from "../../io";
import { isAdopted } from "../../kernel/adopted";
import type { FactOf, Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { keyOf, needsOf } from "../../kernel/kinds";
import { lineOf } from "../../kernel/line";
import type { Fingerprint, PlannedStep } from "../plan";
import { adoptedAs } from "../scope";

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

function adoptedAmong(keys: readonly Key[], facts: Facts): Scope["adopt"] {
  const adopted = keys.map((key) => facts.get(key)).filter((fact) => fact?.kind === "netns" && isAdopted(fact)) as FactOf<"netns">[];
  return Object.fromEntries(adopted.map((fact) => [fact.name, [adoptedAs(fact)]]));
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
  const adopt = Object.entries(keys).map(([host, some]) => [host, adoptedAmong(some, actual.get(host) ?? new Map())] as const);
  const found = adopt.filter(([, names]) => Object.keys(names).length > 0);
  return {
    ...(found.length > 0 ? { adopt: Object.fromEntries(found) } : {}),
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
