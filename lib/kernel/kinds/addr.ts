import { bareAddress, canonicalCidr } from "../../net/cidr";
import type { FactType } from "../fact";
import { onLink } from "./needs";
import { after, ended, isDev, next, reader } from "./words";

/**
 * An address on a link: `addr 10.8.0.2/24 dev eth0`. Its identity excludes the prefix length, so another length is a
 * replacement and the two never coexist. Addresses that the kernel assigns itself (fe80::/64, loopback) are left out.
 */
export const addr: FactType<"addr"> = {
  kind: "addr",
  rank: 5,
  markable: false,
  removable: true,
  identity: (fact) => `${bareAddress(fact.address)} dev ${fact.dev}`,
  normal: (fact) => ({ ...fact, address: canonicalCidr(fact.address) ?? fact.address }),
  needs: (fact) => onLink(fact, fact.dev),
  canChange: (from, to) => from.address === to.address,
  text: (fact) => `${fact.address} dev ${fact.dev}`,
  parse(words) {
    const line = reader(words);
    const address = next(line);
    const dev = after(line, "dev");
    return address !== undefined && canonicalCidr(address) === address && isDev(dev) && ended(line) ? { address, dev } : undefined;
  },
};
