/** The kernel's checks of routes: a gateway must be on-link, a source address the namespace's own. */
import { bareAddress, contains, formatCidr, lastOf, networkOf, parseCidr, type Cidr } from "../../net/cidr";
import { isIpv6, isLinkLocal, isMulticast, parseIp, type Ip } from "../../net/ip";
import type { Fact, FactOf, Place } from "../fact";
import { LOOPBACK } from "../key";
import { IPV6_MTU, ipv6Off } from "../ipv6";
import { carriedAt, endAt, onDev, type LinkEnd, type World } from "../objects";
import { refused, type Refusal } from "../refusal";

/** `lo` as a link of a route. */
const ALWAYS_THERE = { up: true, mtu: 65536 } as const;

/** The link that the kernel binds a route without one to: that of its gateway. */
export function boundTo(world: World, fact: FactOf<"route">): string | undefined {
  return fact.via === undefined ? undefined : linkTo(world, fact, parseIp(fact.via)!);
}

/** Why the kernel refuses a route, given the existing objects. */
export function refuseRoute(world: World, fact: FactOf<"route">): Refusal | undefined {
  const via = fact.via === undefined ? undefined : parseIp(fact.via)!;
  if (fact.dev !== undefined) {
    const end = fact.dev === LOOPBACK ? ALWAYS_THERE : endAt(world, fact, fact.dev);
    if (!end) return refused("ENODEV", `Cannot find device "${fact.dev}"`);
    const off = refuseRouteOn(world, fact, fact.dev, end);
    if (off !== undefined) return off;
  }
  return (
    (via && refuseGateway(world, fact, via)) ??
    refuseSource(world, fact) ??
    (clashesWithConnected(world, fact) ? refused("EEXIST") : undefined)
  );
}

/** The preferred source address may be on any link. */
function refuseSource(world: World, fact: FactOf<"route">): Refusal | undefined {
  const { source } = fact;
  if (source === undefined || [...carriedAt(world, fact)].some((one) => isAddress(one, source))) return undefined;
  return refused("EINVAL", isIpv6(source) ? "Invalid source address." : "Invalid prefsrc address.");
}

function refuseRouteOn(world: World, fact: FactOf<"route">, dev: string, end: Pick<LinkEnd, "up" | "mtu">): Refusal | undefined {
  if (!fact.destination.includes(":")) {
    if (end.up) return undefined;
    return fact.via === undefined ? refused("ENETDOWN", "Device for nexthop is not up.") : invalidGateway("Nexthop has invalid gateway.");
  }
  if (end.mtu < IPV6_MTU) return refused("ENODEV");
  if (ipv6Off(world, fact, dev)) return refused("EACCES", "IPv6 is disabled on nexthop device.", "ipv6-disabled");
  if (end.up) return undefined;
  return fact.via === undefined ? refused("ENETDOWN", "Nexthop device is not up.") : refused("EHOSTUNREACH");
}

/** An IPv4 route to the network of a local address would be the kernel's connected route. */
function clashesWithConnected(world: World, fact: FactOf<"route">): boolean {
  const { destination, metric, table } = fact;
  if (destination.includes(":") || destination.endsWith("/0") || metric !== undefined || table !== undefined) return false;
  for (const other of carriedAt(world, fact)) {
    if (other.kind !== "addr" || other.address.includes(":") || other.address.endsWith("/32")) continue;
    if (formatCidr(networkOf(parseCidr(other.address)!)) === destination && isUp(world, fact, other.dev)) return true;
  }
  return false;
}

function isUp(world: World, place: Place, dev: string): boolean {
  return dev === LOOPBACK || endAt(world, place, dev)?.up === true;
}

function refuseGateway(world: World, fact: FactOf<"route">, via: Ip): Refusal | undefined {
  return via.version === 4 ? refuseGateway4(world, fact, via) : refuseGateway6(world, fact, via);
}

function refuseGateway4(world: World, fact: FactOf<"route">, via: Ip): Refusal | undefined {
  const dev = fact.dev ?? linkTo(world, fact, via);
  return dev !== undefined && distance(world, fact, dev, via) !== undefined ? undefined : invalidGateway("Nexthop has invalid gateway.");
}

function refuseGateway6(world: World, fact: FactOf<"route">, via: Ip): Refusal | undefined {
  if (isMulticast(via) || via.value === 0n) return invalidGateway("Invalid gateway address.");
  if (isLinkLocal(via)) return fact.dev === undefined ? refused("EINVAL", "Egress device not specified.") : undefined;
  const dev = fact.dev ?? linkTo(world, fact, via);
  if (dev === undefined || distance(world, fact, dev, via) === undefined) return refused("EHOSTUNREACH");
  const own = onDev(world, fact, dev, "addr").some((addr) => addr.address.startsWith(`${fact.via}/`));
  return own ? refused("EINVAL", "Gateway can not be a local address.") : undefined;
}

/** Whether the fact is this address, with any prefix length. */
function isAddress(fact: Fact, address: string): boolean {
  return fact.kind === "addr" && fact.address.startsWith(`${address}/`);
}

/**
 * What becomes of routes whose source address is deleted: those of IPv4 in the main table are deleted, unless another link has
 * the address; those of IPv6 lose their source when the address itself is deleted, and keep it when its link goes.
 */
export function forgetSource(world: World, { host, netns, address }: FactOf<"addr">, isDeleted: boolean): void {
  const source = bareAddress(address);
  const there = carriedAt(world, { host, netns });
  if (there.some((fact) => isAddress(fact, source))) return;
  for (const fact of there) {
    if (fact.kind !== "route" || fact.source !== source) continue;
    if (!isIpv6(source)) {
      if (fact.table === undefined) world.drop(fact);
    } else if (isDeleted) {
      const { source: _, ...rest } = fact;
      world.put(Object.freeze(rest));
    }
  }
}

/** The link of the place on which an address is on-link, by the longest prefix. */
function linkTo(world: World, place: Place, ip: Ip): string | undefined {
  const devs = new Set([...carriedAt(world, place)].map((fact) => fact.dev));
  let best: { dev: string; prefix: number } | undefined;
  for (const dev of devs) {
    const prefix = dev === undefined ? undefined : distance(world, place, dev, ip);
    if (dev !== undefined && prefix !== undefined && prefix > (best?.prefix ?? -1)) best = { dev, prefix };
  }
  return best?.dev;
}

/** The length of the longest on-link prefix of the link that contains an address; undefined when there is none. */
function distance(world: World, place: Place, dev: string, ip: Ip): number | undefined {
  let longest: number | undefined;
  for (const network of connected(world, place, dev, ip.version)) {
    if (!contains(network, ip) || (longest ?? -1) >= network.prefix) continue;
    const broadcast = ip.version === 4 && network.prefix < 31 && lastOf(network).value === ip.value;
    if (!broadcast) longest = network.prefix;
  }
  return longest;
}

/** The on-link prefixes of a link: the networks of its addresses and its routes without a gateway. */
function connected(world: World, place: Place, dev: string, version: 4 | 6): Cidr[] {
  if (!isUp(world, place, dev)) return [];
  const own = onDev(world, place, dev, "addr").map((addr) => addr.address);
  const routes = onDev(world, place, dev, "route").filter((route) => route.via === undefined && route.table === undefined);
  const texts = [...own, ...routes.map((route) => route.destination)];
  return texts.map((text) => parseCidr(text)!).filter((cidr) => cidr.ip.version === version);
}

function invalidGateway(text: string): Refusal {
  return refused("EINVAL", text, "invalid-gateway");
}
