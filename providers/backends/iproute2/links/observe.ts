import { decodeAlias, type Alias } from "../../../../lib/kernel/alias";
import { fact, ROOT, type Fact, type FactOf, type Key, type Place } from "../../../../lib/kernel/fact";
import { keyOf, normal } from "../../../../lib/kernel/kinds";
import { isOnParent, STACKED } from "../../../../lib/kernel/kinds/on-parent";
import { OUR_GROUP, ownerOf, REMNANT } from "../../../../lib/kernel/mark";
import { TUNNEL, TUNNEL_PREFIX } from "../../../../lib/kernel/tunnel";
import { DELETION_GROUP } from "./deletion";
import type { IpLink } from "../dump";

/** Creation was interrupted before the owner was written. */
const UNMARKED: Alias = { mark: REMNANT, addresses: [] };

/** One end of a link, and where it is. */
export interface VethEnd {
  readonly netns: string;
  readonly link: IpLink;
}

/** Finds the peer of a veth end: its namespace, and the end itself if that namespace was read. */
export type LinkPeer = (end: VethEnd) => { readonly netns: string; readonly link?: IpLink } | undefined;

/** Values for an end in a namespace that was not read: only its existence is known. */
const UNREAD = { ifname: "?", mtu: 0, address: "00:00:00:00:00:00", flags: [] } as const;

/**
 * The links of one host as facts. A pair with one end at the root becomes one `veth` fact if it is ours or if its peer was
 * read; all other links are facts of their own. `begun`: WireGuard devices that are ours but not in our group yet. Loopback
 * links belong to their namespaces and are left out.
 */
export function linkFacts(host: string, ends: readonly VethEnd[], peer: LinkPeer, begun: ReadonlySet<string>): readonly Fact[] {
  const parents = parentFinder(ends, peer);
  const paired = new Set<IpLink>();
  const pairs = new Map<IpLink, Fact>();
  for (const end of ends) {
    if (end.netns !== ROOT || kindOf(end.link) !== "veth" || paired.has(end.link)) continue;
    const other = peer(end);
    if (!other || !isPair(end, other)) continue;
    pairs.set(end.link, vethFact(host, end, other));
    if (other.link) paired.add(other.link);
  }
  return ends
    .filter(({ link }) => !isLoopback(link) && !paired.has(link))
    .map((end) => pairs.get(end.link) ?? linkFact(host, end, begun, parents));
}

/** Within one namespace either end could be the first; ours is the one with the mark. */
function isPair({ netns, link }: VethEnd, other: { readonly netns: string; readonly link?: IpLink }): boolean {
  return ownership(link) !== undefined || (other.link !== undefined && other.netns !== netns);
}

function vethFact(host: string, { netns, link }: VethEnd, other: { readonly netns: string; readonly link?: IpLink }): Fact {
  const own = ownership(link);
  const far = other.link ?? UNREAD;
  const body = {
    name: link.ifname,
    peerNetns: other.netns,
    peer: far.ifname,
    mtu: link.mtu,
    peerMtu: far.mtu,
    mac: far.address ?? UNREAD.address,
    up: isUp(link.flags),
    peerUp: isUp(far.flags),
    addresses: own?.addresses ?? [],
  };
  return normal(fact("veth", { host, netns }, body, own && { mark: own.mark }));
}

function linkFact(host: string, end: VethEnd, begun: ReadonlySet<string>, parents: ParentFinder): Fact {
  const { netns, link } = end;
  const own = ownershipAt(end) ?? (isTun(link) && netns === ROOT && begun.has(link.ifname) ? UNMARKED : undefined);
  const mac = link.link_type === "ether" ? link.address : undefined;
  const stp = link.linkinfo?.info_data?.stp_state === 1;
  const common = {
    name: link.ifname,
    type: own && isTun(link) ? TUNNEL : kindOf(link),
    mtu: link.mtu,
    ...(mac === undefined ? {} : { mac }),
  };
  const shown = own !== undefined && netns !== ROOT && isOnParent(common) ? { addresses: own.addresses } : {};
  const body = {
    ...common,
    ...tunnelOf(link),
    ...parents(end),
    ...(own === undefined ? masterOf(link) : {}),
    stp,
    up: isUp(link.flags),
    ...shown,
  };
  return normal(fact("link", { host, netns }, body, own && { mark: own.mark }));
}

/** Finds what a link stands on. */
type ParentFinder = (end: VethEnd) => Partial<Pick<FactOf<"link">, "parent" | "parentNetns" | "mode" | "vlan">>;

/**
 * A link names its parent where both are in one namespace; otherwise it has the parent's index. From inside a namespace no id
 * tells which one that index is in: ours are created on links of the host's own.
 */
