import { canonicalIp, isIpv6 } from "../../net/ip";
import { canonicalMac } from "../../net/mac";
import { among, type FactSource } from "../among";
import { ROOT, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { IPV6_MTU, ipv6Off } from "../ipv6";
import { linkKey } from "../key";
import { endAt } from "../objects";
import { refuseWithoutLink } from "./link-effects";
import { onLink } from "./needs";
import { after, ended, isDev, next, reader } from "./words";
import { refused } from "../refusal";
import { exposure, judging, outage } from "../judgement";

/** A permanent neighbour entry: `neigh 10.8.0.2 dev nw-mesh lladdr 02:11:22:33:44:66`. Learned entries are left out. */
export const neigh: FactType<"neigh"> = {
  kind: "neigh",
  sample: "local - neigh 10.8.0.2 dev nw-mesh lladdr 02:11:22:33:44:66",
  layer: "neighbour",
  judge: judging<FactOf<"neigh">>({
    missing: outage("The bridge does not answer for this address, and the network does not flood the question."),
    extra: exposure("Packets to this address go to a hardware address that nothing declares."),
    changed: outage("Packets to this address go to another hardware address."),
  }),
  removal: ({ address, dev }) => ["ip", "neigh", "del", address, "dev", dev],
  within: (fact) => [linkKey(fact, fact.dev)],
  readSet: "neighbours",
  isShown: (_asked, { netns }) => netns === ROOT,
  rank: 5,
  markable: false,
  removable: true,
  overwritable: true,
  identity: ({ address, dev }) => `${address} dev ${dev}`,
  normal: (fact) => ({ ...fact, address: canonicalIp(fact.address) ?? fact.address, lladdr: canonicalMac(fact.lladdr) ?? fact.lladdr }),
  needs: (fact) => onLink(fact, fact.dev),
  canChange: () => true,
  admit(world, fact) {
    const end = endAt(world, fact, fact.dev);
    if (!end || !isIpv6(fact.address)) return refuseWithoutLink(world, fact, fact.dev);
    return end.mtu < IPV6_MTU || ipv6Off(world, fact, fact.dev)
      ? refused("EACCES", "IPv6 is disabled on this device.", "ipv6-disabled")
      : undefined;
  },
  text: ({ address, dev, lladdr }) => `${address} dev ${dev} lladdr ${lladdr}`,
  parse(words) {
    const line = reader(words);
    const address = next(line);
    const dev = after(line, "dev");
    const lladdr = after(line, "lladdr");
    if (address === undefined || canonicalIp(address) !== address || !isDev(dev) || lladdr === undefined || !ended(line)) return undefined;
    return canonicalMac(lladdr) === lladdr ? { address, dev, lladdr } : undefined;
  },
};

/** The permanent neighbour entries. */
export function neighboursIn(facts: FactSource): readonly FactOf<"neigh">[] {
  return among(facts, "neigh");
}
