/** The kinds of facts, as one table, and what can be said of any fact through it. */
import type { Fact, FactOf, FactType, Key, Kind, Need } from "../fact";
import { linkKey } from "../key";
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
import { name } from "./name";
import { neigh } from "./neigh";
import { neighbor } from "./neighbor";
import { netns } from "./netns";
import { peer } from "./peer";
import { policy } from "./policy";
import { port } from "./port";
import { qdisc } from "./qdisc";
import { resolv } from "./resolv";
import { resolver } from "./resolver";
import { route } from "./route";
import { sa } from "./sa";
import { set } from "./set";
import { socket } from "./socket";
import { deviceOf, sysctl } from "./sysctl";
import { stale } from "./stale";
import { table } from "./table";
import { peerPlace, veth } from "./veth";
import { xfrm } from "./xfrm";

/** Everything that can be a fact. A new kind is one file beside this one and one word here. */
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
  key,
  peer,
  qdisc,
  addr,
  route,
  resolver,
  name,
  resolv,
  iptables,
  flow,
  stale,
  socket,
  policy,
  intake,
  bgp,
  neighbor,
  evpn,
};

/** The entry of a fact's kind. */
export function typeOf<K extends Kind>(fact: { readonly kind: K }): FactType<K> {
  return kinds[fact.kind];
}

/**
 * The natural key of a fact: its place, kind and identity. A veth pair has the key of a link of its name, so that two
 * things of one name clash.
 *
 * @example
 * keyOf(fact("addr", { host: "edge1", netns: "web" }, { address: "10.8.0.2/24", dev: "eth0" })); // "edge1 web addr 10.8.0.2 dev eth0"
 */
export function keyOf(fact: Fact): Key {
  const kind = fact.kind === "veth" ? "link" : fact.kind;
  return `${fact.host} ${fact.netns} ${kind} ${typeOf(fact).identity(fact)}`;
}

/** Keys that the fact takes beside its own: the far end of a veth pair is a link at its place. Others may need them. */
export function providesOf(fact: Fact): readonly Key[] {
  return fact.kind === "veth" ? [linkKey(peerPlace(fact), fact.peer)] : [];
}

/**
 * What the fact cannot be without. A need may be met by a fact of that key or by one that provides it (`providesOf`).
 * What dies with what in all detail is in `cascade.ts`.
 */
export function needsOf(fact: Fact): readonly Need[] {
  return typeOf(fact).needs(fact);
}

/** The form in which facts are compared. Whatever comes from outside goes through it once. */
export function normal<F extends Fact>(fact: F): F {
  return Object.freeze(typeOf(fact as Fact).normal(fact)) as F;
}

/** Whether no observation ever has such a fact: there is nothing but the step that deletes it. */
export function isUnseen(kind: Kind): boolean {
  return kind === "flow" || kind === "stale";
}

/** Position in the order of creation. Settings of a single link come after the links, all other settings before them. */
export function rankOf(fact: Fact): number {
  return fact.kind === "sysctl" && deviceOf(fact) !== undefined ? kinds.port.rank : typeOf(fact).rank;
}

/** Whether the kernel can turn one fact into the other of the same key without removing it. */
export function canChange(from: Fact, to: Fact): boolean {
  return from.kind === to.kind && typeOf(from).canChange(from, to as FactOf<Kind>);
}

/**
 * Whether two facts of one key say the same, mark included. `shared` says who may own a fact, not what it is, and does
 * not count. Where one of two routes leaves its link to the kernel, the link does not count either.
 */
export function sameFact(a: Fact, b: Fact): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  const openDev = a.kind === "route" && b.kind === "route" && a.via !== undefined && (a.dev === undefined || b.dev === undefined);
  return agrees(a, b, openDev) && agrees(b, a, openDev);
}

/** What of a fact our steps can change. Whether a session is up is for the other side to say, too. */
export function withinReach(fact: Fact): Fact {
  return fact.kind === "neighbor" && !fact.up ? { ...fact, up: true } : fact;
}

/** Whether no step can bring what is there closer to what is wanted. */
export function isSettled(actual: Fact, wanted: Fact): boolean {
  return sameFact(withinReach(actual), withinReach(wanted));
}

/** Whether all that `a` says, `b` says too. Runs for every fact of every plan, so it makes no lists of names. */
function agrees(a: Fact, b: Fact, openDev: boolean): boolean {
  const one = a as unknown as Readonly<Record<string, unknown>>;
  const other = b as unknown as Readonly<Record<string, unknown>>;
  for (const name in one) {
    const value = one[name];
    if (value === other[name] || name === "shared" || (openDev && name === "dev")) continue;
    if (!Array.isArray(value) || !sameList(value, other[name])) return false;
  }
  return true;
}

function sameList(a: readonly unknown[], b: unknown): boolean {
  return Array.isArray(b) && a.length === b.length && a.every((value, i) => value === b[i]);
}
