import { canonicalAssigned, contains, isHostOf, parseBlock, parseNetwork, parseNetworks } from "../../net/cidr";
import { common, hostsOf, intervalOf, without, type Interval } from "../../net/intervals";
import { formatIp, parseIp, type Ip } from "../../net/ip";

/** The allocation settings of a network. */
export interface Choosing {
  /** Ranges of the subnets to allocate from; a subnet without one is used as a whole. */
  readonly ranges: readonly string[];
  /** Addresses and networks that are never allocated. */
  readonly avoid: readonly string[];
}

/** The addresses in these addresses and networks. */
export function intervals(texts: readonly string[]): readonly Interval[] {
  return texts.map((text) => intervalOf(parseBlock(text)!));
}

/** Whether an address is one of these addresses, or in one of these networks. */
export function isAmong(address: string, some: readonly string[]): boolean {
  const ip = parseIp(canonicalAssigned(address) ?? address)!;
  return some.some((one) => one === address || contains(parseBlock(one)!, ip));
}

/** The ranges inside the subnet. */
export function rangesIn(subnet: string, ranges: readonly string[]): readonly string[] {
  const whole = hostsOf(parseNetwork(subnet)!);
  return ranges.filter((range) => common(whole, intervals([range])).length > 0);
}

/** The host addresses in the subnet's ranges. */
export function rangedIn(subnet: string, ranges: readonly string[]): readonly Interval[] {
  const whole = hostsOf(parseNetwork(subnet)!);
  const inside = common(whole, intervals(ranges));
  return inside.length === 0 ? whole : inside;
}

/** The addresses of one subnet that may be allocated when free. */
export function givable(subnet: string, { ranges, avoid }: Choosing): readonly Interval[] {
  return without(rangedIn(subnet, ranges), intervals(avoid));
}

function ipOf(version: Ip["version"], value: bigint): Ip {
  return version === 4 ? { version, value: Number(value) } : { version, value };
}

/**
 * Allocates free addresses in ascending order; undefined when there is none left. It only moves forward and skips whole
 * intervals, so the cost depends on the number of addresses in use, not on the size of the subnet.
 */
export function addressPicker(places: readonly Interval[], isFree: (address: string) => boolean): () => string | undefined {
  let at = 0;
  let value = places[0]?.first ?? 0n;
  return () => {
    while (at < places.length) {
      const { version, last } = places[at]!;
      while (value <= last) {
        const address = formatIp(ipOf(version, value++));
        if (isFree(address)) return address;
      }
      value = places[++at]?.first ?? 0n;
    }
    return undefined;
  };
}

/** The earlier addresses that are still valid: one for each subnet, in the order of the subnets. */
export function stillFitting(earlier: readonly string[], subnets: readonly string[]): readonly (string | undefined)[] {
  const addresses = earlier.map((text) => ({ text, ip: parseIp(canonicalAssigned(text) ?? text) }));
  return parseNetworks(subnets).map((network) => addresses.find(({ ip }) => ip !== undefined && isHostOf(network!, ip))?.text);
}
