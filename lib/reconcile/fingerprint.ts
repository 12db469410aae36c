import { createHash } from "node:crypto";
import type { Scope } from "../ports/backend";
import type { Adopted } from "../kernel/adopted";
import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { isOurVlan, usersOf } from "../kernel/kinds/vlan";
import type { ReadSet } from "../kernel/read-set";
import { keyOf, needsOf, readSetOf, typeOf, withinReach } from "../kernel/kinds";
import { lineOf } from "../kernel/line";
import type { Change, FactPlan, Fingerprint, PlannedStep } from "./plan";
import { own } from "../net/own";

/** Fact keys, sharing the strings of the changes: in a large plan they are most of the text. */
function keysIn(changes: readonly Change[]): (fact: Fact) => Key {
  const known = new Map<Fact, Key>();
  for (const { key, before, after } of changes) {
    if (before !== undefined) known.set(before, key);
    if (after !== undefined) known.set(after, key);
  }
  return (fact) => known.get(fact) ?? keyOf(fact);
}

/** The facts that the steps of one host change, and those that they depend on without creating them. */
function relevantKeys(steps: readonly PlannedStep[], key: (fact: Fact) => Key): Record<"keys" | "needs", readonly Key[]> {
  const keys = new Set(steps.map(({ fact }) => key(fact)));
  const needs = new Set(steps.flatMap(({ fact }) => needsOf(fact).map(({ key }) => key)));
  return { keys: [...keys].sort(), needs: [...needs].filter((key) => !keys.has(key)).sort() };
}

/**
 * For the dependencies of the steps, only existence and owner are compared, unless another object may have the name. An
 * observation of the changed facts may not include more: the other end of a veth pair may be in a namespace outside its scope.
 */
function stands(fact: Fact): string {
  return typeOf(fact).mayBeAnother ? lineOf(fact) : (fact.mark ?? "there");
}

/** What the kernel deletes with these objects, objects of other stacks included. */
function contentsOf(keys: readonly Key[], facts: Facts): readonly Key[] {
  const deleted = new Set<ReadSet>();
  const carried: Key[] = [];
  for (const key of keys) {
    const fact = facts.get(key);
    const contents = fact && typeOf(fact).contents;
    if (contents !== undefined) deleted.add(contents);
    if (fact !== undefined && isOurVlan(fact)) carried.push(...usersOf(fact, fact.name, facts));
  }
  if (deleted.size === 0) return carried.sort();
  return [...carried, ...[...facts].flatMap(([key, { kind }]) => (deleted.has(readSetOf(kind)!) ? [key] : []))].sort();
}

function digest(keys: readonly Key[], needs: readonly Key[], facts: Facts): string {
  const hash = createHash("sha256");
  const put = (key: Key, say: (fact: Fact) => string) => {
    const fact = facts.get(key);
    hash.update(fact === undefined ? `${key}\n` : `${key} ${say(fact)}\n`);
  };
  for (const key of keys) put(key, (fact) => lineOf(withinReach(fact)));
  for (const key of contentsOf(keys, facts)) hash.update(`${key}\n`);
  for (const key of needs) put(key, stands);
  return hash.digest("hex");
}

function adoptedAmong(keys: readonly Key[], facts: Facts): Scope["adopt"] {
  const adopted: (readonly [string, readonly Adopted[]])[] = [];
  for (const key of keys) {
    const fact = facts.get(key);
    const from = fact && typeOf(fact).adopts?.(fact);
    if (from !== undefined) adopted.push([typeOf(fact!).leadsInto!(fact!), [from]]);
  }
  return Object.fromEntries(adopted);
}

/** The part of each host that the plan depends on. A change elsewhere on the host does not make the plan stale. */
export function fingerprint({ phases, changes }: FactPlan, actual: ReadonlyMap<string, Facts>): Fingerprint {
  const steps = new Map<string, PlannedStep[]>();
  for (const phase of phases) {
    for (const [host, some] of Object.entries(phase)) steps.set(host, [...(steps.get(host) ?? []), ...some]);
  }
  const key = keysIn(changes);
  const relevant = [...steps].map(([host, some]) => [host, relevantKeys(some, key)] as const);
  const factsOf = (host: string) => actual.get(host) ?? new Map();
  const adopt = relevant.map(([host, { keys, needs }]) => [host, adoptedAmong([...keys, ...needs], factsOf(host))] as const);
  const found = adopt.filter(([, names]) => Object.keys(names).length > 0);
  return {
    ...(found.length > 0 ? { adopt: Object.fromEntries(found) } : {}),
    keys: Object.fromEntries(relevant.map(([host, { keys }]) => [host, keys])),
    needs: Object.fromEntries(relevant.map(([host, { needs }]) => [host, needs])),
    digests: Object.fromEntries(relevant.map(([host, { keys, needs }]) => [host, digest(keys, needs, factsOf(host))])),
  };
}

/** Hosts that have changed since the plan's observation. */
export function changedHosts(seen: Fingerprint, actual: ReadonlyMap<string, Facts>): readonly string[] {
  return Object.entries(seen.digests)
    .filter(([host, before]) => digest(own(seen.keys, host) ?? [], own(seen.needs, host) ?? [], actual.get(host) ?? new Map()) !== before)
    .map(([host]) => host);
}
