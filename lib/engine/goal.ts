import type { Diagnostic } from "../diagnostic";
import type { Fact, Key, Kind } from "../kernel/fact";
import { keyOf, sameFact } from "../kernel/kinds";
import { sayClashes, type Clash } from "./clashes";
import type { Resolved } from "./survey/resolve";

/** A fact with the addresses of the instances that it comes from. */
export interface Owned {
  readonly fact: Fact;
  readonly owners: readonly string[];
  /** Its owner is under way: an apply of it was begun, and was not seen to end. */
  readonly pending?: true;
  /** No apply has seen it there: a line of the claim says that it was to come, and that is all. */
  readonly claimed?: true;
  /** The apply that was begun was to take it away. */
  readonly leaving?: true;
  /** What the object was or may be instead, because a change of it was claimed and may have been interrupted. */
  readonly also?: readonly Fact[];
}

/** What is to be true, and what is ours to take away. */
export interface Goal {
  readonly desired: ReadonlyMap<Key, Owned>;
  readonly owned: ReadonlyMap<Key, Owned>;
}

const JUDGED_ELSEWHERE: ReadonlySet<Kind> = new Set(["element", "sa", "xfrm"]);

/**
 * The owners with one more. A list of one is the same for all that an instance owns, and is left as it is; a longer one is
 * its fact's own and grows in place: thousands of networks share one table.
 */
export function withOwner(owners: readonly string[], address: string): readonly string[] {
  if (owners.length === 1) return [...owners, address];
  (owners as string[]).push(address);
  return owners;
}

/**
 * A route or a sysctl that two resources want alike is still two owners of one object, unless it is shared. What the
 * elements of the firewall stand for (a bridge, a gateway, a port of the host), and the keys of two networks on one port,
 * have rules of their own, which know the attributes at fault.
 */
function join(first: Owned, second: Owned, clashes: Clash[]): Owned {
  if (first.fact.shared && second.fact.shared && sameFact(first.fact, second.fact))
    return { fact: first.fact, owners: withOwner(first.owners, second.owners[0]!) };
  if (!JUDGED_ELSEWHERE.has(second.fact.kind)) clashes.push({ first, second });
  return first;
}

/** Puts the facts of all instances together; two owners of one object are diagnostics. */
export function desiredBy(sources: Iterable<Pick<Resolved, "facts"> & { readonly address: string }>): {
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
