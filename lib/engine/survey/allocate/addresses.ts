import { hostOf, isHostOf, parseNetwork, sizeOf } from "../../../net/cidr";
import { formatIp, parseIp } from "../../../net/ip";

/** A picker looks at this many addresses of one subnet before it gives up: all of a /12, part of any IPv6 subnet. */
const LONGEST_SEARCH = 1 << 20;

/**
 * Hands out the free addresses of one subnet in ascending order; undefined when there is none left. The network's and
 * the broadcast address are never given.
 */
export function addressPicker(subnet: string, isFree: (address: string) => boolean): () => string | undefined {
  const network = parseNetwork(subnet)!;
  const size = sizeOf(network);
  const end = Number(size > BigInt(LONGEST_SEARCH) ? BigInt(LONGEST_SEARCH) : network.ip.version === 4 ? size - 1n : size);
  let n = 0;
  return () => {
    while (++n < end) {
      const address = formatIp(hostOf(network, n)!);
      if (isFree(address)) return address;
    }
    return undefined;
  };
}

/** Those of the earlier addresses that still fit: one for each subnet, in the order of the subnets. */
export function stillFitting(earlier: readonly string[], subnets: readonly string[]): readonly (string | undefined)[] {
  const addresses = earlier.map((text) => ({ text, ip: parseIp(text) }));
  return subnets.map((subnet) => {
    const network = parseNetwork(subnet)!;
    return addresses.find(({ ip }) => ip !== undefined && isHostOf(network, ip))?.text;
  });
}
