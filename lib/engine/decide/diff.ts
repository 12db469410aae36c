import type { Diagnostic } from "../../diagnostic";
import type { Fact, Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { canChange, isSettled, keyOf, kinds, needsOf, providesOf, sameFact } from "../../kernel/kinds";
import { ownerOf, REMNANT } from "../../kernel/mark";
import { isSkeleton } from "../../resources/firewall/skeleton";
import type { Goal, Owned } from "../goal";
import { intruders, mayBeAnEndpoints } from "../intruders";
import type { Change } from "../plan";
import { foreignObject } from "./foreign";

/** What the diff needs to know beside the goal. */
export interface Ground {
  /** By host. A host that could not be read is missing, and nothing is said of it. */
  readonly actual: ReadonlyMap<string, Facts>;
  /** Addresses that the kernel refuses to use, because somebody else on the link has them. */
  readonly refused: ReadonlySet<Key>;
  /** Instances that are replaced in any case: their objects are made anew even where nothing differs. */
  readonly forced: ReadonlySet<string>;
  /** Whether the plan is about an instance at all; what it is not about stays as it is. */
  readonly isMeant: (address: string) => boolean;
  /** Only a part of the stack is in the goal. */
  readonly part?: true | undefined;
}

/** Only an import writes down that an object has no mark: it was taken over as it was, and is marked by the next apply. */
function isImported({ fact }: Owned): boolean {
  return fact.mark === undefined;
}

/** Whether an object on the host may be changed or removed by us. */
export function isOurs(actual: Fact, wanted: Fact, owned: Owned | undefined): boolean {
  // A pair whose other end is in a namespace that has lost its name is seen as a single link.
  if (wanted.kind !== actual.kind && actual.mark === undefined) return false;
  if (!kinds[actual.kind].markable) return true;
  if (actual.mark === undefined) return owned !== undefined && (owned.pending === true || isImported(owned));
  if (actual.mark === wanted.mark || actual.mark === REMNANT) return true;
  return owned !== undefined && wanted.mark !== undefined && ownerOf(actual.mark)?.stack === ownerOf(wanted.mark)?.stack;
}

function changeTo(key: Key, wanted: Owned, before: Fact | undefined, because: Change["because"]): Change {
  const common = { key, after: wanted.fact, owners: wanted.owners, because };
  if (before === undefined) return { action: "add", ...common };
  return { action: canChange(before, wanted.fact) ? "change" : "replace", before, ...common };
}

/** Whether the configuration asks for something else than it did when the state was written. */
function reason(wanted: Fact, earlier: Owned | undefined): Change["because"] {
  return earlier !== undefined && sameFact(earlier.fact, wanted) ? "drift" : "declared";
}

function isForced({ fact, owners }: Owned, { forced }: Ground): boolean {
  return forced.size > 0 && !fact.shared && kinds[fact.kind].removable && owners.some((owner) => forced.has(owner));
}

/** What there is to do about one wanted fact that is not just as it should be. */
function mend(key: Key, wanted: Owned, before: Fact | undefined, earlier: Owned | undefined, ground: Ground): Change | Diagnostic {
  if (before !== undefined && !isOurs(before, wanted.fact, earlier)) return foreignObject(before, wanted);
  if (before !== undefined && isForced(wanted, ground)) return { ...changeTo(key, wanted, before, "declared"), action: "replace" };
  const change = changeTo(key, wanted, before, reason(wanted.fact, earlier));
  // Only an address that is put there anew is probed again.
  return ground.refused.has(key) && before !== undefined ? { ...change, action: "replace" } : change;
}

/** Hosts on which another stack has something in Netweft's table: what all share stays there. */
function sharedHosts(goal: Goal, { actual }: Ground): ReadonlySet<string> {
  const hosts = [...actual].filter(([, facts]) =>
    [...facts].some(([key, { kind, mark }]) => kind === "element" && mark !== undefined && !goal.owned.has(key) && !goal.desired.has(key)),
  );
  return new Set(hosts.map(([host]) => host));
}

/** Whether another stack announces networks by the BGP process of the host: it has neighbors there, or a port as `forwarding = "evpn"` makes it. */
function isSpokenFor(host: string, goal: Goal, { actual }: Ground): boolean {
  const isOthers = ([key, fact]: readonly [Key, Fact]) => {
    const speaks = fact.kind === "neighbor" ? fact.state !== "foreign" : fact.kind === "port" && fact.suppress && fact.flood !== false;
    return speaks && !goal.owned.has(key) && !goal.desired.has(key);
  };
  return [...(actual.get(host) ?? [])].some(isOthers);
}

/** What somebody needs who is there and does not go: of the rest of the stack nothing else is known. */
function neededByOthers(unwanted: readonly (readonly [Key, Owned])[], { actual, part }: Ground): ReadonlySet<Key> {
  const hosts = new Set(unwanted.flatMap(([, { fact }]) => (part && fact.kind === "set" ? [fact.host] : [])));
  const going = new Set(unwanted.map(([key]) => key));
  const needed = new Set<Key>();
  for (const host of hosts)
    for (const [key, fact] of actual.get(host) ?? [])
      if (isInTable(fact) && !going.has(key)) for (const need of needsOf(fact)) needed.add(need.key);
  return needed;
}

function isInTable({ kind }: Fact): boolean {
  return kind === "chain" || kind === "element";
}

/** Owned facts that nobody wants any more and that are there, as ours. */
function* leftovers(goal: Goal, ground: Ground): Generator<Change> {
  const unwanted = [...goal.owned].filter(([key, { fact }]) => !goal.desired.has(key) && kinds[fact.kind].removable);
  const inUse = unwanted.some(([, { fact }]) => fact.kind === "table") ? sharedHosts(goal, ground) : new Set<string>();
  const needed = neededByOthers(unwanted, ground);
  for (const [key, one] of unwanted) {
    if (isSkeleton(one.fact) && inUse.has(one.fact.host)) continue;
    if (one.fact.kind === "set" && needed.has(key)) continue;
    if (one.fact.kind === "bgp" && isSpokenFor(one.fact.host, goal, ground)) continue;
    const before = ground.actual.get(one.fact.host)?.get(key);
    if (before !== undefined && isOurs(before, one.fact, one))
      yield { action: "remove", key, before, owners: one.owners, because: "declared" };
  }
}

/** What others put into our sets goes. */
function* expelled(goal: Goal, { actual, isMeant, part }: Ground): Generator<Change> {
  const isKnown = (key: Key, fact: Fact) => goal.desired.has(key) || goal.owned.has(key) || (part === true && mayBeAnEndpoints(fact));
  for (const facts of actual.values()) {
    for (const [key, { fact: before, owners }] of intruders(facts, goal.desired, isKnown))
      if (owners.some(isMeant)) yield { action: "remove", key, before, owners, because: "drift" };
  }
}

/** What has the name of a new pair's far end already: another pair's, or a link of another kind. */
function takenEnds(changes: readonly Change[], goal: Goal, { actual }: Ground): readonly Diagnostic[] {
  const pairs = changes.filter(({ action, after }) => action === "add" && after?.kind === "veth");
  if (pairs.length === 0) return [];
  const ends = new Map<Key, Fact>();
  for (const facts of actual.values()) for (const fact of facts.values()) for (const end of providesOf(fact)) ends.set(end, fact);
  return pairs.flatMap(({ after, owners }) => {
    const [end] = providesOf(after!) as readonly [Key];
    const there = ends.get(end) ?? actual.get(after!.host)?.get(end);
    if (there === undefined || isOurs(there, after!, goal.owned.get(keyOf(there)))) return [];
    return [foreignObject(there, { fact: after!, owners }, there.kind === "veth")];
  });
}

/** Compares what is to be with what is: every difference that is ours to mend, and what stands in the way. */
export function diff(goal: Goal, ground: Ground): { readonly changes: readonly Change[]; readonly diagnostics: readonly Diagnostic[] } {
  const changes: Change[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [key, wanted] of goal.desired) {
    const actual = ground.actual.get(wanted.fact.host);
    if (actual === undefined) continue;
    const before = actual.get(key);
    const isGood = before !== undefined && isSettled(before, wanted.fact) && !ground.refused.has(key);
    if (isGood && !isForced(wanted, ground)) continue;
    if (!wanted.owners.some(ground.isMeant)) continue;
    const found = mend(key, wanted, before, goal.owned.get(key), ground);
    if ("severity" in found) diagnostics.push(found);
    else changes.push(found);
  }
  for (const change of leftovers(goal, ground)) changes.push(change);
  for (const change of expelled(goal, ground)) changes.push(change);
  return { changes, diagnostics: [...diagnostics, ...takenEnds(changes, goal, ground)] };
}
