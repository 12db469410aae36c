import { canonicalIp, isIpv6 } from "../../net/ip";
import { among, type FactSource } from "../among";
import type { FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { IPV6_MTU } from "../ipv6";
import { linkKey, LOOPBACK } from "../key";
import { endAt } from "../objects";
import { refused } from "../refusal";
import { refuseWithoutLink } from "./link-effects";
import { onLink } from "./needs";
import { after, ended, isDev, next, numberOf, reader } from "./words";
import { cosmetic, exposure, judging, outage } from "../judgement";

/**
 * A proxy neighbour entry: `proxy 2001:db8::5 dev eth0`, and with `proto 4` one of another program. The kernel has one for an
 * address on a link, with the protocol of the last program that wrote it. Those on `lo`, where no question arrives, and those for
 * all links are left out.
 */
export const proxy: FactType<"proxy"> = {
  kind: "proxy",
  sample: "local - proxy 2001:db8::5 dev eth0",
  layer: "neighbour",
  judge: judging<FactOf<"proxy">>({
    missing: outage("The host does not answer for this address, so packets to it do not arrive."),
    extra: exposure("The host answers for an address that nothing declares."),
    changed: cosmetic("Only its protocol differs, which has no influence on packets."),
  }),
  removal: ({ address, dev }) => ["ip", "neigh", "del", "proxy", address, "dev", dev],
  within: (fact) => [linkKey(fact, fact.dev)],
  readSet: "proxies",
  rank: 5,
  markable: false,
  concernsHost: () => true,
  removable: true,
  overwritable: true,
  isForeign: ({ proto }) => proto !== undefined,
  remedyWhereForeign: (_actual, { address }) => `Remove the entry manually if it is not needed, or omit its address from ${address}.`,
  identity: ({ address, dev }) => `${address} dev ${dev}`,
  normal: (fact) => ({ ...fact, address: canonicalIp(fact.address) ?? fact.address }),
  needs: (fact) => onLink(fact, fact.dev),
  // All but the protocol is its identity: the only change is that an entry gets another owner.
  canChange: () => true,
  // Whether IPv6 is switched off on the link does not matter; whether the link has its settings does.
  admit(world, fact) {
    const end = endAt(world, fact, fact.dev);
    return end !== undefined && end.mtu < IPV6_MTU && isIpv6(fact.address) ? refused("ENOBUFS") : refuseWithoutLink(world, fact, fact.dev);
  },
  // A deletion names the protocol, except where there is none.
  remove(world, actual, asked) {
    if (asked.proto === 0 || actual.proto === asked.proto) world.drop(actual);
    return undefined;
  },
  text: ({ address, dev, proto }) => `${address} dev ${dev}${proto === undefined ? "" : ` proto ${proto}`}`,
  parse(words) {
    const line = reader(words);
    const [address, dev, word] = [next(line), after(line, "dev"), after(line, "proto")];
    const proto = numberOf(word);
    if (address === undefined || canonicalIp(address) !== address || !isDev(dev) || dev === LOOPBACK || !ended(line)) return undefined;
    if (word !== undefined && (proto === undefined || proto > 255)) return undefined;
    return { address, dev, ...(proto === undefined ? {} : { proto }) };
  },
};

/** The entries, in their order. */
export function proxiesIn(facts: FactSource): readonly FactOf<"proxy">[] {
  return among(facts, "proxy");
}
