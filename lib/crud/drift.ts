import { enteredBy, keepsOut, mayBeAnEndpoints } from "../engine/intruders";
import { leftOver } from "../engine/left-over";
import type { Observation } from "../io";
import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { isSettled, keyOf } from "../kernel/kinds";
import { textOf } from "../kernel/line";
import type { StateInstance } from "../engine/state/types";

/** What a resource is to have and what it had, against what is seen. */
export interface Compared {
  /** What its attributes compile to. */
  readonly wanted: readonly Fact[];
  /** What it owns, by what is written in its private bytes. */
  readonly owned: readonly Fact[];
  /** An apply was interrupted: what it owns may be there or not, and is not meant to stay. */
  readonly pending: boolean;
  /** By host; of a host that could not be read nothing is said. */
  readonly seen: ReadonlyMap<string, Observation>;
}

/** The kinds that a resource may own beside what it compiles to, because of what its host was found to be. */
const SUPPLEMENTED: ReadonlySet<Fact["kind"]> = new Set(["sysctl", "iptables"]);

/** How one fact differs, as a line of `drift`; undefined where it does not, or where nobody could look. */
function differs(key: Key, fact: Fact, seen: Compared["seen"]): string | undefined {
  const observation = seen.get(fact.host);
  if (observation === undefined) return undefined;
  const actual = observation.facts.get(key);
  if (actual === undefined) return `- ${textOf(fact)}`;
  const isGood = isSettled(actual, fact) && observation.unsettled.get(key) !== "dadfailed";
  return isGood ? undefined : `~ ${textOf(actual)}`;
}

/** What is ours and there, and nothing declares it any more: a newer version, or an interrupted change, has left it behind. */
function left(fact: Fact, seen: Compared["seen"]): string | undefined {
  const actual = leftOver(fact, seen.get(fact.host)?.facts);
  return actual === undefined ? undefined : `+ ${textOf(actual)}`;
}

const strangers = new WeakMap<Facts, ReadonlyMap<Key, readonly Fact[]>>();

/** What others may have put into something of ours, by what it is in; each observation is gone through once. */
function strangersIn(facts: Facts): ReadonlyMap<Key, readonly Fact[]> {
  const known = strangers.get(facts);
  if (known !== undefined) return known;
  const found = new Map<Key, Fact[]>();
  for (const fact of facts.values()) {
    const entered = enteredBy(fact);
    if (entered === undefined || mayBeAnEndpoints(fact)) continue;
    const list = found.get(entered);
    if (list) list.push(fact);
    else found.set(entered, [fact]);
  }
  strangers.set(facts, found);
  return found;
}

function added(wanted: ReadonlyMap<Key, Fact>, seen: Compared["seen"]): readonly Difference[] {
  return [...wanted].flatMap(([key, fact]) => {
    const facts = seen.get(fact.host)?.facts;
    const entries = facts === undefined ? undefined : strangersIn(facts).get(key);
    const strange = (entries ?? []).map((entry) => [keyOf(entry), `+ ${textOf(entry)}`] as const);
    return keepsOut(fact) ? strange.filter(([entry]) => !wanted.has(entry)) : [];
  });
}

type Difference = readonly [Key, string];

/**
 * The lines in which the hosts differ from a resource, by what they are about: `-` is missing, `~` is otherwise, `+` is too
 * much. Empty when everything is as it should be.
 */
export function driftOf({ wanted, owned, pending, seen }: Compared): ReadonlyMap<Key, string> {
  const all = new Map(wanted.map((fact) => [keyOf(fact), fact] as const));
  const lines: (readonly [Key, string | undefined])[] = [];
  for (const fact of owned) {
    const key = keyOf(fact);
    if (all.has(key)) continue;
    // Where attributes are open, as after an import, nothing is compiled: what is owned is what there is to be.
    if (!pending && (SUPPLEMENTED.has(fact.kind) || wanted.length === 0)) all.set(key, fact);
    else lines.push([key, left(fact, seen)]);
  }
  for (const [key, fact] of all) lines.push([key, differs(key, fact, seen)]);
  return new Map([...lines.filter((line): line is Difference => line[1] !== undefined), ...added(all, seen)]);
}

/** Whether an apply of the instance was begun and not seen to end. */
export function isPending({ private: own }: StateInstance): boolean {
  return own?.pending === true;
}
