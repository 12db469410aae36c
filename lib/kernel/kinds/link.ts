import { fitting } from "../alias";
import { canonicalIp, isIpv6 } from "../../net/ip";
import { canonicalMac } from "../../net/mac";
import { IFNAME_LENGTH } from "../../net/names";
import { among, at, type FactLookup, type FactSource } from "../among";
import { ROOT, type Fact, type FactBodies, type FactOf, type Place } from "../fact";
import type { FactType, Station, TunnelPort } from "../fact-type";
import { linkKey, LOOPBACK, netnsKey } from "../key";
import type { World } from "../objects";
import type { Program } from "../program";
import { TUNNEL } from "../tunnel";
import { oneTunnel } from "./clash";
import { remedyForLink } from "./remedies";
import { followLink, forgetNeighbours, refuseMac, refuseMtu, refuseName } from "./link-effects";
import { inside } from "./needs";
import {
  addressesOf,
  addressText,
  isOnParent,
  laterBy,
  normalAddresses,
  onParent,
  parentOf,
  parentText,
  refuseOnParent,
  staysOnParent,
} from "./on-parent";
import { port } from "./port";
import { isOurVlan, usedLink, vlanNamed } from "./vlan";
import { after, ended, flag, isDev, isWord, next, numberOf, reader, stateOf, type Words } from "./words";
import { refused, type Refusal } from "../refusal";
import { cosmetic, degraded, exposure, judging, outage } from "../judgement";

/** What a host needs to create links of these types. */
const FEATURES: ReadonlyMap<string, readonly Program[]> = new Map([
  [TUNNEL, ["wireguard"]],
  ["vlan", ["vlan"]],
]);
const NONE = [] as const;

type VxlanFields = Pick<FactBodies["link"], "vni" | "local" | "port" | "learning" | "external">;

/**
 * A link that is created alone: our bridges, VXLAN and WireGuard devices, and foreign links of every type, `device` for those
 * without a link kind: `link nw-blue type bridge mtu 1450 mac 02:11:22:33:44:55 stp off up`,
 * `link nwx42 type vxlan vni 42 local 192.0.2.1 port 4789 learning off mtu 1450 mac 02:11:22:33:44:55 up`. Only bridges have
 * `stp`, only VXLAN devices a `vni`; `on-parent.ts` has what stands on another link. Loopback links are left out.
 */
