import { bool, integer, list, object, set, string, type Fields } from "../../schema/type";
import { binds } from "../binds";
import { drift, namespaceRef, networkRef } from "../refs";

/** Another namespace or network is another endpoint, and so is a namespace made anew; what follows from a network changes in place. */
const inNamespace = {
  ...namespaceRef,
  id: { ...namespaceRef.id, replace: true },
  incarnation: { ...namespaceRef.incarnation, replace: true },
} as const satisfies Fields;
const onNetwork = { ...networkRef, id: { ...networkRef.id, replace: true } } as const satisfies Fields;

export const publishFields = {
  protocol: { type: string({ oneOf: ["tcp", "udp"] }), optional: true, default: "tcp", doc: "`tcp` or `udp`." },
  host_port: { type: integer(1, 65535), required: true, doc: "The port on the host." },
  port: { type: integer(1, 65535), required: true, doc: "The endpoint's port that it leads to." },
  host_ip: {
    type: string({ format: "ip" }),
    optional: true,
    doc: "The host's address that is asked; every address when absent, those of the loopback interface over IPv4 included.",
  },
  port_count: {
    type: integer(1, 1024),
    optional: true,
    default: 1,
    doc: "How many ports in a row are published, from `host_port` and `port` on.",
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
    doc: "The network to join: a network resource or its `ref`. What follows from it, such as the mtu, changes in place; another network replaces the endpoint.",
  },
  name: {
    type: string({ format: "name" }),
    optional: true,
    computed: true,
    doc: "What the endpoint is called on its network: the namespace's name when absent.",
  },
  aliases: {
    type: set(string({ format: "name" })),
    optional: true,
    doc: "Other names under which the network's name server answers for it: Docker's `--network-alias`. On one network a name or an alias stands for one endpoint.",
  },
  interface: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    replace: true,
    doc: "The interface's name inside the namespace: `eth0` when absent. Empty on a host network, where there is none of its own.",
  },
  addresses: {
    type: list(string({ format: "assigned" })),
    optional: true,
    computed: true,
    doc: "Its addresses; the prefix length of their subnet may stand behind them, and changes nothing. When absent, one in each subnet of the network is allocated; on a host network they are the host's own. A changed list changes in place: only an address that goes loses its flows.",
  },
  mac: {
    type: string({ format: "mac" }),
    optional: true,
    computed: true,
    replace: true,
    doc: "Its hardware address. When absent, it is derived from the host, the namespace and the interface, on an overlay network from its first address, and stays the same; an interface that was imported keeps its own.",
  },
  default_route: {
    type: bool,
    optional: true,
    computed: true,
    doc: "Whether the namespace's default routes go through this network's gateways. When absent: for `eth0`, unless its network is internal and nothing may enter it.",
  },
  isolated: {
    type: bool,
    optional: true,
    computed: true,
    refreshed: true,
    doc: "Whether it is kept apart from other isolated endpoints on the network. When absent, the network's `endpoint_isolation`.",
  },
  publish: {
    type: set(object(publishFields)),
    optional: true,
    default: [],
    doc: "Ports of the host that lead to the endpoint: from other hosts, from the host itself, from other networks and from the endpoint's own. Not on a host network, where `binds` says which ports it uses.",
  },
  ingress_rate: {
    type: string({ format: "rate" }),
    optional: true,
    doc: 'How much it may be sent, such as "100mbit": bits per second on the wire, headers included. Changes in place; no limit when absent. Not on a host network.',
  },
  egress_rate: {
    type: string({ format: "rate" }),
    optional: true,
    doc: "How much it may send, in the same way.",
  },
  binds: {
    type: binds,
    optional: true,
    doc: "On a host network: which ports of the host it binds. Two binds of one port on one host are an error of the plan; under Terraform of the apply, where both are made at the same moment.",
  },
  id: { type: string({ format: "id" }), computed: true, doc: "`host/namespace/interface`; on a host network `host/network/name`." },
  host_interface: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    replace: true,
    doc: "The name of the veth pair's end on the host; empty on a host network, where there is none. When absent, `nwe` and a hash; a pair that was imported keeps its own.",
  },
  drift,
} as const satisfies Fields;
