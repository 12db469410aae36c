import { bool, integer, list, object, set, string, type Fields } from "../../schema/type";
import { binds, transport } from "../binds";
import { drift, inNamespace, networkRef } from "../refs";
import { routeFields } from "../routing/fields";

/** Another network replaces the endpoint; changes of a network's other attributes are made in place. */
const onNetwork = { ...networkRef, id: { ...networkRef.id, replace: true } } as const satisfies Fields;

export const publishFields = {
  protocol: transport,
  host_port: { type: integer(1, 65535), required: true, doc: "The port on the host." },
  port: { type: integer(1, 65535), required: true, doc: "The endpoint's port." },
  host_ip: {
    type: string({ format: "ip" }),
    optional: true,
    doc: "The host address on which the port is published; all addresses when absent, including those of the loopback interface over IPv4.",
  },
  port_count: {
    type: integer(1, 1024),
    optional: true,
    default: 1,
    doc: "The number of consecutive ports to publish, starting at `host_port` and `port`.",
  },
  sources: {
    type: set(string({ format: "block" })),
    optional: true,
    doc: "The addresses (`192.0.2.7`) and networks (`192.0.2.0/24`) from which the port can be used; every source when absent, no other client when empty. The host itself and, unless the network isolates its endpoints, the endpoint's own network need no entry; endpoints of other networks count by their own addresses.",
  },
} as const satisfies Fields;

export const fields = {
  namespace: {
    type: object(inNamespace, { open: true }),
    optional: true,
    doc: "The container's namespace: a `netweft_namespace` or its `ref`. Required, unless the network is a host network, which has none.",
  },
  network: {
    type: object(onNetwork, { open: true }),
    required: true,
    doc: "The network to join: a network resource or its `ref`. Changes of its attributes, such as the mtu, are made in place; another network replaces the endpoint.",
  },
  name: {
    type: string({ format: "name" }),
    optional: true,
    computed: true,
    doc: "The endpoint's name on its network: the namespace's name when absent.",
  },
  aliases: {
    type: set(string({ format: "name" })),
    optional: true,
    doc: "Other names that the network's name server resolves to it: Docker's `--network-alias`. Several endpoints of a network can share an alias: lookups return the addresses of all of them, in turn. A name belongs to one endpoint. Not on a macvlan network, which has no name server.",
  },
  interface: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    replace: true,
    doc: "The interface's name inside the namespace: `eth0` when absent. Empty on a host network, where the endpoint has none.",
  },
  addresses: {
    type: list(string({ format: "assigned" })),
    optional: true,
    computed: true,
    doc: "Its addresses; they may carry the prefix length of their subnet, which changes nothing. When absent, one in each subnet of the network is allocated; on a host network they are the host's own. A changed list changes in place: only a removed address loses its connections.",
  },
  mac: {
    type: string({ format: "mac" }),
    optional: true,
    computed: true,
    derived: true,
    replace: true,
    doc: "Its hardware address. When absent, it is derived from the host, the namespace and the interface, on a macvlan or overlay network from its first address, and stays the same; an imported interface keeps its own.",
  },
  default_route: {
    type: bool,
    optional: true,
    computed: true,
    usual: true,
    doc: "Whether the namespace's default routes go through this network's gateways. When absent: true for `eth0`, unless its network is internal and accepts no connections, or is a macvlan network without gateways.",
  },
  routes: {
    type: list(object(routeFields)),
    optional: true,
    doc: "Routes of the namespace through this interface, besides the default route: networks behind a gateway that is on the network. Changed in place. Not on a host network.",
  },
  isolated: {
    type: bool,
    optional: true,
    computed: true,
    usual: false,
    refreshed: true,
    doc: "Whether it is isolated from other isolated endpoints on the network. When absent, the network's `endpoint_isolation`. Not on an overlay network, nor on a macvlan network, whose `mode` says it for all.",
  },
  publish: {
    type: set(object(publishFields)),
    optional: true,
    default: [],
    doc: "Host ports that lead to the endpoint: from other hosts, from the host itself, from other networks and from the endpoint's own. On an interface without the default route, replies leave by that interface all the same: a routing table of its own and policy rules in the namespace see to it, for TCP and for UDP servers that are bound to every address. Not on an internal network or a macvlan network, and not on a host network, where `binds` lists the ports it uses.",
  },
  ingress_rate: {
    type: string({ format: "rate" }),
    optional: true,
    doc: 'The maximum rate at which it receives, such as "100mbit": bits per second on the wire, headers included, from 8kbit to 100gbit. The units are decimal: `bit`, `kbit`, `mbit`, `gbit`. Changes in place; no limit when absent. Not on a host network or a macvlan network.',
  },
  egress_rate: {
    type: string({ format: "rate" }),
    optional: true,
    doc: "The maximum rate at which it sends, in the same form. Not on a host network.",
  },
  binds: {
    type: binds,
    optional: true,
    doc: "On a host network: the host ports that it binds. Two binds of one port on one host are an error in the plan; under Terraform in the apply if both are created at the same moment.",
  },
  id: { type: string({ format: "id" }), computed: true, doc: "`host/namespace/interface`; on a host network `host/network/name`." },
  host_interface: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    derived: true,
    replace: true,
    doc: "The name of the veth pair's end on the host; empty on a host network and on a macvlan network, where there is none. When absent, `nwe` and a hash; an imported pair keeps its own.",
  },
  drift,
} as const satisfies Fields;
