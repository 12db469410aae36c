import { bool, integer, list, map, object, set, string, type Attrs, type Fields } from "../../schema/type";
import { drift, encryption, forwarding, incarnation, networkKind, networkRef, routerAdvertisements } from "../refs";

export const fields = {
  name: { type: string({ format: "name" }), required: true, replace: true, doc: "The network's name." },
  vni: {
    type: integer(1, 16777215),
    required: true,
    replace: true,
    doc: "The VXLAN network identifier (RFC 7348): what tells this network from others on the same hosts and port.",
  },
  members: {
    type: set(string({ format: "name" })),
    required: true,
    doc: "The hosts that the network is on, by their names in the provider's `hosts`. Each needs its `underlay` there. A host that comes or goes changes on the others only what leads to it.",
  },
  subnets: {
    type: list(string({ format: "cidr" }), { min: 1 }),
    required: true,
    doc: "IPv4 and IPv6 subnets in CIDR form, the same on all members.",
  },
  gateways: {
    type: list(string({ format: "assigned" })),
    optional: true,
    computed: true,
    doc: "The addresses that every member has on its bridge, at most one in each subnet: endpoints leave by the host that they are on. When absent, the first host of each subnet.",
  },
  ranges: {
    type: list(string({ format: "cidr" }), { min: 1 }),
    optional: true,
    doc: "The parts of the subnets that addresses are allocated from; a subnet that has none of them is allocated from as a whole.",
  },
  reserved: {
    type: set(string({ format: "block" })),
    optional: true,
    doc: "Addresses and networks inside of the subnets that somebody else has: no endpoint is given one of them.",
  },
  port: {
    type: integer(1, 65535),
    optional: true,
    default: 4789,
    replace: true,
    doc: "The UDP port of VXLAN, the same on all members. Overlay networks of different identifiers may share it.",
  },
  mtu: {
    type: integer(68, 65535),
    optional: true,
    computed: true,
    refreshed: true,
    doc: "The largest packet on the network, in bytes. When absent, the largest that fits into the smallest `underlay_mtu` of its members with all that is put around it: over IPv4 1450 of 1500, with WireGuard 1370, with IPsec 1416.",
  },
  forwarding: {
    type: forwarding,
    optional: true,
    default: "learning",
    doc: "How a host knows behind which other host an endpoint is. `learning`: it sends what it does not know to all, and learns from what comes. `static`: from this declaration; nothing is flooded, so that multicast (mDNS, VRRP, router advertisements) and packets for unknown hardware addresses do not cross, and neighbours are answered for on the spot. `evpn`: FRR's BGP tells, on hosts where zebra and bgpd run (with `-N` and the name of the namespace on a host that is one); over an IPv4 underlay, and not together with `wireguard`.",
  },
  encryption: {
    type: encryption,
    optional: true,
    default: "none",
    doc: "`none`; `wireguard`: a WireGuard device on each member, with a key that never leaves its host; `ipsec`: ESP in transport mode (RFC 4303) around the VXLAN packets. With either, nothing of the network leaves a host in clear.",
  },
  rotate: {
    type: string({ format: "label" }),
    optional: true,
    doc: "Any text; when it changes, all keys are made anew. Connections go on after a pause.",
  },
  listen_port: {
    type: integer(1, 65535),
    optional: true,
    doc: "With WireGuard, the UDP port that it listens on, the same on all members. When absent, 51820 plus the last four digits of the network identifier: 51862 for 42.",
  },
  reflectors: {
    type: set(string({ format: "name" })),
    optional: true,
    doc: "With EVPN, the members that hand on what they hear (BGP route reflectors, RFC 4456): the others speak to these only. When absent, each speaks to each.",
  },
  asn: {
    type: integer(1, 4294967295),
    optional: true,
    doc: "With EVPN, the autonomous system that all members are in; 65157 when absent, one for private use (RFC 6996). A host whose FRR is in one already needs that one.",
  },
  bridge_name: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    replace: true,
    doc: "The bridge's interface name on every member. When absent, it is made of `nwo-`, the stack and the name, shortened to 15 characters where it must be.",
  },
  vxlan_name: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    replace: true,
    doc: "The VXLAN device's interface name on every member. When absent, `nwx` and the network identifier, with another port than 4789 also that.",
  },
  mac: {
    type: string({ format: "mac" }),
    optional: true,
    computed: true,
    doc: "The gateways' hardware address, the same on all members. When absent, it is derived from the network's name.",
  },
  masquerade: {
    type: bool,
    optional: true,
    default: true,
    doc: "Whether what leaves by a member carries that host's address instead of the endpoint's, over IPv4 and IPv6.",
  },
  internal: {
    type: bool,
    optional: true,
    default: false,
    doc: "A network without a way out: its endpoints reach each other, and of their hosts what `host_access` says.",
  },
  host_access: {
    type: string({ oneOf: ["all", "dns", "none"] }),
    optional: true,
    computed: true,
    doc: "What its endpoints may reach on the host that they are on: `all`; `dns`, that is name lookups and pings; or `none`. When absent: `all`, on an internal network `dns`.",
  },
  router_advertisements: routerAdvertisements,
  names: {
    type: bool,
    optional: true,
    computed: true,
    doc: "Whether endpoints find each other by name and alias, on whichever host they are: a name server (dnsmasq) on each member answers for all. When absent: yes, where every member has dnsmasq.",
  },
  labels: {
    type: map(string({ format: "label" })),
    optional: true,
    doc: "Free words about the network. They change nothing in the kernel.",
  },
  public_keys: {
    type: map(string({}), "id"),
    computed: true,
    doc: "What is public of the keys: with WireGuard each member's public key; with IPsec, for each direction between two members (`edge1/edge2`), the fingerprint of its key. Empty without encryption.",
  },
  id: { type: string({ format: "id" }), computed: true, doc: "The network's name." },
  kind: { type: networkKind, computed: true, doc: "`overlay`." },
  incarnation,
  ref: { type: object(networkRef), computed: true, doc: "What an endpoint's `network` takes." },
  drift,
} as const satisfies Fields;

/** The attributes of an overlay network, once all are known. */
export type Overlay = Attrs<typeof fields>;

/** The members in one order, whatever the order in which they are said. */
export function membersIn({ members }: Pick<Overlay, "members">): readonly string[] {
  return [...members].sort();
}
