import { canonicalIp } from "../../net/ip";
import { canonicalMac } from "../../net/mac";
import type { FactType } from "../fact";
import { onLink } from "./needs";
import { after, ended, isDev, next, reader } from "./words";

/** A permanent neighbour entry: `neigh 10.8.0.2 dev nw-mesh lladdr 02:11:22:33:44:66`. Learned entries are left out. */
export const neigh: FactType<"neigh"> = {
  kind: "neigh",
  rank: 5,
  markable: false,
  removable: true,
  identity: ({ address, dev }) => `${address} dev ${dev}`,
  normal: (fact) => ({ ...fact, address: canonicalIp(fact.address) ?? fact.address, lladdr: canonicalMac(fact.lladdr) ?? fact.lladdr }),
  needs: (fact) => onLink(fact, fact.dev),
  canChange: () => true,
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