export const link: FactType<"link"> = {
  kind: "link",
  sample: "local - link nw-blue type bridge mtu 1500 mac 02:11:22:33:44:55 stp off up",
  layer: "link",
  judge: judging<FactOf<"link">>({
    missing: outage("The link is missing: nothing that is on it sends or receives packets."),
    extra: exposure("A link that nothing declares can carry packets past the declared networks."),
    rows: [
      [["up"], outage("The link is down.")],
      [
        ["type", "vni", "local", "port", "external", "parent", "parentNetns", "mode", "vlan", "master"],
        outage("Its packets go elsewhere."),
      ],
      [["mac"], degraded("Neighbours that know the declared hardware address lose packets until their entries expire.")],
      [["mtu"], degraded("Larger packets than its mtu admits are fragmented or lost.")],
      [["learning"], degraded("It learns where addresses are from packets, or does not learn, other than declared.")],
      [["addresses"], cosmetic("Only the alias differs, which has no influence on packets.")],
    ],
    changed: degraded("A property of the link differs; packets pass."),
  }),
  // An imported bridge; one with a `bridge_name` looks the same. The host may use it itself.
  isOpen: ({ type, name }) => type === "bridge" && !name.startsWith("nw"),
  removal: ({ name }) => ["ip", "link", "del", name],
  within: (fact) => (fact.netns === ROOT || isFallback(fact) ? [] : [netnsKey(fact.host, fact.netns)]),
  counted: ({ type, netns }) => (netns !== ROOT ? undefined : type === "bridge" || type === "veth" ? type : undefined),
  rank: 2,
  concernsHost: (fact) => isOurVlan(fact),
  markable: true,
  removable: true,
  isLink: true,
  identity: (fact) => fact.name,
  normal(fact) {
    const { mac: given, stp, local, addresses, ...rest } = fact;
    // A VLAN has the address of its parent.
    const mac = fact.type === "vlan" ? undefined : given;
    const normal = mac === undefined ? undefined : (canonicalMac(mac) ?? mac);
    return {
      ...rest,
      ...(normal === undefined ? {} : { mac: normal }),
      ...(local === undefined ? {} : { local: canonicalIp(local) ?? local }),
      ...(fact.type === "bridge" ? { stp: stp ?? false } : {}),
      ...(addresses === undefined ? {} : { addresses: normalAddresses(fact.mark, addresses) }),
    } as FactOf<"link">;
  },
  ends: ({ netns, name }) => [{ netns, name }],
  tunnelPort,
  needs: (fact) => [...inside(fact), ...onParent(fact)],
  addressesInUse: ({ addresses }) => addresses,
  fitsMark: ({ mark, addresses = [] }) => fitting(mark, addresses) === addresses,
  onSegment: { station: asStation, network: ({ vni, port }) => (vni === undefined ? undefined : `${vni} ${port}`) },
  deletedBesides: true,
  rankOf: (fact) => link.rank + laterBy(fact),
  // What stands on another link may move to the VLAN, and is deleted first for that.
  precedesDeletions: (fact) => isOurVlan(fact),
  // An MTU is raised on forwarding links first, then on sending ones, so that no packet is too large for its path.
  rankOfChange: (fact, from) => (from.kind === "link" && fact.mtu > from.mtu ? port.rank + laterBy(fact) / 10 : link.rank),
  asBystander: (fact) => (isOnParent(fact) ? { link: fact.name } : undefined),
  importable: true,
  ownEffect: "carrier",
  effectFromBelow: "carrier",
  // VNI, port and local address of a VXLAN device are fixed at creation.
  canChange: (from, to) =>
    from.type === to.type && from.vni === to.vni && from.port === to.port && from.local === to.local && staysOnParent(from, to),
  assumed: ({ host, netns }, name, needing) =>
    [`link ${belowOf(name, needing)} ${typeFor(name, needing)}`, ...bridgeFor(name, needing)].map((line) => `${host} ${netns} ${line}`),
  unique: (fact) => (fact.vni === undefined ? undefined : tunnelAt(fact)),
  // The name of a VXLAN device is derived from its VNI and port, so equal names mean equal VNIs.
  clash: (fact, first, by) => (isSameNetwork(fact, first) ? oneTunnel(fact, by) : undefined),
  remedy: remedyForLink,
  supplemented: isOurVlan,
  ask(scope, fact) {
    // What others add to a tunnel device carries packets to where nothing declares.
    if (fact.type === TUNNEL) scope.readSets.add("tunnels");
    if (fact.vni !== undefined) scope.readSets.add("neighbours");
    // What stands on a VLAN may be in any namespace.
    if (fact.addresses !== undefined || isOurVlan(fact)) scope.readSets.add("interfaces");
  },
  admit: (world, fact, before) =>
    refuseName(world, fact, fact.name, before) ??
    refuseMtu(fact.mtu) ??
    refuseMac(fact.mac) ??
    refuseVni(world, fact) ??
    refuseOnParent(world, fact, before),
  put(world, fact, before) {
    world.put(fact);
    if (before?.kind !== "link") return;
    if (fact.mac !== before.mac) forgetNeighbours(world, fact, fact.name);
    followLink(world, fact, fact.name, fact, before);
  },
  requires: (verb, { type }) => (verb === "add" ? (FEATURES.get(type) ?? NONE) : NONE),
  text(fact) {
    const mac = fact.mac === undefined ? "" : ` mac ${fact.mac}`;
    const stp = fact.stp === undefined ? "" : ` stp ${onOff(fact.stp)}`;
    const state = `${fact.up ? "up" : "down"}${addressText(fact)}`;
    return `${fact.name} type ${fact.type}${tunnelText(fact)}${parentText(fact)} mtu ${fact.mtu}${mac}${stp} ${state}`;
  },
  parse(words) {
    const line = reader(words);
    const name = next(line);
    const type = after(line, "type");
    const tunnel = tunnelOf(line);
    const below = parentOf(line);
    const mtu = numberOf(after(line, "mtu"));
    const mac = after(line, "mac");
    const stp = after(line, "stp");
    const up = stateOf(next(line));
    const own = addressesOf(line);
    if (!isDev(name) || !isWord(type) || mtu === undefined || up === undefined || !ended(line)) return undefined;
    if (below === undefined || own === undefined || (own.addresses !== undefined && type !== "macvlan")) return undefined;
    if (mac !== undefined && canonicalMac(mac) !== mac) return undefined;
    if ((type === "bridge") !== (stp === "on" || stp === "off") || tunnel === undefined) return undefined;
    if ((type === "vxlan") !== (tunnel.vni !== undefined)) return undefined;
    const rest = { ...(mac === undefined ? {} : { mac }), ...(stp === undefined ? {} : { stp: stp === "on" }) };
    return { name, type, ...tunnel, ...below, mtu, ...rest, up, ...own };
  },
};

