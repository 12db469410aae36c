import { bool, integer, list, map, object, set, string, type Fields } from "../../schema/type";
import { drift, incarnation, macvlanMode, networkKind, networkRef } from "../refs";

export const fields = {
  name: { type: string({ format: "name" }), required: true, replace: true, doc: "The network's name." },
  host: { type: string({ format: "name" }), optional: true, default: "local", replace: true, doc: "The network's host." },
  parent: {
    type: string({ format: "ifname" }),
    required: true,
    replace: true,
    doc: "The host's link whose network the endpoints are on, such as `eth1`. It belongs to the host: it must exist, it is never changed or removed, and it must be up for packets to pass. Only a VLAN, such as `eth1.10` for the VLAN 10 of `eth1` (1 to 4094), is made where it is missing (`eth1` must be up), and removed with the last interface on it. When the parent goes, the kernel deletes the endpoints' interfaces. It cannot be a port of a bridge or bond, or the parent of ipvlan interfaces.",
  },
  mode: {
    type: macvlanMode,
    optional: true,
    default: "bridge",
    doc: "`bridge`: the endpoints reach each other directly. `private`: not at all. `vepa`: by a switch outside that sends packets back where they came from. Changed in place. Docker's `passthru` does not exist: there an endpoint takes over the parent's own hardware address. Nor does `source`, which needs a list of hardware addresses.",
  },
  subnets: {
    type: list(string({ format: "cidr" }), { min: 1 }),
    required: true,
    doc: "The subnets of the parent's network, in CIDR form. They exist outside of Netweft, so none is allocated.",
  },
  gateways: {
    type: list(string({ format: "assigned" })),
    optional: true,
    default: [],
    doc: "The routers of that network, at most one in each subnet: the endpoints' default routes go through them. Without any, endpoints have no default route from this network.",
  },
  ranges: {
    type: list(string({ format: "cidr" }), { min: 1 }),
    optional: true,
    doc: "The parts of the subnets that addresses are allocated from: those that no DHCP server and no other host of the network uses. Netweft knows the addresses of this host and of its own endpoints there, and no others. Addresses that an endpoint declares, or has already, may be outside.",
  },
  reserved: {
    type: set(string({ format: "block" })),
    optional: true,
    doc: "Addresses (`10.8.0.7`) and networks (`10.8.0.0/28`) inside the subnets that are in other use: no endpoint gets one of them.",
  },
  mtu: {
    type: integer(68, 65535),
    optional: true,
    default: 1500,
    doc: "The largest packet on the network, in bytes, at most the parent's. It does not follow that of the parent. IPv6 needs 1280.",
  },
  host_addresses: {
    type: list(string({ format: "assigned" })),
    optional: true,
    default: [],
    doc: "Addresses for the host itself on an additional macvlan interface: by these it reaches the endpoints, and they reach it. One of each family is enough. The host gets a route to each endpoint, and no other route changes. Not with the mode `private`, in which no two interfaces reach each other.",
  },
  host_interface: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    derived: true,
    doc: "The name of that interface. When absent, it consists of `nwm-`, the stack and the name; where these are too long, of the beginning of the name and a hash; empty without `host_addresses`.",
  },
  router_advertisements: {
    type: bool,
    optional: true,
    default: false,
    doc: "Whether endpoints accept router advertisements of the parent's network (`accept_ra = 1`), and with them addresses and routes that Netweft does not manage. `accept_ra` in a namespace's `sysctls` takes precedence.",
  },
  labels: {
    type: map(string({ format: "label" })),
    optional: true,
    doc: "Free-form labels. They change nothing in the kernel.",
  },
  id: { type: string({ format: "id" }), computed: true, doc: "`host/name`." },
  kind: { type: networkKind, computed: true, doc: "`macvlan`." },
  incarnation,
  ref: { type: object(networkRef), computed: true, doc: "The value for an endpoint's `network`." },
  drift,
} as const satisfies Fields;
