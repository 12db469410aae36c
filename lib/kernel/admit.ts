/** Whether the kernel takes an object at all. Its refusals are quoted as iproute2 shows them. */
import { contains, formatCidr, lastOf, networkOf, parseCidr, type Cidr } from "../net/cidr";
import { isLinkLocal, isMulticast, parseIp, type Ip } from "../net/ip";
import { isUnicastMac } from "../net/mac";
import type { Fact, FactOf, Place } from "./fact";
import { linkKey } from "./key";
import { deviceOf } from "./kinds/sysctl";
import { carriedAt, countDependents, dependentsOf, endAt, hasNetns, onDev, type World } from "./world";

/** Ports that a bridge can have. */
export const MAX_PORTS = 1023;

/** The smallest MTU that IPv6 works with. */
export const IPV6_MTU = 1280;

const MIN_MTU = 68;
const MAX_MTU = 65535;
const LOOPBACK = "lo";

/** Why the kernel refuses a fact beside what is there already; `before` is what it takes the place of. */
export function refusal(world: World, fact: Fact, before: Fact | undefined): string | undefined {
  if (!hasNetns(world, fact.host, fact.netns)) return `Cannot open network namespace "${fact.netns}": No such file or directory`;
  switch (fact.kind) {
    case "netns":
      return undefined;
    case "link":
      return refuseName(world, fact, fact.name, before) ?? refuseMtu(fact.mtu) ?? refuseMac(fact.mac);
    case "veth":
      return refuseVeth(world, fact, before);
    case "port":
      return refusePort(world, fact, before);
    case "addr":
      return refuseAddr(world, fact);
    case "route":
      return refuseRoute(world, fact);
    case "sysctl":
      return refuseSysctl(world, fact);
  }
}

/** The fact as the kernel keeps it: a route through a gateway is bound to the link that the gateway is on. */
export function resolved(world: World, fact: Fact): Fact {
  if (fact.kind !== "route" || fact.dev !== undefined || fact.via === undefined) return fact;
  const dev = linkTo(world, fact, parseIp(fact.via)!);
  return dev === undefined ? fact : Object.freeze({ ...fact, dev });
}

function refuseName(world: World, place: Place, name: string, before: Fact | undefined): string | undefined {
  return name === LOOPBACK || (before === undefined && endAt(world, place, name)) ? "File exists" : undefined;
}

function refuseMtu(mtu: number): string | undefined {
  if (mtu < MIN_MTU) return "mtu less than device minimum.";
  return mtu > MAX_MTU ? "mtu greater than device maximum." : undefined;
}

function refuseMac(mac: string | undefined): string | undefined {
  return mac === undefined || isUnicastMac(mac) ? undefined : "Cannot assign requested address";
}

function refuseVeth(world: World, fact: FactOf<"veth">, before: Fact | undefined): string | undefined {
  const far = { host: fact.host, netns: fact.peerNetns };
  if (!hasNetns(world, far.host, far.netns)) return `argument "${far.netns}" is wrong: Invalid "netns" value`;
  const taken = refuseName(world, fact, fact.name, before) ?? refuseName(world, far, fact.peer, before);
  return taken ?? refuseMtu(fact.mtu) ?? refuseMtu(fact.peerMtu) ?? refuseMac(fact.mac);
}

function refusePort(world: World, fact: FactOf<"port">, before: Fact | undefined): string | undefined {
  const end = endAt(world, fact, fact.dev);
  const bridge = endAt(world, fact, fact.bridge)?.fact;
  if (fact.dev === LOOPBACK) return "Invalid argument";
  if (!end) return `Cannot find device "${fact.dev}"`;
  if (!bridge) return `argument "${fact.bridge}" is wrong: Device does not exist`;
  if (bridge.kind !== "link" || bridge.type !== "bridge") return "Operation not supported";
  if (end.fact.kind === "link" && end.fact.type === "bridge") return "Can not enslave a bridge to a bridge.";
  if (before?.kind === "port" && before.bridge === fact.bridge) return undefined;
  return portsOf(world, fact, fact.bridge) < MAX_PORTS ? undefined : "Exchange full";
}

function portsOf(world: World, place: Place, bridge: string): number {
  const key = linkKey(place, bridge);
  if (countDependents(world, key) < MAX_PORTS) return 0;
  return dependentsOf(world, key).filter((fact) => fact.kind === "port" && fact.bridge === bridge).length;
}

function refuseAddr(world: World, fact: FactOf<"addr">): string | undefined {
  const end = endAt(world, fact, fact.dev);
  if (fact.dev === LOOPBACK) return undefined;
  if (!end) return `Cannot find device "${fact.dev}"`;
  const cidr = parseCidr(fact.address)!;
  if (cidr.ip.version === 4) return undefined;
  if (isMulticast(cidr.ip) || end.mtu < IPV6_MTU) return "Invalid argument";
  return ipv6Off(world, fact, fact.dev) ? "ipv6: IPv6 is disabled on this device." : undefined;
}

function refuseRoute(world: World, fact: FactOf<"route">): string | undefined {
  const via = fact.via === undefined ? undefined : parseIp(fact.via)!;
  if (fact.dev !== undefined && fact.dev !== LOOPBACK) {
    const end = endAt(world, fact, fact.dev);
    if (!end) return `Cannot find device "${fact.dev}"`;
    const off = refuseRouteOn(world, fact, fact.dev, end);
    if (off !== undefined) return off;
  }
  const unreachable = via === undefined ? undefined : via.version === 4 ? refuseGateway4(world, fact, via) : refuseGateway6(world, fact, via);
  return unreachable ?? (clashesWithConnected(world, fact) ? "File exists" : undefined);
}

