import { compare, driftLine } from "../reconcile/drift/compare";
import type { Owned } from "../reconcile/goal";
import type { Observation } from "../ports/backend";
import type { Fact, Key } from "../kernel/fact";
import { keyOf, typeOf } from "../kernel/kinds";
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

/** What a resource is to have, and what an interrupted change of it or an older version has left behind. */
function ownedBy({ wanted, owned, pending }: Compared): ReadonlyMap<Key, Owned> {
  const all = new Map(wanted.map((fact) => [keyOf(fact), { fact, owners: [] }] as const));
  const left: (readonly [Key, Owned])[] = [];
  for (const fact of owned) {
    const key = keyOf(fact);
    if (all.has(key)) continue;
    // With unknown attributes, as after an import, nothing is compiled: the owned facts are the desired ones.
    if (!pending && (typeOf(fact).supplemented?.(fact) || wanted.length === 0)) all.set(key, { fact, owners: [] });
    else left.push([key, { fact, owners: [], leaving: true }]);
  }
  return new Map([...left, ...all]);
}

/** The lines in which the hosts differ from a resource, by key. Empty without drift. */
export function driftOf(resource: Compared): ReadonlyMap<Key, string> {
  const differences = compare(ownedBy(resource), resource.seen, { ...POLICY, closedWorld: false });
  return new Map(differences.map((one) => [one.key, driftLine(one)]));
}

/** Whether an apply of the instance began and did not complete. */
export function isPending({ private: own }: StateInstance): boolean {
  return own?.pending === true;
}
