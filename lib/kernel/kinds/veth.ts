import { canonicalCidr } from "../../net/cidr";
import { canonicalMac } from "../../net/mac";
import { fitting } from "../alias";
import { among, indexed, type FactSource } from "../among";
import { ROOT, type FactOf, type Place } from "../fact";
import type { FactType } from "../fact-type";
import { linkKey, netnsKey } from "../key";
import { hasNetns } from "../objects";
import { normalAddresses } from "./on-parent";
import { followLink, refuseMac, refuseMtu, refuseName } from "./link-effects";
import { inside } from "./needs";
import { after, ended, isDev, isWord, next, numberOf, reader, stateOf } from "./words";
import { refused } from "../refusal";
import { cosmetic, degraded, exposure, judging, outage } from "../judgement";

/**
 * A veth pair, one object with two ends: `veth nwe3f9a1 <> web eth0 mtu 1500 mac 02:11:22:33:44:55 up addresses 10.8.0.2/24`.
 * The end at the fact's place comes first; where the ends differ, both values are given: `mtu 1500/1400`, `up/down`. It takes
 * two names, one at each end, and other facts can depend on either (see `provides`).
 */
export const veth: FactType<"veth"> = {
  kind: "veth",
  sample: "local - veth nwe3f9a1 <> web eth0 mtu 1500 mac 02:11:22:33:44:66 up",
  layer: "link",
  judge: judging<FactOf<"veth">>({
    missing: outage("The veth pair is missing: the container has no connection to its network."),
    extra: exposure("A veth pair that nothing declares connects a container."),
    rows: [
      [["up", "peerUp"], outage("One end of the veth pair is down.")],
      [["peer", "peerNetns"], outage("The other end of the veth pair is not where it is declared.")],
      [["mac"], degraded("Neighbours that know the declared hardware address lose packets until their entries expire.")],
      [["mtu", "peerMtu"], degraded("Larger packets than its mtu admits are fragmented or lost.")],
      [["addresses"], cosmetic("Only the alias differs, which has no influence on packets.")],
    ],
    changed: degraded("A property of the veth pair differs; packets pass."),
  }),
  removal: ({ name }) => ["ip", "link", "del", name],
  within: ({ host, netns, peerNetns }) => [netns, peerNetns].filter((name) => name !== ROOT).map((name) => netnsKey(host, name)),
  counted: () => "veth",
  rank: 3,
  markable: true,
  removable: true,
  isLink: true,
  identity: (fact) => fact.name,
  keyedAs: "link",
  normal(fact) {
    return { ...fact, mac: canonicalMac(fact.mac) ?? fact.mac, addresses: normalAddresses(fact.mark, fact.addresses) };
  },
  addressesInUse: ({ addresses }) => addresses,
  ends: ({ netns, name, peerNetns, peer }) => [
    { netns, name },
    { netns: peerNetns, name: peer },
  ],
  needs: (fact) => (fact.netns === fact.peerNetns ? inside(fact) : [...inside(fact), ...inside(peerPlace(fact))]),
  onSegment: { station: (fact) => ({ end: linkKey(peerPlace(fact), fact.peer), mac: fact.mac, link: fact.name, isBridge: false }) },
  deletedBesides: true,
  asBystander: ({ name }) => ({ link: name }),
  importable: true,
  ownEffect: "carrier",
  effectFromBelow: "carrier",
  canChange: (from, to) => from.peerNetns === to.peerNetns && from.peer === to.peer,
  provides: (fact) => [linkKey(peerPlace(fact), fact.peer)],
  fitsMark: ({ mark, addresses }) => fitting(mark, addresses) === addresses,
  leadsInto: ({ peerNetns }) => peerNetns,
  ask: (scope, fact) => void scope.netns.add(fact.peerNetns),
  admit(world, fact, before) {
    const far = peerPlace(fact);
    if (!hasNetns(world, far.host, far.netns)) return refused("ENOENT", `argument "${far.netns}" is wrong: Invalid "netns" value`);
    const taken = refuseName(world, fact, fact.name, before) ?? refuseName(world, far, fact.peer, before);
    return taken ?? refuseMtu(fact.mtu) ?? refuseMtu(fact.peerMtu) ?? refuseMac(fact.mac);
  },
  put(world, fact, before) {
    world.put(fact);
    if (before?.kind !== "veth") return;
    followLink(world, fact, fact.name, fact, before);
    const [now, was] = [
      { up: fact.peerUp, mtu: fact.peerMtu },
      { up: before.peerUp, mtu: before.peerMtu },
    ];
    followLink(world, peerPlace(fact), fact.peer, now, was);
  },
  text(fact) {
    const mtu = fact.mtu === fact.peerMtu ? `${fact.mtu}` : `${fact.mtu}/${fact.peerMtu}`;
    const state = fact.up === fact.peerUp ? word(fact.up) : `${word(fact.up)}/${word(fact.peerUp)}`;
    const addresses = fact.addresses.length === 0 ? "" : ` addresses ${fact.addresses.join(",")}`;
    return `${fact.name} <> ${fact.peerNetns} ${fact.peer} mtu ${mtu} mac ${fact.mac} ${state}${addresses}`;
  },
  parse(words) {
    const line = reader(words);
    const name = next(line);
    const peerNetns = after(line, "<>");
    const peer = next(line);
    const [mtu, peerMtu] = ends(after(line, "mtu"), numberOf);
    const mac = after(line, "mac");
    const [up, peerUp] = ends(next(line), stateOf);
    const addresses = after(line, "addresses")?.split(",") ?? [];
    if (!isDev(name) || !isWord(peerNetns) || !isDev(peer) || mac === undefined || canonicalMac(mac) !== mac || !ended(line))
      return undefined;
    if (mtu === undefined || peerMtu === undefined || up === undefined || peerUp === undefined) return undefined;
    if (!addresses.every((address) => canonicalCidr(address) === address)) return undefined;
    return { name, peerNetns, peer, mtu, peerMtu, mac, up, peerUp, addresses };
  },
};

/** Where the other end of the pair is. */
export function peerPlace(fact: FactOf<"veth">): Place {
  return { host: fact.host, netns: fact.peerNetns };
}

function word(up: boolean): string {
  return up ? "up" : "down";
}

/** The values of both ends from `a/b`, or from `a` when they are equal. */
function ends<T>(text: string | undefined, read: (text: string) => T | undefined): readonly [T | undefined, T | undefined] {
  const [first, second, more] = text?.split("/") ?? [];
  if (first === undefined || more !== undefined) return [undefined, undefined];
  return [read(first), read(second ?? first)];
}

/** The pairs. */
export function pairsIn(facts: FactSource): readonly FactOf<"veth">[] {
  return among(facts, "veth");
}

const byMark = indexed("veth", ({ mark }) => mark);

/** The pairs with this mark. */
export function pairsMarked(facts: FactSource, mark: string): readonly FactOf<"veth">[] {
  return byMark(facts, mark);
}

const byFarEnd = indexed("veth", (pair) => linkKey(peerPlace(pair), pair.peer));

/** The pairs whose far end has this name there: one at most, unless the host was observed in between. */
export function pairsEndingAt(facts: FactSource, place: Place, dev: string): readonly FactOf<"veth">[] {
  return byFarEnd(facts, linkKey(place, dev));
}
