/** Objects that nothing declares, on links or in namespaces or tables of a stack, and that an apply leaves. */
import type { Fact, FactOf, Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { linkKey, LOOPBACK, netnsKey } from "../../kernel/key";
import { devOf, keyOf, kindsWith, providesOf, typeOf } from "../../kernel/kinds";
import { COMMON_STACK, ownerOf, REMNANT } from "../../kernel/mark";
import type { DeclaredPortClaim } from "../../kernel/port-claim";
import type { Observation } from "../../ports/backend";
import type { Owned } from "../goal";
import { listenersOn } from "../listeners";
import { endsIn, isForeign } from "../ours";
import type { FactPolicy } from "../policy";
import type { Difference } from "./compare";

/** What is wanted of a host, beside which objects are unexpected. */
export interface BesideGround extends Pick<FactPolicy, "isCommon"> {
  readonly owned: ReadonlyMap<Key, Owned>;
  readonly claims: readonly DeclaredPortClaim[];
  readonly stacks: ReadonlySet<string>;
}

const standing = kindsWith(({ within }) => within !== undefined);

/** The unexpected objects of one host. What carries a mark of Netweft is another stack's, or orphaned. */
export function besideOn(seen: Observation, ground: BesideGround, ends: ReadonlyMap<Key, Owned>): readonly Difference[] {
  const found: Difference[] = [];
  const isShared = hasOthers(seen.facts, ground);
  for (const [key, fact] of seen.facts) {
    if (!standing.has(fact.kind) || fact.mark !== undefined || ground.owned.has(key) || ground.isCommon(fact)) continue;
    if (isShared && mayBeAnothers(fact)) continue;
    const container = containerOf(fact, ground.owned, ends);
    if (container === undefined || isOnMarked(fact, ground, seen.facts)) continue;
    found.push({ kind: "unexpected", key, fact, actual: fact, owners: container.owners });
  }
  return found;
}

/** Whether something on the host carries the mark of another stack. */
function hasOthers(facts: Facts, { stacks }: BesideGround): boolean {
  for (const { mark } of facts.values()) {
    const stack = ownerOf(mark)?.stack;
    if (stack !== undefined && stack !== COMMON_STACK && !stacks.has(stack)) return true;
  }
  return false;
}

/** Whether nothing shows that another stack did not make the object: those in Netweft's tables, and routes with its protocol. */
function mayBeAnothers(fact: Fact): boolean {
  const { layer } = typeOf(fact);
  return layer === "nft" || (layer === "route" && !isForeign(fact));
}

/** The far ends of owned pairs: they are links in namespaces, without facts of their own. */
export function farEnds(owned: ReadonlyMap<Key, Owned>): ReadonlyMap<Key, Owned> {
  const ends = new Map<Key, Owned>();
  for (const one of owned.values()) for (const key of providesOf(one.fact)) ends.set(key, one);
  return ends;
}

/**
 * The first object of ours that it is on or in. In an adopted namespace the routes of its own program are expected, also those
 * over our interface, and on a bridge that Netweft did not name all that is there.
 */
function containerOf(fact: Fact, owned: ReadonlyMap<Key, Owned>, ends: ReadonlyMap<Key, Owned>): Owned | undefined {
  const inside = owned.get(netnsKey(fact.host, fact.netns));
  if (inside !== undefined && isOpen(inside.fact) && isForeign(fact)) return undefined;
  for (const key of typeOf(fact).within!(fact)) {
    const one = owned.get(key) ?? ends.get(key);
    if (one !== undefined && !isOpen(one.fact)) return one;
  }
  return undefined;
}

/** Whether what nothing declares is expected on or in it. */
function isOpen(fact: Fact): boolean {
  return typeOf(fact).isOpen?.(fact) === true;
}

/** Whether it is on a link, or is the port of one, that carries a mark and is not owned: another stack's, or orphaned, and reported as such. */
function isOnMarked(fact: Fact, { owned }: BesideGround, facts: Facts): boolean {
  const dev = devOf(fact);
  if (dev === undefined || dev === LOOPBACK) return false;
  const key = linkKey(fact, dev);
  const link = facts.get(key) ?? endsIn(facts).get(key);
  return link?.mark !== undefined && !owned.has(key) && !owned.has(linkKey(link, (link as FactOf<"link">).name));
}

/** The listening sockets of other programs on ports that the stack publishes. */
export function listenersBeside({ claims }: BesideGround, actual: ReadonlyMap<string, Facts>): readonly Difference[] {
  const found = new Map<Key, Difference>();
  for (const { claim, socket } of listenersOn(claims, actual)) {
    const key = keyOf(socket);
    const owners = [...(found.get(key)?.owners ?? []), claim.resource];
    found.set(key, { kind: "unexpected", key, fact: socket, actual: socket, owners: [...new Set(owners)] });
  }
  return [...found.values()];
}

/** Objects with the mark of one of these stacks, or of an apply that was killed before it wrote one, that the state does not have. */
export function orphansOn({ facts }: Observation, owned: ReadonlyMap<Key, Owned>, stacks: ReadonlySet<string>): readonly Difference[] {
  const found: Difference[] = [];
  for (const [key, fact] of facts) {
    if (fact.mark === undefined || owned.has(key)) continue;
    const owner = ownerOf(fact.mark);
    if (owner === undefined ? fact.mark !== REMNANT : !stacks.has(owner.stack)) continue;
    found.push({ kind: "unexpected", key, fact, actual: fact, owners: [] });
  }
  return found;
}