/** Whether the fact is a bridge. */
export function isBridge(fact: Fact): fact is FactOf<"link"> {
  return fact.kind === "link" && fact.type === "bridge";
}

function isSameNetwork(one: FactOf<"link">, other: Fact): boolean {
  return other.kind === "link" && one.vni !== undefined && one.vni === other.vni && one.port === other.port;
}

/** A bridge of a host has the addresses of its network's gateway. */
function asStation(fact: FactOf<"link">): Station | undefined {
  if (!isBridge(fact) || fact.mac === undefined || fact.netns !== ROOT) return undefined;
  return { end: linkKey(fact, fact.name), mac: fact.mac, link: fact.name, isBridge: true };
}

function onOff(value: boolean): string {
  return value ? "on" : "off";
}

function tunnelText({ vni, local, port, learning, external }: VxlanFields): string {
  if (vni === undefined) return "";
  const from = local === undefined ? "" : ` local ${local}`;
  return ` vni ${vni}${from} port ${port} learning ${onOff(learning === true)}${external ? " external" : ""}`;
}

/** The fields of a VXLAN device: none, or all of them (the local address is optional); undefined when the words are invalid. */
function tunnelOf(line: Words): VxlanFields | undefined {
  const id = after(line, "vni");
  if (id === undefined) return {};
  const local = after(line, "local");
  const [vni, port, learning] = [numberOf(id), numberOf(after(line, "port")), after(line, "learning")];
  const external = flag(line, "external");
  if (vni === undefined || port === undefined || (learning !== "on" && learning !== "off")) return undefined;
  if (local !== undefined && canonicalIp(local) !== local) return undefined;
  return { vni, ...(local === undefined ? {} : { local }), port, learning: learning === "on", ...(external ? { external } : {}) };
}

/** Whether the underlay of a VXLAN device is IPv6: without a local address it is IPv4. */
export function speaksIpv6({ local }: FactOf<"link">): boolean {
  return local !== undefined && isIpv6(local);
}

/** Identity of a VXLAN device at a place besides its name. */
function tunnelAt(link: FactOf<"link">): string {
  return `${link.host} ${link.netns} ${link.vni} ${link.port} ${speaksIpv6(link) ? 6 : 4}`;
}

/** Whether the UDP port of a VXLAN device is in use by an `external` device, which receives every VNI. */
function hasExternal(world: World, { host, netns, name, port }: FactOf<"link">): boolean {
  for (const other of world.facts.values()) {
    if (other.kind !== "link" || !other.external || other.port !== port) continue;
    if (other.host === host && other.netns === netns && other.name !== name) return true;
  }
  return false;
}

