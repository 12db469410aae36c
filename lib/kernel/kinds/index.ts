/** The kinds of facts as one table, and the functions that dispatch on a fact's kind. */
import type { Fact, FactOf, Key, Kind } from "../fact";
import type { Destination, FactType, Need, TunnelPort } from "../fact-type";
import type { LinkOrPair } from "../objects";
import type { ReadSet } from "../read-set";
import { addr } from "./addr";
import { bgp } from "./bgp";
import { chain } from "./chain";
import { element } from "./element";
import { evpn } from "./evpn";
import { fdb } from "./fdb";
import { flow } from "./flow";
import { intake } from "./intake";
import { iptables } from "./iptables";
import { key } from "./key";
import { link } from "./link";
import { marking } from "./marking";
import { name } from "./name";
import { neigh } from "./neigh";
import { neighbor } from "./neighbor";
import { netns } from "./netns";
import { peer } from "./peer";
import { policy } from "./policy";
import { port } from "./port";
import { proxy } from "./proxy";
import { qdisc } from "./qdisc";
import { resolv } from "./resolv";
import { resolver } from "./resolver";
import { route } from "./route";
import { rule } from "./rule";
import { sa } from "./sa";
import { set } from "./set";
import { socket } from "./socket";
import { sysctl } from "./sysctl";
import { stale } from "./stale";
import { table } from "./table";
import { veth } from "./veth";
import { view } from "./view";
import { xfrm } from "./xfrm";

/** All kinds. A new kind is one file beside this one and one entry here. */
export const kinds: { readonly [K in Kind]: FactType<K> } = {
  table,
  set,
  chain,
  element,
  netns,
  sa,
  xfrm,
  sysctl,
  link,
  veth,
  port,
  fdb,
  neigh,
  proxy,
  key,
  peer,
  qdisc,
  addr,
  route,
  rule,
  resolver,
  name,
  view,
  resolv,
  iptables,
  flow,
  stale,
  socket,
  policy,
  intake,
  marking,
  bgp,
  neighbor,
  evpn,
};

/** The entry of a fact's kind. */
export function typeOf<K extends Kind>(fact: { readonly kind: K }): FactType<K> {
  return kinds[fact.kind];
}

/** The kinds whose definition has something: for loops over all facts, where a look into the definition of each would take time. */
export function kindsWith(has: (type: FactType<Kind>) => boolean): ReadonlySet<Kind> {
  return new Set(Object.values(kinds).flatMap((type) => (has(type) ? [type.kind] : [])));
}

/**
 * The natural key of a fact: its place, kind and identity. A veth pair has the key of a link of its name, so that two
 * objects with one name clash.
 *
 * @example
 * keyOf(fact("addr", { host: "edge1", netns: "web" }, { address: "10.8.0.2/24", dev: "eth0" })); // "edge1 web addr 10.8.0.2 dev eth0"
 */
export function keyOf(fact: Fact): Key {
  const type = typeOf(fact);
  return `${fact.host} ${fact.netns} ${type.keyedAs ?? fact.kind} ${type.identity(fact)}`;
}

const NOTHING: readonly Key[] = Object.freeze([]);

/** Keys that the fact occupies besides its own: the far end of a veth pair is a link at its place. Other facts may need them. */
export function providesOf(fact: Fact): readonly Key[] {
  return typeOf(fact).provides?.(fact) ?? NOTHING;
}

/**
 * The dependencies of a fact. A need is met by a fact of that key or by one that provides it (`providesOf`). The kernel's
 * cascading deletions are in `cascade.ts`.
 */
export function needsOf(fact: Fact): readonly Need[] {
  return typeOf(fact).needs(fact);
}

/** The normal form in which facts are compared. All input passes through it once. */
export function normal<F extends Fact>(fact: F): F {
  return Object.freeze(typeOf(fact as Fact).normal(fact)) as F;
}

/** Whether the kind is never observed: it exists only as the fact of a `del` step. */
export function isUnseen(kind: Kind): boolean {
  return kinds[kind].deletedOnly !== undefined;
}

