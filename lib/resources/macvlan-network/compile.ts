import { fact, ROOT, type Fact } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import { bitsOf } from "../../net/cidr";
import { isIpv6, parseIp } from "../../net/ip";
import type { Attrs } from "../../schema/type";
import type { Context } from "../resource";
import { macvlanMac, shimMark } from "./complete";
import type { fields } from "./fields";

type MacvlanNetwork = Attrs<typeof fields>;

/** The network itself is its parent's. Netweft makes the host's interface on it, where one is declared. */
export function compile(attrs: MacvlanNetwork, context: Context): readonly Fact[] {
  const { name, host, parent, mode, mtu, host_addresses: addresses, host_interface: dev } = attrs;
  if (addresses.length === 0) return [];
  const place = { host, netns: ROOT };
  const body = { name: dev, type: "macvlan", parent, parentNetns: ROOT, mode, mtu, mac: macvlanMac(addresses[0]!), up: true };
  return [
    normal(fact("link", place, body, { mark: shimMark(name, context) })),
    ...addresses.map((address) => fact("addr", place, { address: single(address), dev })),
  ];
}

/** An address alone: with the subnet's prefix length, the host's routes to the whole subnet would change. */
export function single(address: string): string {
  return `${address}/${bitsOf(parseIp(address)!)}`;
}

/** What an endpoint needs to know of its network to be reached by the host. */
interface Reached {
  readonly host_addresses?: readonly string[] | null;
  readonly host_interface?: string | null;
}

/** The host's routes to an endpoint with these addresses. */
export function hostRoutes({ host_addresses, host_interface: dev }: Reached, host: string, addresses: readonly string[]): readonly Fact[] {
  const own = host_addresses ?? [];
  if (own.length === 0 || dev === undefined || dev === null) return [];
  const families = new Set(own.map(isIpv6));
  const reached = addresses.filter((address) => families.has(isIpv6(address)));
  return reached.map((address) => normal(fact("route", { host, netns: ROOT }, { destination: single(address), dev })));
}
