import { diagnose, type Diagnostic } from "../diagnostic";
import type { Fact, Key } from "../kernel/fact";
import { keyOf, sameFact } from "../kernel/kinds";
import { textOf } from "../kernel/line";
import type { Resolved } from "./survey/resolve";

/** A fact with the addresses of the instances that it comes from. */
export interface Owned {
  readonly fact: Fact;
  readonly owners: readonly string[];
  /** Its owner was claimed in the state, but nobody has seen it done: the object may lack its mark. */
  readonly pending?: true;
  /** What the object was or may be instead, because a change of it was claimed and may have been interrupted. */
  readonly also?: readonly Fact[];
}

/** What is to be true, and what is ours to take away. */
export interface Goal {
  readonly desired: ReadonlyMap<Key, Owned>;
  readonly owned: ReadonlyMap<Key, Owned>;
}

function twice(fact: Fact, first: Owned, second: Owned): Diagnostic {
  const [one, other] = [first.owners[0]!, second.owners[0]!];
  if (fact.kind === "route") return twoRoutes(fact, one, other);
  if (fact.kind === "name") return calledAlike(fact.name, other, one, "name");
  const detail = `${one} and ${other} would both make "${textOf(fact)}". One kernel object has one owner: give one of them another name, or remove it.`;
  return diagnose("duplicate-object", detail, { resource: other, host: fact.host, fact: textOf(fact) });
}

function twoRoutes(fact: Fact, one: string, other: string): Diagnostic {
  const detail = `${one} and ${other} would both give the namespace "${fact.netns}" its route "${textOf(fact)}". Set \`default_route = false\` on all but one of them.`;
  return diagnose("duplicate-route", detail, { resource: other, path: ["default_route"], host: fact.host, fact: textOf(fact) });
}

/** Two endpoints of one network that are called the same. */
export function calledAlike(name: string, resource: string, other: string, path: string): Diagnostic {
  const detail = `"${name}" is also a name of ${other} on the same network, so that looking it up would be a matter of luck. Choose another \`${path}\`, or set \`names = false\` on the network.`;
  return diagnose("duplicate-name", detail, { resource, path: [path] });
}

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
 * elements of the firewall stand for (a bridge, a gateway, a port of the host) has rules of its own, which know the
 * attributes at fault.
 */
function join(first: Owned, second: Owned, diagnostics: Diagnostic[]): Owned {
  if (first.fact.shared && second.fact.shared && sameFact(first.fact, second.fact))
    return { fact: first.fact, owners: withOwner(first.owners, second.owners[0]!) };
  if (second.fact.kind !== "element") diagnostics.push(twice(second.fact, first, second));
  return first;
}

/** Puts the facts of all instances together; two owners of one object are diagnostics. */
export function desiredBy(sources: Iterable<Pick<Resolved, "facts"> & { readonly address: string }>): {
  readonly desired: Map<Key, Owned>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const desired = new Map<Key, Owned>();
  const diagnostics: Diagnostic[] = [];
  for (const { address, facts } of sources) {
    const owners = [address];
    for (const fact of facts) {
      const key = keyOf(fact);
      const one: Owned = { fact, owners };
      const other = desired.get(key);
      desired.set(key, other === undefined ? one : join(other, one, diagnostics));
    }
  }
  return { desired, diagnostics };
}
