/** The kernel's checks before it creates or changes an object. Refusals have the text that iproute2 prints. */
import { parseCidr } from "../net/cidr";
import { isIpv6, isMulticast } from "../net/ip";
import { isUnicastMac } from "../net/mac";
import { refuseBgp } from "./bgp";
import { ROOT, type Fact, type FactOf, type Kind, type Place } from "./fact";
import { hasSetting, IPV6_MTU, ipv6Off } from "./ipv6";
import { linkKey, LOOPBACK } from "./key";
import { needsOf } from "./kinds";
import { EVERY_MAC } from "./kinds/fdb";
import { deviceOf } from "./kinds/sysctl";
import { refuseRoute } from "./routing";
import { accessOf, isHostWide, misfit } from "./sysctls";
import { TUNNEL } from "./tunnel";
import { countDependents, dependentsOf, endAt, hasNetns, speaksIpv6, tunnelAt, type World } from "./world";

/** Most ports of one bridge. */
export const MAX_PORTS = 1023;

const MIN_MTU = 68;
const MAX_MTU = 65535;

/** Why the kernel refuses a fact, given the existing objects; `before` is the fact that it replaces. */
export function refusal(world: World, fact: Fact, before: Fact | undefined): string | undefined {
  if (!hasNetns(world, fact.host, fact.netns)) return `Cannot open network namespace "${fact.netns}": No such file or directory`;
  return isAdmitted(fact) ? undefined : refusalInPlace(world, fact, before);
}

/** Kinds that only others create, and kinds that are never refused if their namespace exists. */
const ADMITTED = ["socket", "policy", "intake", "evpn", "netns", "table", "flow", "stale", "sa", "xfrm", "resolver", "name"] as const;
type Admitted = FactOf<(typeof ADMITTED)[number]>;

function isAdmitted(fact: Fact): fact is Admitted & Fact {
  return (ADMITTED as readonly Kind[]).includes(fact.kind);
}

function refusalInPlace(
  world: World,
  fact: Exclude<Fact, { readonly kind: Admitted["kind"] }>,
  before: Fact | undefined,
): string | undefined {
  switch (fact.kind) {
    case "set":
    case "chain":
    case "element":
      return refuseUnmet(world, fact);
    case "link":
      return refuseName(world, fact, fact.name, before) ?? refuseMtu(fact.mtu) ?? refuseMac(fact.mac) ?? refuseVni(world, fact);
    case "veth":
      return refuseVeth(world, fact, before);
    case "port":
      return refusePort(world, fact, before);
    case "addr":
      return refuseAddr(world, fact);
    case "route":
      return refuseRoute(world, fact);
    case "qdisc":
      return refuseWithoutLink(world, fact);
    case "neigh":
      return refuseNeighbour(world, fact);
    case "fdb":
      return refuseEntry(world, fact);
    case "key":
    case "peer":
      return refuseUnfit(world, fact);
    case "sysctl":
      return refuseSysctl(world, fact);
    case "resolv":
      return refuseResolv(fact, before);
    case "iptables":
      return refuseRule(world, fact);
    case "bgp":
    case "neighbor":
      return refuseBgp(world, fact);
  }
}

/** Contents of a table need the table, and references need their target. */
function refuseUnmet(world: World, fact: Fact): string | undefined {
  return needsOf(fact).every(({ key }) => world.facts.has(key)) ? undefined : "No such file or directory";
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
  if (!end && fact.dev !== LOOPBACK) return `Cannot find device "${fact.dev}"`;
  const cidr = parseCidr(fact.address)!;
  if (cidr.ip.version === 4) return undefined;
  if (isMulticast(cidr.ip) || (end && end.mtu < IPV6_MTU)) return "Invalid argument";
  return ipv6Off(world, fact, fact.dev) ? "ipv6: IPv6 is disabled on this device." : undefined;
}

