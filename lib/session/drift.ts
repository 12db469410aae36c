import { enteredBy, keepsOut, mayBeAnEndpoints } from "../reconcile/unexpected";
import { leftOver } from "../reconcile/left-over";
import type { Observation } from "../ports/backend";
import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { isSettled, keyOf } from "../kernel/kinds";
import { textOf } from "../kernel/line";
import { POLICY } from "../engine/policy";
import type { StateInstance } from "../engine/state/types";

/** A resource's desired and owned facts, and the observations to compare them with. */
export interface Compared {
  /** What its attributes compile to. */
  readonly wanted: readonly Fact[];
  /** What it owns, according to its private bytes. */
  readonly owned: readonly Fact[];
  /** An apply was interrupted: the owned facts may exist or not, and are not meant to stay. */
  readonly pending: boolean;
  /** By host; without the hosts that could not be read. */
  readonly seen: ReadonlyMap<string, Observation>;
}

/** The kinds that a resource may own in addition to what it compiles to, depending on its host. */
const SUPPLEMENTED: ReadonlySet<Fact["kind"]> = new Set(["sysctl", "iptables"]);

/** How one fact differs, as a line of `drift`; undefined where it does not, or where its host was not observed. */
function differs(key: Key, fact: Fact, seen: Compared["seen"]): string | undefined {
  const observation = seen.get(fact.host);
  if (observation === undefined) return undefined;
  const actual = observation.facts.get(key);
  if (actual === undefined) return `- ${textOf(fact)}`;
  const isGood = isSettled(actual, fact) && observation.unsettled.get(key) !== "dadfailed";
  return isGood ? undefined : `~ ${textOf(actual)}`;
}

/** An existing fact of ours that is no longer declared: a newer version, or an interrupted change, has left it behind. */
function left(fact: Fact, seen: Compared["seen"]): string | undefined {
  const actual = leftOver(fact, seen.get(fact.host)?.facts, POLICY);
  return actual === undefined ? undefined : `+ ${textOf(actual)}`;
}

const foreignEntries = new WeakMap<Facts, ReadonlyMap<Key, readonly Fact[]>>();

/** Entries that others may have added to our objects, by the object's key; computed once per observation. */
function foreignEntriesIn(facts: Facts): ReadonlyMap<Key, readonly Fact[]> {
  const known = foreignEntries.get(facts);
  if (known !== undefined) return known;
  const found = new Map<Key, Fact[]>();
  for (const fact of facts.values()) {
    const entered = enteredBy(fact);
    if (entered === undefined || mayBeAnEndpoints(fact)) continue;
    const list = found.get(entered);
    if (list) list.push(fact);
    else found.set(entered, [fact]);
  }
  foreignEntries.set(facts, found);
  return found;
}

function added(wanted: ReadonlyMap<Key, Fact>, seen: Compared["seen"]): readonly Difference[] {
  return [...wanted].flatMap(([key, fact]) => {
    const facts = seen.get(fact.host)?.facts;
    const entries = facts === undefined ? undefined : foreignEntriesIn(facts).get(key);
    const foreign = (entries ?? []).map((entry) => [keyOf(entry), `+ ${textOf(entry)}`] as const);
    return keepsOut(fact) ? foreign.filter(([entry]) => !wanted.has(entry)) : [];
  });
}

type Difference = readonly [Key, string];

/**
 * The lines in which the hosts differ from a resource, by key: `-` missing, `~` changed, `+` unexpected. Empty without drift.
 */
export function driftOf({ wanted, owned, pending, seen }: Compared): ReadonlyMap<Key, string> {
  const all = new Map(wanted.map((fact) => [keyOf(fact), fact] as const));
  const lines: (readonly [Key, string | undefined])[] = [];
  for (const fact of owned) {
    const key = keyOf(fact);
    if (all.has(key)) continue;
    // With unknown attributes, as after an import, nothing is compiled: the owned facts are the desired ones.
    if (!pending && (SUPPLEMENTED.has(fact.kind) || wanted.length === 0)) all.set(key, fact);
    else lines.push([key, left(fact, seen)]);
  }
  for (const [key, fact] of all) lines.push([key, differs(key, fact, seen)]);
  return new Map([...lines.filter((line): line is Difference => line[1] !== undefined), ...added(all, seen)]);
}

/** Whether an apply of the instance began and did not complete. */
export function isPending({ private: own }: StateInstance): boolean {
  return own?.pending === true;
}