function parentFinder(ends: readonly VethEnd[], peer: LinkPeer): ParentFinder {
  const root = new Map(ends.flatMap(({ netns, link }) => (netns === ROOT ? [[link.ifindex, link.ifname] as const] : [])));
  const parentOf = (end: VethEnd): { readonly netns: string; readonly name: string | undefined } | undefined => {
    const { netns, link } = end;
    if (link.link !== undefined) return { netns, name: link.link };
    if (netns !== ROOT) return { netns: ROOT, name: root.get(link.link_index ?? -1) };
    const other = peer(end);
    return other && { netns: other.netns, name: other.link?.ifname };
  };
  return (end) => {
    const type = kindOf(end.link);
    if (!STACKED.includes(type)) return {};
    const { mode, id } = end.link.linkinfo?.info_data ?? {};
    const parent = parentOf(end);
    return {
      ...(parent?.name === undefined ? {} : { parent: parent.name, parentNetns: parent.netns }),
      ...(mode === undefined ? {} : { mode }),
      ...(type === "vlan" && id !== undefined ? { vlan: id } : {}),
    };
  };
}

/** The attributes of a VXLAN device. One that takes its identifier from each packet has none of its own. */
function tunnelOf(link: IpLink): Partial<FactOf<"link">> {
  if (kindOf(link) !== "vxlan") return {};
  const { id = 0, local, local6, port = 0, learning = false, external } = link.linkinfo?.info_data ?? {};
  const from = local ?? local6;
  return { vni: id, ...(from === undefined ? {} : { local: from }), port, learning, ...(external ? { external: true } : {}) };
}

/** What receives the packets of a link in place of the host. A bridge is in a fact of its own, and a VRF leaves them to the link. */
function masterOf({ master, linkinfo }: IpLink): Pick<FactOf<"link">, "master"> {
  const kind = linkinfo?.info_slave_kind;
  return master === undefined || kind === "bridge" || kind === "vrf" ? {} : { master };
}

/** Bridge ports. Netweft does not manage those of bonds and the like. */
export function portFacts(host: string, ends: readonly VethEnd[]): readonly Fact[] {
  return ends
    .filter(({ link }) => link.master !== undefined && link.linkinfo?.info_slave_kind === "bridge")
    .map(({ netns, link }) => {
      const { isolated = false, hairpin = false, ...more } = link.linkinfo?.info_slave_data ?? {};
      const floods = [more.flood, more.mcast_flood, more.bcast_flood].some((flood) => flood !== false);
      const unusual = {
        ...(more.neigh_suppress === true ? { suppress: true as const } : {}),
        ...(more.learning === false ? { learning: false as const } : {}),
        ...(floods ? {} : { flood: false as const }),
      };
      return fact("port", { host, netns } satisfies Place, { dev: link.ifname, bridge: link.master!, isolated, hairpin, ...unusual });
    });
}

/** Ports of bridges that take no packets yet, although their links are up: their carrier is noticed within a second, STP takes longer. */
export function blockedPorts(host: string, ends: readonly VethEnd[]): ReadonlyMap<Key, "blocked"> {
  const isBlocked = ({ link }: VethEnd) => {
    const { state = FORWARDING } = link.linkinfo?.info_slave_data ?? {};
    return link.flags.includes("UP") && state !== FORWARDING;
  };
  return new Map(portFacts(host, ends.filter(isBlocked)).map((port) => [keyOf(port), "blocked"]));
}

const FORWARDING = "forwarding";

/** The owner recorded on the link itself: it is in our group and has a mark, or its creation was interrupted before that. */
function ownership({ group, ifalias }: IpLink): Alias | undefined {
  if (group !== `${OUR_GROUP}` && group !== `${DELETION_GROUP}`) return undefined;
  return decodeAlias(ifalias) ?? UNMARKED;
}

/**
 * The owner of a link that is created alone. What is inside a namespace, its processes can write: there a mark counts only where it
 * is that of the endpoint at this place.
 */
function ownershipAt({ netns, link }: VethEnd): Alias | undefined {
  const own = ownership(link);
  if (own === undefined || netns === ROOT || own.mark === REMNANT) return own;
  return ownerOf(own.mark)?.id === `${netns}/${link.ifname}` ? own : undefined;
}

/** Whether the link carries the mark of its own endpoint. */
export function isOurs(end: VethEnd): boolean {
  return ownershipAt(end) !== undefined;
}

/** Whether this is an ipvlan interface on one of these links: an index of another namespace's link says little, but it has the parent's address. */
export function isIpvlanOn({ link }: VethEnd, parents: readonly IpLink[]): boolean {
  return kindOf(link) === "ipvlan" && parents.some(({ ifindex, address }) => ifindex === link.link_index && address === link.address);
}

/** Whether this may be a WireGuard device of wireguard-go. */
function isTun(link: IpLink): boolean {
  return kindOf(link) === "tun" && link.ifname.startsWith(TUNNEL_PREFIX);
}

function kindOf({ linkinfo }: IpLink): string {
  return linkinfo?.info_kind ?? "device";
}

export function isLoopback({ link_type }: IpLink): boolean {
  return link_type === "loopback";
}

function isUp(flags: readonly string[]): boolean {
  return flags.includes("UP");
}