/** Whether the fact is a link, alone or a pair. */
export function isLink(fact: Fact): fact is LinkOrPair {
  return typeOf(fact).isLink === true;
}

/** Whether the fact is an address or a route, which its link and its namespace carry. */
export function isCarried(fact: Fact): fact is FactOf<"addr"> | FactOf<"route"> {
  return typeOf(fact).isCarried === true;
}

/** The address that the fact gives a link, with its prefix length. */
export function addressOf(fact: Fact): string | undefined {
  return typeOf(fact).onSegment?.address?.(fact);
}

/** The bridge that the fact makes a link a port of. */
export function bridgeOf(fact: Fact): string | undefined {
  return typeOf(fact).onSegment?.bridge?.(fact);
}

/** The address to which the fact sends packets on. */
export function gatewayOf(fact: Fact): string | undefined {
  return typeOf(fact).gateway?.(fact);
}

/** The link that the fact is on, or is bound to. */
export function devOf(fact: Fact): string | undefined {
  return "dev" in fact ? fact.dev : undefined;
}

/** The part of an observation that shows a kind; undefined for kinds that every observation shows. */
export function readSetOf(kind: Kind): ReadSet | undefined {
  return kinds[kind].readSet;
}

/** Position in the order of creation: settings that overwrite others, other settings, and those of single links after the links. */
export function rankOf(fact: Fact): number {
  const type = typeOf(fact);
  return type.rankOf === undefined ? type.rank : type.rankOf(fact);
}

/** What the fact does for packets, at its place: another one that does the same can take its place. */
export function servedBy(fact: Fact): string | undefined {
  const serves = typeOf(fact).serves?.(fact);
  return serves === undefined ? undefined : `${fact.host} ${fact.netns} ${fact.kind} ${serves}`;
}

/** Whether the kernel can change one fact into the other of the same key in place. */
export function canChange(from: Fact, to: Fact): boolean {
  return from.kind === to.kind && typeOf(from).canChange(from, to as FactOf<Kind>);
}

/**
 * Whether two facts of one key are equal, mark included. `shared` concerns ownership and is not compared. If one of two routes
 * leaves the choice of its link to the kernel, the link is not compared either.
 */
export function sameFact(a: Fact, b: Fact): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  const open = typeOf(a).openField?.(a, b);
  return agrees(a, b, open) && agrees(b, a, open);
}

/** The part of a fact that our steps can change. Whether a session is up depends on the peer, too. */
export function withinReach(fact: Fact): Fact {
  return typeOf(fact).withinReach?.(fact) ?? fact;
}

/** Whether no step can bring the actual fact closer to the wanted one. */
export function isSettled(actual: Fact, wanted: Fact): boolean {
  return sameFact(withinReach(actual), withinReach(wanted));
}

/** Whether every field of `a` is equal in `b`. Runs for every fact of every plan, so it allocates no key lists. */
function agrees(a: Fact, b: Fact, open: string | undefined): boolean {
  for (const name in a) {
    const value: unknown = a[name as keyof Fact];
    const other: unknown = b[name as keyof Fact];
    if (value === other || name === "shared" || name === open) continue;
    if (!isEqual(value, other)) return false;
  }
  return true;
}

/** Equality of plain data. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((value, n) => isEqual(value, b[n]));
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [one, other] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  let more = 0;
  for (const name in one) {
    if (!isEqual(one[name], other[name])) return false;
    more++;
  }
  for (const _ in other) more--;
  return more === 0;
}

/** The addresses, with prefix lengths, that a fact shows to be in use on its host. */
export function addressesInUse(fact: Fact): readonly string[] | undefined {
  return typeOf(fact).addressesInUse?.(fact);
}

/** The network that packets of the fact's namespace reach by it: a connected one, or the destination of a route. */
export function destinationOf(fact: Fact): Destination | undefined {
  return typeOf(fact).destination?.(fact);
}

/** The UDP port of the host to which the fact takes the packets of tunnels. */
export function tunnelPortOf(fact: Fact): TunnelPort | undefined {
  return typeOf(fact).tunnelPort?.(fact);
}
