import { diagnose, type Diagnostic } from "../diagnostic";
import type { Fact, FactOf, Key, Kind } from "../kernel/fact";
import { keyOf, needsOf, sameFact } from "../kernel/kinds";
import { textOf } from "../kernel/line";
import type { Resolved } from "./survey/resolve";

/** A fact with the addresses of the instances that it comes from. */
export interface Owned {
  readonly fact: Fact;
  readonly owners: readonly string[];
  /** Its owner is under way: an apply of it was begun, and was not seen to end. */
  readonly pending?: true;
  /** No apply has seen it there: a line of the claim says that it was to come, and that is all. */
  readonly claimed?: true;
  /** What the object was or may be instead, because a change of it was claimed and may have been interrupted. */
  readonly also?: readonly Fact[];
}

/** What is to be true, and what is ours to take away. */
export interface Goal {
  readonly desired: ReadonlyMap<Key, Owned>;
  readonly owned: ReadonlyMap<Key, Owned>;
}

/** Objects that two instances would make, and what is to be said of them. */
interface Clashes {
  readonly keys: Set<Key>;
  readonly said: Diagnostic[];
}

function twice(fact: Fact, first: Owned, second: Owned): Diagnostic {
  const [one, other] = [first.owners[0]!, second.owners[0]!];
  if (fact.kind === "route") return twoRoutes(fact, one, other);
  if (fact.kind === "name") return calledAlike(fact.name, other, one, "name");
  if (isSameTunnel(fact, first.fact)) return oneTunnel(fact, other, one);
  const detail = `${one} and ${other} would both make "${textOf(fact)}". One kernel object has one owner: give one of them another name, or remove it.`;
  return diagnose("duplicate-object", detail, { resource: other, host: fact.host, fact: textOf(fact) });
}

function twoRoutes(fact: Fact, one: string, other: string): Diagnostic {
  const detail = `${one} and ${other} would both give the namespace "${fact.netns}" its route "${textOf(fact)}". Set \`default_route = false\` on all but one of them.`;
  return diagnose("duplicate-route", detail, { resource: other, path: ["default_route"], host: fact.host, fact: textOf(fact) });
}

/** VXLAN devices are called by what tells their packets apart, so the same name says the same identifier. */
function isSameTunnel(one: Fact, other: Fact): one is FactOf<"link"> {
  return one.kind === "link" && other.kind === "link" && one.vni !== undefined && one.vni === other.vni && one.port === other.port;
}

/** Two networks of one identifier and port would hear each other's packets. */
export function oneTunnel({ vni, port, host }: FactOf<"link">, resource: string, other: string): Diagnostic {
  const detail = `${other} has the network identifier ${vni} on port ${port} of host "${host}" already: the two networks would be one. Choose another \`vni\`.`;
  return diagnose("tunnel-clash", detail, { resource, path: ["vni"], host });
}

/** Two endpoints of one network that are called the same. */
export function calledAlike(name: string, resource: string, other: string, path: string): Diagnostic {
  const detail = `"${name}" is also a name of ${other} on the same network, so that looking it up would be a matter of luck. Choose another \`${path}\`, or set \`names = false\` on the network.`;
  return diagnose("duplicate-name", detail, { resource, path: [path] });
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
 * have rules of their own, which know the attributes at fault. Of what is on an object that two would make nothing more is said.
 */
function join(first: Owned, second: Owned, clashes: Clashes): Owned {
  const { fact } = second;
  if (first.fact.shared && fact.shared && sameFact(first.fact, fact))
    return { fact: first.fact, owners: withOwner(first.owners, second.owners[0]!) };
  const follows = JUDGED_ELSEWHERE.has(fact.kind) || needsOf(fact).some(({ key }) => clashes.keys.has(key));
  clashes.keys.add(keyOf(fact));
  if (!follows) clashes.said.push(twice(fact, first, second));
  return first;
}

/** Puts the facts of all instances together; two owners of one object are diagnostics. */
export function desiredBy(sources: Iterable<Pick<Resolved, "facts"> & { readonly address: string }>): {
  readonly desired: Map<Key, Owned>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const desired = new Map<Key, Owned>();
  const clashes: Clashes = { keys: new Set(), said: [] };
  for (const { address, facts } of sources) {
    const owners = [address];
    for (const fact of facts) {
      const key = keyOf(fact);
      const one: Owned = { fact, owners };
      const other = desired.get(key);
      desired.set(key, other === undefined ? one : join(other, one, clashes));
    }
  }
  return { desired, diagnostics: clashes.said };
}
