import { canonicalIp } from "../../net/ip";
import { canonicalMac } from "../../net/mac";
import { ROOT } from "../fact";
import type { FactType } from "../fact-type";
import { after, ended, isDev, next, reader } from "./words";

/**
 * Learned entries of an earlier owner of an address on the network of a bridge. `stale 10.10.0.2 on nw-blue` are the neighbour
 * entries for that address on the bridge and in every namespace with a port on it; `stale 02:11:22:33:44:66 on nw-blue` the FDB
 * entries for that MAC address. Learned entries are neither observed nor drift: steps only ever delete them.
 */
export const stale: FactType<"stale"> = {
  kind: "stale",
  sample: "local - stale 10.8.0.2 on nw-blue",
  layer: "neighbour",
  rank: 7,
  markable: false,
  removable: true,
  deletedOnly: "The kernel learns and forgets such entries: steps only delete those of an earlier owner.",
  identity: (fact) => stale.text(fact),
  normal: (fact) => ({ ...fact, address: canonicalIp(fact.address) ?? canonicalMac(fact.address) ?? fact.address }),
  needs: () => [],
  canChange: () => true,
  text: ({ address, bridge }) => `${address} on ${bridge}`,
  parse(words, place) {
    const line = reader(words);
    const address = next(line);
    const bridge = after(line, "on");
    if (place.netns !== ROOT || address === undefined || !isDev(bridge) || !ended(line)) return undefined;
    return (canonicalIp(address) ?? canonicalMac(address)) === address ? { address, bridge } : undefined;
  },
};