/** A namespace has at most one VXLAN device per VNI, port and address family. */
function refuseVni(world: World, link: FactOf<"link">): Refusal | undefined {
  if (link.vni === undefined) return undefined;
  if (hasExternal(world, link)) return refused("EADDRINUSE");
  const there = world.unique.get(tunnelAt(link));
  return there === undefined || there === linkKey(link, link.name)
    ? undefined
    : refused("EEXIST", "A VXLAN device with the specified VNI already exists.", "vni-taken");
}

/** The link to assume: where a VLAN can be made, the one below. */
function belowOf(name: string, needing: readonly Fact[]): string {
  return needing.some((by) => usedLink(by) === name) ? (vlanNamed(name)?.parent ?? name) : name;
}

/** The type of a missing link, by the facts that need it. */
function typeFor(name: string | undefined, needing: readonly Fact[]): string {
  if (needing.some((by) => "bridge" in by && by.bridge === name)) return "type bridge mtu 1500 stp off up";
  const entry = needing.find((by) => by.kind === "fdb");
  if (entry === undefined) return "type device mtu 1500 up";
  return `type vxlan vni ${LAST_VNI} local ${isIpv6(entry.dst) ? "2001:db8::1" : "192.0.2.1"} port 4789 learning off mtu 1450 up`;
}

/** The highest network identifier, which is hardly in use. */
const LAST_VNI = 16777215;

/** An entry in the FDB of a bridge, too, needs the VXLAN device to be a port of one. */
function bridgeFor(name: string, needing: readonly Fact[]): readonly string[] {
  if (!needing.some((by) => by.kind === "fdb" && by.master)) return [];
  const bridge = `br-${name}`.slice(0, IFNAME_LENGTH);
  return [`link ${bridge} type bridge mtu 1450 stp off up`, `port ${name} bridge ${bridge}`];
}

/** A VXLAN device: VNI and port are given at its creation. */
export type VxlanDevice = FactOf<"link"> & { readonly vni: number; readonly port: number };

function isVxlan(link: FactOf<"link">): link is VxlanDevice {
  return link.vni !== undefined && link.port !== undefined;
}

function tunnelPort(link: FactOf<"link">): TunnelPort | undefined {
  return isVxlan(link) ? { what: "vxlan", port: link.port, isExternal: link.external === true } : undefined;
}

/** The links that are created alone, of any type. */
export function linksIn(facts: FactSource): readonly FactOf<"link">[] {
  return among(facts, "link");
}

/** The VXLAN devices of root namespaces. */
export function vxlanDevicesIn(facts: FactSource): readonly VxlanDevice[] {
  return linksIn(facts)
    .filter(isVxlan)
    .filter(({ netns }) => netns === ROOT);
}

/** The bridges of root namespaces. */
export function bridgesIn(facts: FactSource): readonly FactOf<"link">[] {
  return linksIn(facts).filter((link) => isBridge(link) && link.netns === ROOT);
}

/** The bridge of this name; undefined where another link has it. */
export function bridgeAt(facts: FactLookup | undefined, place: Place, name: string): FactOf<"link"> | undefined {
  const found = at(facts, linkKey(place, name), "link");
  return found !== undefined && isBridge(found) ? found : undefined;
}

/** Whether packets can arrive by the link of this name: by all but the loopback and dummies. A link that is not known may be any. */
export function isWayIn(facts: FactLookup, place: Place, name: string): boolean {
  return name !== LOOPBACK && at(facts, linkKey(place, name), "link")?.type !== "dummy";
}

/** The devices that the kernel's tunnel modules make in every namespace, without a packet to take. */
const FALLBACKS: ReadonlySet<string> = new Set([
  "tunl0",
  "sit0",
  "gre0",
  "gretap0",
  "erspan0",
  "ip_vti0",
  "ip6_vti0",
  "ip6tnl0",
  "ip6gre0",
]);

function isFallback({ name, up }: FactOf<"link">): boolean {
  return !up && FALLBACKS.has(name);
}
