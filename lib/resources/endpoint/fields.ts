import { bool, list, object, string, type Fields } from "../../schema/type";
import { drift, namespaceRef, networkRef } from "../refs";

/** Another namespace or network is another endpoint; what follows from them changes in place. */
const inNamespace = { ...namespaceRef, id: { ...namespaceRef.id, replace: true } } as const satisfies Fields;
const onNetwork = { ...networkRef, id: { ...networkRef.id, replace: true } } as const satisfies Fields;

export const fields = {
  namespace: {
    type: object(inNamespace, { open: true }),
    optional: true,
    doc: "The container's namespace: a `netweft_namespace` or its `ref`. Required, unless the network is a host network.",
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
  interface: {
    type: string({ format: "ifname" }),
    optional: true,
    default: "eth0",
    replace: true,
    doc: "The interface's name inside the namespace.",
  },
  addresses: {
    type: list(string({ format: "ip" })),
    optional: true,
    computed: true,
    doc: "Its addresses, without prefix lengths. When absent, one in each subnet of the network is allocated. A changed list changes in place: only an address that goes loses its flows.",
  },
  mac: {
    type: string({ format: "mac" }),
    optional: true,
    computed: true,
    replace: true,
    doc: "Its hardware address. When absent, it is derived from the host, the namespace and the interface, and stays the same; an interface that was imported keeps its own.",
  },
  default_route: {
    type: bool,
    optional: true,
    computed: true,
    doc: "Whether the namespace's default routes go through this network's gateways. When absent: for `eth0` only.",
  },
  isolated: {
    type: bool,
    optional: true,
    computed: true,
    doc: "Whether it is kept apart from other isolated endpoints on the network. When absent, the network's `endpoint_isolation`.",
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
