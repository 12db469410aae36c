import { canonicalCidr } from "../../net/cidr";
import { canonicalMac } from "../../net/mac";
import { fitting } from "../alias";
import type { FactOf, FactType, Place } from "../fact";
import { inside } from "./needs";
import { after, ended, isDev, isWord, next, numberOf, reader, stateOf } from "./words";

/**
 * A veth pair, one object with two ends: `veth nwe3f9a1 <> web eth0 mtu 1500 mac 02:11:22:33:44:55 up addresses 10.8.0.2/24`.
 * The end at the fact's place comes first; where the ends differ, both values are given: `mtu 1500/1400`, `up/down`. It takes
 * two names, one at each end, and other facts can depend on either (see `provides`).
 */
export const veth: FactType<"veth"> = {
  kind: "veth",
  rank: 3,
  markable: true,
  removable: true,
  identity: (fact) => fact.name,
  normal(fact) {
    const addresses = fitting(
      fact.mark,
      fact.addresses.map((address) => canonicalCidr(address) ?? address),
    );
    return { ...fact, mac: canonicalMac(fact.mac) ?? fact.mac, addresses };
  },
  needs: (fact) => (fact.netns === fact.peerNetns ? inside(fact) : [...inside(fact), ...inside(peerPlace(fact))]),
  canChange: (from, to) => from.peerNetns === to.peerNetns && from.peer === to.peer,
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
