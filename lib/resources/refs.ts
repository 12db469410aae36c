import { bool, integer, list, map, set, string, type Fields } from "../schema/type";

/** What an endpoint must know of the namespace that it is in: a namespace's `ref`, and every name of it on the namespace itself. */
export const namespaceRef = {
  id: { type: string({ format: "id" }), required: true, doc: "Which namespace it is: `host/name`." },
  name: { type: string({ format: "name" }), optional: true, computed: true, doc: "The namespace's name on its host." },
  host: { type: string({ format: "name" }), optional: true, computed: true, doc: "The host that the namespace is on." },
  incarnation: { type: string({ format: "id" }), optional: true, computed: true, doc: "New whenever the namespace is created again." },
  accept_ra: {
    type: map(string({})),
    optional: true,
    computed: true,
    doc: "What the namespace's `sysctls` say of `accept_ra`, by interface, or `default`: its endpoints leave it at that.",
  },
} as const satisfies Fields;

/** The kinds of networks. */
export const networkKind = string({ oneOf: ["bridge", "host", "overlay"] });

/** How the hosts of an overlay network know behind which of them an address is, and what keeps the traffic between them secret. */
export const forwarding = string({ oneOf: ["learning", "static", "evpn"] });
export const encryption = string({ oneOf: ["none", "wireguard", "ipsec"] });

/** What an endpoint must know of its network: a network's `ref`, and every name of it on the network itself. */
export const networkRef = {
  id: { type: string({ format: "id" }), required: true, doc: "Which network it is: `host/name`, or the name of an overlay network." },
  kind: { type: networkKind, optional: true, computed: true, doc: "The kind of network: `bridge`, `host` or `overlay`." },
  name: { type: string({ format: "name" }), optional: true, computed: true, doc: "The network's name." },
  host: {
    type: string({ format: "name" }),
    optional: true,
    computed: true,
    doc: "The host that the network is on; an overlay network is on several.",
  },
  bridge_name: { type: string({ format: "ifname" }), optional: true, computed: true, doc: "The bridge's interface name." },
  subnets: { type: list(string({ format: "cidr" })), optional: true, computed: true, doc: "The network's subnets." },
  gateways: {
    type: list(string({ format: "assigned" })),
    optional: true,
    computed: true,
    doc: "The network's gateways, at most one in each subnet.",
  },
  ranges: {
    type: list(string({ format: "cidr" })),
    optional: true,
    computed: true,
    doc: "The parts of the subnets that addresses are allocated from.",
  },
  reserved: {
    type: set(string({ format: "block" })),
    optional: true,
    computed: true,
    doc: "Addresses and networks that are never allocated.",
  },
  mtu: { type: integer(68, 65535), optional: true, computed: true, doc: "The largest packet on the network, in bytes." },
  internal: { type: bool, optional: true, computed: true, doc: "Whether the network has no way out." },
  accept_from: {
    type: set(string({ format: "id" })),
    optional: true,
    computed: true,
    doc: "On an internal network: who may start connections to its endpoints, which then need a way back.",
  },
  names: { type: bool, optional: true, computed: true, doc: "Whether endpoints on the network find each other by name." },
  endpoint_isolation: { type: bool, optional: true, computed: true, doc: "Whether endpoints on the network are kept apart." },
  router_advertisements: {
    type: bool,
    optional: true,
    computed: true,
    doc: "Whether endpoints on the network may be routers of IPv6 for each other.",
  },
  vxlan_name: { type: string({ format: "ifname" }), optional: true, computed: true, doc: "On an overlay network: its VXLAN device." },
  forwarding: { type: forwarding, optional: true, computed: true, doc: "On an overlay network: how its hosts know what is where." },
  encryption: { type: encryption, optional: true, computed: true, doc: "On an overlay network: what keeps its traffic secret." },
  members: {
    type: list(string({ format: "name" })),
    optional: true,
    computed: true,
    doc: "On an overlay network whose hosts are told of each endpoint: its members.",
  },
  incarnation: { type: string({ format: "id" }), optional: true, computed: true, doc: "New whenever the network is created again." },
} as const satisfies Fields;

/** Whether endpoints may be routers of IPv6 for others on their network. */
export const routerAdvertisements = {
  type: bool,
  optional: true,
  default: false,
  doc: "Whether endpoints may be routers of IPv6 for each other: they accept router advertisements (`accept_ra = 1`), and what one of them advertises reaches the others. Otherwise the bridge drops what endpoints advertise, and interfaces are made with `accept_ra = 0`, also where the network has no IPv6 subnet; what a namespace's `sysctls` say of `accept_ra` goes first. The host itself never takes an endpoint for its router.",
} as const;

/** The attribute that shows how the kernel differs from what was declared. */
export const drift = {
  type: list(string({})),
  computed: true,
  doc: "The kernel lines in which the resource differs from what was declared, `[]` when it is as it should be.",
} as const;

/** The name that is new whenever the resource is created again. */
export const incarnation = {
  type: string({ format: "id" }),
  computed: true,
  doc: "A name that is new whenever the resource is created again, so that what hangs on it is attached again in the same apply.",
} as const;
