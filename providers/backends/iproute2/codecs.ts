/** One codec per kind of fact. A new kind is one file beside these and one entry here. */
import { ROOT, type Fact, type FactOf, type Kind } from "../../../lib/kernel/fact";
import type { Step } from "../../../lib/kernel/step";
import type { NamespaceNames } from "./names";
import { addr } from "./addrs/codec";
import { fdb } from "./neighbours/fdb";
import { flow } from "./conntrack/codec";
import { bgp, neighbor } from "./frr/codec";
import type { Codec, ScriptLine } from "./line";
import { iptables } from "./iptables/codec";
import { key } from "./wireguard/key";
import { link } from "./links/link";
import { name } from "./dns/name";
import { neigh } from "./neighbours/neigh";
import { netns } from "./namespaces/codec";
import { chain, element, set, table } from "./nft/codec";
import { peer } from "./wireguard/peer";
import { port } from "./links/port";
import { proxy } from "./neighbours/proxy";
import { qdisc } from "./qdisc/codec";
import { resolv } from "./dns/resolv";
import { resolver } from "./dns/resolver";
import { view } from "./dns/view";
import { evpn, intake, marking, policy, socket } from "./observed-only";
import { route } from "./routes/codec";
import { rule } from "./rules/codec";
import { sa } from "./ipsec/sa";
import { sysctl } from "./sysctl/codec";
import { stale } from "./neighbours/stale";
import { veth } from "./links/veth";
import { xfrm } from "./ipsec/xfrm";

const codecs: { readonly [K in Kind]: Codec<K> } = {
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

/** The lines that execute one step, in order. */
export function linesOf({ verb, fact, from }: Step, names: NamespaceNames): readonly ScriptLine[] {
  const codec = codecs[fact.kind] as Codec<Kind>;
  if (verb === "add") return codec.add(fact as FactOf<Kind>, names);
  if (verb === "del") return codec.del(fact as FactOf<Kind>, names);
  return codec.set(changedFrom(fact, from) as FactOf<Kind>, fact as FactOf<Kind>, names);
}

function changedFrom(fact: Fact, from: Fact | undefined): Fact {
  if (from === undefined || from.kind !== fact.kind) throw new Error(`a set of ${fact.kind} has no previous fact`);
  return from;
}

/** Whether bridges are brought up before a step. */
export function followsBridges({ verb, fact }: Step): boolean {
  return fact.netns === ROOT && codecs[fact.kind].followsBridges?.(verb) === true;
}

/** Whether a deletion needs no line where that of its link or of its namespace follows. */
export function goesWithCarrier({ kind }: Fact): boolean {
  return codecs[kind].goesWithCarrier === true;
}

export type { ScriptLine };
