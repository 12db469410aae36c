/** One codec per kind of fact. A new kind is one file beside these and one entry here. */
import type { Fact, FactOf, Kind } from "../../../../lib/kernel/fact";
import type { Step } from "../../../../lib/kernel/step";
import type { NamespaceNames } from "../names";
import { addr } from "./addr";
import { fdb } from "./fdb";
import { flow } from "./flow";
import { bgp, neighbor } from "./frr";
import type { Codec, ScriptLine } from "./line";
import { iptables } from "./iptables";
import { key } from "./key";
import { link } from "./link";
import { name } from "./name";
import { neigh } from "./neigh";
import { netns } from "./netns";
import { chain, element, set, table } from "./nft";
import { peer } from "./peer";
import { port } from "./port";
import { qdisc } from "./qdisc";
import { resolv } from "./resolv";
import { resolver } from "./resolver";
import { evpn, intake, policy, socket } from "./observed-only";
import { route } from "./route";
import { sa } from "./sa";
import { sysctl } from "./sysctl";
import { stale } from "./stale";
import { veth } from "./veth";
import { xfrm } from "./xfrm";

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

export type { ScriptLine };