function refuseWithoutLink(world: World, fact: FactOf<"qdisc"> | FactOf<"neigh"> | FactOf<"fdb">): string | undefined {
  return fact.dev === LOOPBACK || endAt(world, fact, fact.dev) ? undefined : `Cannot find device "${fact.dev}"`;
}

function refuseNeighbour(world: World, fact: FactOf<"neigh">): string | undefined {
  const end = endAt(world, fact, fact.dev);
  if (!end || !isIpv6(fact.address)) return refuseWithoutLink(world, fact);
  return end.mtu < IPV6_MTU || ipv6Off(world, fact, fact.dev) ? "IPv6 is disabled on this device." : undefined;
}

/** Only WireGuard devices have keys. */
function refuseUnfit(world: World, fact: FactOf<"key"> | FactOf<"peer">): string | undefined {
  const device = endAt(world, fact, fact.dev)?.fact;
  if (device === undefined) return "Unable to modify interface: No such device";
  return device.kind === "link" && device.type === TUNNEL ? undefined : "Unable to modify interface: Operation not supported";
}

/** Only VXLAN devices have remote VTEPs in their FDB, of the device's own address family. */
function refuseEntry(world: World, fact: FactOf<"fdb">): string | undefined {
  const device = endAt(world, fact, fact.dev)?.fact;
  if (device?.kind !== "link" || device.type !== "vxlan") return refuseWithoutLink(world, fact) ?? "Operation not supported";
  if (fact.master && fact.mac === EVERY_MAC && isPort(world, fact)) return "Invalid argument";
  return speaksIpv6(device) === isIpv6(fact.dst) ? undefined : "Address family not supported by protocol";
}

/** Whether the link is attached to a bridge, which has no entry for the address of zeros. */
function isPort(world: World, { host, netns, dev }: FactOf<"fdb">): boolean {
  return world.facts.has(`${host} ${netns} port ${dev}`);
}

/** Whether the UDP port of a VXLAN device is in use by an `external` device, which receives every VNI. */
function hasExternal(world: World, { host, netns, name, port }: FactOf<"link">): boolean {
  for (const other of world.facts.values())
    if (
      other.kind === "link" &&
      other.external &&
      other.host === host &&
      other.netns === netns &&
      other.name !== name &&
      other.port === port
    )
      return true;
  return false;
}

/** A namespace has at most one VXLAN device per VNI, port and address family. */
function refuseVni(world: World, link: FactOf<"link">): string | undefined {
  if (link.vni !== undefined && hasExternal(world, link)) return "Address already in use";
  const there = link.vni === undefined ? undefined : world.tunnels.get(tunnelAt(link));
  return there === undefined || there === linkKey(link, link.name) ? undefined : "A VXLAN device with the specified VNI already exists.";
}

/** A foreign file is never overwritten. */
function refuseResolv({ mark }: FactOf<"resolv">, before: Fact | undefined): string | undefined {
  return before !== undefined && before.mark === undefined && mark !== undefined ? "File exists" : undefined;
}

/** In the words of the program that writes settings on a host. */
function refuseSysctl(world: World, fact: FactOf<"sysctl">): string | undefined {
  const dev = deviceOf(fact);
  const access = fact.netns === ROOT && isHostWide(fact.name) ? "writable" : accessOf(fact.name);
  const isThere = dev === undefined || dev === LOOPBACK || hasSetting(endAt(world, fact, dev), fact.name);
  if (!isThere || access === "absent") return "There is no such setting.";
  return access === "read-only" || misfit(fact.name, fact.value) !== undefined ? "The kernel refuses this value." : undefined;
}

/** `FORWARD` and `INPUT` always exist; Docker's chain exists where Docker runs. */
function refuseRule(world: World, { host, family, chain }: FactOf<"iptables">): string | undefined {
  if (chain === "FORWARD" || chain === "INPUT") return undefined;
  const policy = world.facts.get(`${host} ${ROOT} policy ${family} filter FORWARD`);
  return policy?.kind === "policy" && policy.by === "docker" ? undefined : "No chain/target/match by that name.";
}
