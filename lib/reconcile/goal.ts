import type { Diagnostic } from "../diagnostic";
import type { FactLookup, FactSource } from "../kernel/among";
import type { Fact, Key } from "../kernel/fact";
import { keyOf, sameFact, typeOf } from "../kernel/kinds";
import { sayClashes, type Clash } from "./clashes";

/** A fact with the addresses of its owning instances. */
export interface Owned {
  readonly fact: Fact;
  readonly owners: readonly string[];
  /** Its owner is in progress: an apply of it has started and was not verified. */
  readonly pending?: true;
  /** Never verified: known only from a claim. */
  readonly claimed?: true;
  /** The interrupted apply was to delete it. */
  readonly leaving?: true;
  /** Other possible values of the object, because a change of it was claimed and may have been interrupted. */
  readonly also?: readonly Fact[];
}

/** The facts of a goal or of a state without their owners, for the questions of the kinds. The map must not change any more. */
export function asFacts(owned: ReadonlyMap<Key, Owned>): FactSource & FactLookup {
  return { get: (key) => owned.get(key)?.fact, values: () => factsOf(owned.values()) };
}

function* factsOf(all: Iterable<Owned>): Generator<Fact> {
  for (const { fact } of all) yield fact;
}

/** The wanted facts, and the owned ones, which may be deleted. */
export interface Goal {
  /** Whether it covers the whole stack. Of an open one, other objects may exist that belong to it. */
  readonly closedWorld: boolean;
  readonly desired: ReadonlyMap<Key, Owned>;
  readonly owned: ReadonlyMap<Key, Owned>;
}

/**
 * Adds an owner. A list of one is shared by all facts of an instance and is not changed; a longer one belongs to its fact and
 * grows in place: thousands of networks share one table.
 */
export function withOwner(owners: readonly string[], address: string): readonly string[] {
  if (owners.length === 1) return [...owners, address];
  (owners as string[]).push(address);
  return owners;
}

/**
 * Two resources that declare equal routes or sysctls are two owners of one object, unless it is shared. Conflicts of firewall
 * elements (a bridge, a gateway, a host port) and of the keys of two networks on one port have rules of their own, which name
 * the attributes at fault.
 */
function join(first: Owned, second: Owned, clashes: Clash[]): Owned {
  if (first.fact.shared && second.fact.shared && sameFact(first.fact, second.fact))
    return { fact: first.fact, owners: withOwner(first.owners, second.owners[0]!) };
  if (!typeOf(second.fact).clashNamedElsewhere) clashes.push({ first, second });
  return first;
}

/** An owner with the facts that it declares. */
export interface DeclaredFacts {
  readonly address: string;
  readonly facts: readonly Fact[];
}

/** Merges the facts of all instances; two owners of one object are diagnostics. */
export function desiredBy(sources: Iterable<DeclaredFacts>): {
  readonly desired: Map<Key, Owned>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const desired = new Map<Key, Owned>();
  const clashes: Clash[] = [];
  for (const { address, facts } of sources) {
    const owners = [address];
    for (const fact of facts) {
      const key = keyOf(fact);
      const one: Owned = { fact, owners };
      const other = desired.get(key);
      desired.set(key, other === undefined ? one : join(other, one, clashes));
    }
  }
  return { desired, diagnostics: sayClashes(clashes, desired) };
}
