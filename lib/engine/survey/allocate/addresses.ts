import { canonicalAssigned, contains, isHostOf, parseBlock, parseNetwork } from "../../../net/cidr";
import { common, hostsOf, intervalOf, without, type Interval } from "../../../net/intervals";
import { formatIp, parseIp, type Ip } from "../../../net/ip";

/** What a network says about the choice of addresses. */
export interface Choosing {
  /** Parts of the subnets that addresses are taken from; a subnet that has none of them is taken from as a whole. */
  readonly ranges: readonly string[];
  /** Addresses and networks of which nothing is ever given. */
  readonly avoid: readonly string[];
}

/** The addresses that these addresses and networks name. */
export function intervals(texts: readonly string[]): readonly Interval[] {
  return texts.map((text) => intervalOf(parseBlock(text)!));
}

/** Whether an address is one of these addresses, or in one of these networks. */
export function isAmong(address: string, some: readonly string[]): boolean {
  const ip = parseIp(canonicalAssigned(address) ?? address)!;
  return some.some((one) => one === address || contains(parseBlock(one)!, ip));
}

/** Those of the ranges that are parts of the subnet. */
export function rangesIn(subnet: string, ranges: readonly string[]): readonly string[] {
  const whole = hostsOf(parseNetwork(subnet)!);
  return ranges.filter((range) => common(whole, intervals([range])).length > 0);
}

/** The addresses of hosts that the subnet's ranges have. */
export function rangedIn(subnet: string, ranges: readonly string[]): readonly Interval[] {
  const whole = hostsOf(parseNetwork(subnet)!);
  const inside = common(whole, intervals(ranges));
  return inside.length === 0 ? whole : inside;
}

/** The addresses of one subnet that may be given when nobody has them. */
export function givable(subnet: string, { ranges, avoid }: Choosing): readonly Interval[] {
  return without(rangedIn(subnet, ranges), intervals(avoid));
}

function ipOf(version: Ip["version"], value: bigint): Ip {
  return version === 4 ? { version, value: Number(value) } : { version, value };
}

/**
 * Hands out free addresses in ascending order; undefined when there is none left. It goes forward only, and steps over
 * what is between the intervals, so a look costs as much as there are addresses in use, however large a subnet is.
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

/** Those of the earlier addresses that still fit: one for each subnet, in the order of the subnets. */
export function stillFitting(earlier: readonly string[], subnets: readonly string[]): readonly (string | undefined)[] {
  const addresses = earlier.map((text) => ({ text, ip: parseIp(canonicalAssigned(text) ?? text) }));
  return subnets.map((subnet) => {
    const network = parseNetwork(subnet)!;
    return addresses.find(({ ip }) => ip !== undefined && isHostOf(network, ip))?.text;
  });
}
