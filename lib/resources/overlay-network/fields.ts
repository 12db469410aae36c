import { bool, integer, list, map, object, set, string, type Attrs, type Fields } from "../../schema/type";
import {
  dnsOptions,
  dnsSearch,
  drift,
  encryption,
  forwarding,
  incarnation,
  networkDns,
  networkKind,
  networkRef,
  routerAdvertisements,
} from "../refs";

export const fields = {
  name: { type: string({ format: "name" }), required: true, replace: true, doc: "The network's name." },
  vni: {
    type: integer(1, 16777215),
    required: true,
    replace: true,
    doc: "The VXLAN network identifier (RFC 7348): it distinguishes this network from others on the same hosts and port.",
  },
  members: {
    type: set(string({ format: "name" })),
    required: true,
    doc: "The hosts that the network is on, by their names in the provider's `hosts`. Each needs its `underlay` there. Adding or removing a host changes only its entries on the others.",
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
    doc: "The addresses that every member has on its bridge, at most one in each subnet: endpoints leave the network through their own host. When absent, the first host of each subnet.",
  },
  ranges: {
    type: list(string({ format: "cidr" }), { min: 1 }),
    optional: true,
    doc: "The parts of the subnets that addresses are allocated from; a subnet without a range is used as a whole.",
  },
  reserved: {
    type: set(string({ format: "block" })),
    optional: true,
    doc: "Addresses and networks inside the subnets that are in other use: no endpoint gets one of them.",
  },
  port: {
    type: integer(1, 65535),
    optional: true,
    default: 4789,
    replace: true,
    doc: "The UDP port of VXLAN, the same on all members. Overlay networks with different identifiers may share it.",
  },
  mtu: {
    type: integer(68, 65535),
    optional: true,
    computed: true,
    refreshed: true,
    doc: "The largest packet on the network, in bytes. When absent, the largest that fits, with its encapsulation, into the smallest `underlay_mtu` of its members: over IPv4 1450 of 1500, with WireGuard 1370, with IPsec 1416.",
  },
  forwarding: {
    type: forwarding,
    optional: true,
    default: "learning",
    doc: "How the FDB is filled. `learning`: unknown destinations are flooded to all members, and entries are learned from received frames. `static`: from this declaration; nothing is flooded, so multicast (mDNS, VRRP, router advertisements) and packets for unknown hardware addresses do not cross, and ARP and neighbour discovery are answered locally. `evpn`: by FRR's BGP, on hosts where zebra and bgpd run (with `-N` and the name of the namespace on a host that is one); over an IPv4 underlay, and not together with `wireguard`.",
  },
  encryption: {
    type: encryption,
    optional: true,
    default: "none",
    doc: "`none`; `wireguard`: a WireGuard device on each member, with a key that never leaves its host; `ipsec`: ESP in transport mode (RFC 4303) around the VXLAN packets. With either, no packet of the network leaves a host unencrypted.",
  },
  rotate: {
    type: string({ format: "label" }),
    optional: true,
    doc: "Any text; when it changes, all keys are replaced. Connections continue after a pause.",
  },
  listen_port: {
    type: integer(1, 65535),
    optional: true,
    doc: "With WireGuard, the UDP port that it listens on, the same on all members. When absent, 51820 plus the last four digits of the network identifier: 51862 for 42.",
  },
  reflectors: {
    type: set(string({ format: "name" })),
    optional: true,
    doc: "With EVPN, the members that are BGP route reflectors (RFC 4456): the others have sessions with these only. When absent, the sessions are a full mesh.",
  },
  asn: {
    type: integer(1, 4294967295),
    optional: true,
    doc: "With EVPN, the autonomous system of all members; 65157 when absent, one for private use (RFC 6996). If FRR on a host is configured with one already, set that one.",
  },
  bridge_name: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    replace: true,
    doc: "The bridge's interface name on every member. When absent, it consists of `nwo-`, the stack and the name; where these are too long, of the beginning of the name and a hash.",
  },
  vxlan_name: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    derived: true,
    replace: true,
    doc: "The VXLAN device's interface name on every member. When absent, `nwx` and the network identifier, plus the port if it is not 4789.",
  },
  mac: {
    type: string({ format: "mac" }),
    optional: true,
    computed: true,
    derived: true,
    doc: "The gateways' hardware address, the same on all members. When absent, it is derived from the network's name.",
  },
  masquerade: {
    type: bool,
    optional: true,
    default: true,
    doc: "Whether packets that leave through a member carry that host's address instead of the endpoint's, over IPv4 and IPv6.",
  },
  snat_addresses: {
    type: map(list(string({ format: "ip" }), { min: 1 }), "name"),
    optional: true,
    doc: "By member, that host's addresses with which packets leave through it, instead of the endpoint's: one of each family, or several, of which each endpoint always uses the same one. Where a member or a family has none, the address of the link that they leave by. Not with `masquerade = false` or `internal`.",
  },
  internal: {
    type: bool,
    optional: true,
    default: false,
    doc: "A network without external connectivity: its endpoints reach each other, and on their hosts what `host_access` allows.",
  },
  host_access: {
    type: string({ oneOf: ["all", "dns", "none"] }),
    optional: true,
    computed: true,
    usual: "all",
    doc: "What its endpoints may reach on their own host: `all`; `dns`, which allows DNS queries and pings; or `none`. When absent: `all`, on an internal network `dns`.",
  },
  router_advertisements: routerAdvertisements,
  names: {
    type: bool,
    optional: true,
    computed: true,
    usual: true,
    doc: "Whether endpoints resolve each other by name and alias, on all members: a name server (dnsmasq) on each member answers for all. When absent: yes, where every member has dnsmasq.",
  },
  dns: networkDns,
  dns_search: dnsSearch,
  dns_options: dnsOptions,
  labels: {
    type: map(string({ format: "label" })),
    optional: true,
    doc: "Free-form labels. They change nothing in the kernel.",
  },
  public_keys: {
    type: map(string({}), "id"),
    computed: true,
    doc: "The public part of the keys: with WireGuard each member's public key; with IPsec, for each direction between two members (`edge1/edge2`), the fingerprint of its key. Empty without encryption.",
  },
  id: { type: string({ format: "id" }), computed: true, doc: "The network's name." },
  kind: { type: networkKind, computed: true, doc: "`overlay`." },
  incarnation,
  ref: { type: object(networkRef), computed: true, doc: "The value for an endpoint's `network`." },
  drift,
} as const satisfies Fields;

/** The attributes of an overlay network, once all are known. */
export type Overlay = Attrs<typeof fields>;

/** The members in canonical order. */
export function membersIn({ members }: Pick<Overlay, "members">): readonly string[] {
  return [...members].sort();
}
