import { MACVLAN_MODES } from "../kernel/kinds/on-parent";
import { networkKinds } from "./abilities";
import { bool, integer, list, map, set, string, type Fields } from "../schema/type";

/** What an endpoint needs of its namespace: a namespace's `ref`; the namespace has attributes of the same names. */
export const namespaceRef = {
  id: { type: string({ format: "id" }), required: true, doc: "The namespace's id: `host/name`." },
  name: { type: string({ format: "name" }), optional: true, computed: true, doc: "The namespace's name on its host." },
  host: { type: string({ format: "name" }), optional: true, computed: true, doc: "The namespace's host." },
  incarnation: { type: string({ format: "id" }), optional: true, computed: true, doc: "New whenever the namespace is created again." },
  accept_ra: {
    type: map(string({})),
    optional: true,
    computed: true,
    doc: "The `accept_ra` settings in the namespace's `sysctls`, by interface, or `default`: its endpoints do not change them.",
  },
} as const satisfies Fields;

/** The namespace that a resource is in: another or a recreated one replaces the resource. */
export const inNamespace = {
  ...namespaceRef,
  id: { ...namespaceRef.id, replace: true },
  incarnation: { ...namespaceRef.incarnation, replace: true },
} as const satisfies Fields;

/** The kinds of networks. */
export const networkKind = string({ oneOf: networkKinds });

/** How macvlan interfaces on one parent reach each other. */
export const macvlanMode = string({ oneOf: [...MACVLAN_MODES] });

/** How the hosts of an overlay network fill their FDB, and how the traffic between them is encrypted. */
export const forwarding = string({ oneOf: ["learning", "static", "evpn"] });
export const encryption = string({ oneOf: ["none", "wireguard", "ipsec"] });

/** Search domains and options in the resolv.conf of namespaces. */
export const dnsSearch = {
  type: list(string({ format: "name" })),
  optional: true,
  doc: "Search domains in the resolv.conf of its containers, after the names of their networks and instead of the host's search domains, which follow otherwise; `[]` for none.",
} as const;
export const dnsOptions = {
  type: list(string({ format: "label" })),
  optional: true,
  doc: "Options in the resolv.conf of its containers, as resolv.conf(5) lists them: `ndots:2`, `rotate`.",
} as const;

/** What an endpoint needs of its network: a network's `ref`; the network has attributes of the same names. */
export const networkRef = {
  id: { type: string({ format: "id" }), required: true, doc: "The network's id: `host/name`, or the name of an overlay network." },
  kind: { type: networkKind, optional: true, computed: true, doc: "The kind of network: `bridge`, `host`, `macvlan` or `overlay`." },
  name: { type: string({ format: "name" }), optional: true, computed: true, doc: "The network's name." },
  host: {
    type: string({ format: "name" }),
    optional: true,
    computed: true,
    doc: "The network's host; not set for an overlay network.",
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
  internal: { type: bool, optional: true, computed: true, doc: "Whether the network has no external connectivity." },
  accept_from: {
    type: set(string({ format: "id" })),
    optional: true,
    computed: true,
    doc: "On an internal network: the networks that may open connections to its endpoints, which then need a route back.",
  },
  names: { type: bool, optional: true, computed: true, doc: "Whether endpoints on the network resolve each other by name." },
  dns_search: { ...dnsSearch, computed: true, doc: "Search domains besides the network's name." },
  dns_options: { ...dnsOptions, computed: true, doc: "Options for resolv.conf." },
  endpoint_isolation: { type: bool, optional: true, computed: true, doc: "Whether endpoints on the network are isolated from each other." },
  neighbor_proxy: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    doc: "The link on which the host answers for the addresses of endpoints.",
  },
  router_advertisements: {
    type: bool,
    optional: true,
    computed: true,
    doc: "Whether endpoints on the network may be IPv6 routers for each other.",
  },
  vxlan_name: { type: string({ format: "ifname" }), optional: true, computed: true, doc: "On an overlay network: its VXLAN device." },
  forwarding: { type: forwarding, optional: true, computed: true, doc: "On an overlay network: how its hosts fill their FDB." },
  encryption: { type: encryption, optional: true, computed: true, doc: "On an overlay network: how its traffic is encrypted." },
  members: {
    type: list(string({ format: "name" })),
    optional: true,
    computed: true,
    doc: "On an overlay network whose hosts get entries for each endpoint: its members.",
  },
  parent: { type: string({ format: "ifname" }), optional: true, computed: true, doc: "On a macvlan network: the link that it is on." },
  mode: { type: macvlanMode, optional: true, computed: true, doc: "On a macvlan network: how its endpoints reach each other." },
  host_addresses: {
    type: list(string({ format: "assigned" })),
    optional: true,
    computed: true,
    doc: "On a macvlan network: the host's own addresses there.",
  },
  host_interface: {
    type: string({ format: "ifname?" }),
    optional: true,
    computed: true,
    doc: "On a macvlan network: the host's own interface there.",
  },
  incarnation: { type: string({ format: "id" }), optional: true, computed: true, doc: "New whenever the network is created again." },
} as const satisfies Fields;

/** The name servers that a network's own name server forwards to. */
export const networkDns = {
  type: list(string({ format: "ip" }), { min: 1 }),
  optional: true,
  doc: "The name servers to which the network's own name server forwards the queries for other names, instead of the host's. On an internal network, which has none otherwise, these are asked by the host. Without `names` it has no effect.",
} as const;

/** Whether endpoints may be IPv6 routers for others on their network. */
export const routerAdvertisements = {
  type: bool,
  optional: true,
  default: false,
  doc: "Whether endpoints may be IPv6 routers for each other: they accept router advertisements (`accept_ra = 1`), and the advertisements of one reach the others. Otherwise the bridge drops router advertisements from endpoints, and interfaces are created with `accept_ra = 0`, also where the network has no IPv6 subnet; `accept_ra` in a namespace's `sysctls` takes precedence. The host itself never accepts an endpoint's advertisements.",
} as const;

/** The attribute that shows how the kernel differs from the declaration. */
export const drift = {
  type: list(string({})),
  computed: true,
  doc: "The kernel lines in which the resource differs from its declaration, `[]` without drift.",
} as const;

/** The name that is new whenever the resource is created again. */
export const incarnation = {
  type: string({ format: "id" }),
  computed: true,
  doc: "A name that is new whenever the resource is created again, so that resources that depend on it are attached again in the same apply.",
} as const;