function refuseRouteOn(world: World, fact: FactOf<"route">, dev: string, end: { readonly up: boolean; readonly mtu: number }): string | undefined {
  if (!fact.destination.includes(":")) {
    if (end.up) return undefined;
    return fact.via === undefined ? "Device for nexthop is not up." : "Nexthop has invalid gateway.";
  }
  if (end.mtu < IPV6_MTU) return "No such device";
  if (ipv6Off(world, fact, dev)) return "IPv6 is disabled on nexthop device.";
  if (end.up) return undefined;
  return fact.via === undefined ? "Nexthop device is not up." : "No route to host";
}

/** An IPv4 route to the network of an address in the same namespace would be the one that the kernel made for it. */
function clashesWithConnected(world: World, fact: FactOf<"route">): boolean {
  if (fact.destination.includes(":") || fact.metric !== undefined || fact.table !== undefined) return false;
  for (const other of carriedAt(world, fact)) {
    if (other.kind !== "addr" || other.address.includes(":") || other.address.endsWith("/32")) continue;
    if (formatCidr(networkOf(parseCidr(other.address)!)) === fact.destination && isUp(world, fact, other.dev)) return true;
  }
  return false;
}

function isUp(world: World, place: Place, dev: string): boolean {
  return dev === LOOPBACK || endAt(world, place, dev)?.up === true;
}

function refuseGateway4(world: World, fact: FactOf<"route">, via: Ip): string | undefined {
  const dev = fact.dev ?? linkTo(world, fact, via);
  return dev !== undefined && distance(world, fact, dev, via) !== undefined ? undefined : "Nexthop has invalid gateway.";
}

function refuseGateway6(world: World, fact: FactOf<"route">, via: Ip): string | undefined {
  if (isMulticast(via) || via.value === 0n) return "Invalid gateway address.";
  if (isLinkLocal(via)) return fact.dev === undefined ? "Egress device not specified." : undefined;
  const dev = fact.dev ?? linkTo(world, fact, via);
  if (dev === undefined || distance(world, fact, dev, via) === undefined) return "No route to host";
  const own = onDev(world, fact, dev, "addr").some((addr) => addr.address.startsWith(`${fact.via}/`));
  return own ? "Gateway can not be a local address." : undefined;
}

/** The link of the place that reaches an address without a gateway, by the longest prefix. */
function linkTo(world: World, place: Place, ip: Ip): string | undefined {
  const devs = new Set([...carriedAt(world, place)].map((fact) => fact.dev));
  let best: { dev: string; prefix: number } | undefined;
  for (const dev of devs) {
    const prefix = dev === undefined ? undefined : distance(world, place, dev, ip);
    if (dev !== undefined && prefix !== undefined && prefix > (best?.prefix ?? -1)) best = { dev, prefix };
  }
  return best?.dev;
}

/** The length of the longest prefix by which the link reaches an address directly; undefined when it does not. */
function distance(world: World, place: Place, dev: string, ip: Ip): number | undefined {
  let longest: number | undefined;
  for (const network of connected(world, place, dev, ip.version)) {
    if (!contains(network, ip) || (longest ?? -1) >= network.prefix) continue;
    const broadcast = ip.version === 4 && network.prefix < 31 && lastOf(network).value === ip.value;
    if (!broadcast) longest = network.prefix;
  }
  return longest;
}

/** What the link reaches directly: the networks of its addresses and the routes through it without a gateway. */
function connected(world: World, place: Place, dev: string, version: 4 | 6): Cidr[] {
  if (!isUp(world, place, dev)) return [];
  const direct = onDev(world, place, dev, "route").filter((route) => route.via === undefined && route.table === undefined);
  return [...networksOf(world, place, dev, version), ...ofVersion(version, direct.map((route) => route.destination))];
}

/** The addresses of a link with their prefix lengths. */
function networksOf(world: World, place: Place, dev: string, version: 4 | 6): Cidr[] {
  return ofVersion(version, onDev(world, place, dev, "addr").map((addr) => addr.address));
}

function ofVersion(version: 4 | 6, texts: readonly string[]): Cidr[] {
  return texts.map((text) => parseCidr(text)!).filter((cidr) => cidr.ip.version === version);
}

function refuseSysctl(world: World, fact: FactOf<"sysctl">): string | undefined {
  const dev = deviceOf(fact);
  if (dev === undefined || dev === LOOPBACK || endAt(world, fact, dev)) return undefined;
  return `cannot stat /proc/sys/${fact.name.split(".").map((part) => part.replaceAll("/", ".")).join("/")}: No such file or directory`;
}

/** Whether IPv6 was switched off on a link, by its own setting or by that of all links. */
function ipv6Off(world: World, place: Place, dev: string): boolean {
  const value = (scope: string) => {
    const fact = world.facts.get(`${place.host} ${place.netns} sysctl net.ipv6.conf.${scope}.disable_ipv6`);
    return fact?.kind === "sysctl" ? fact.value : undefined;
  };
  return (value(dev.replaceAll(".", "/")) ?? value("all") ?? "0") !== "0";
}
