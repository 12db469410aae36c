/** Stacks for the real terraform. */

const ref = (type: string, name: string) => `\${netweft_${type}.${name}.ref}`;

/** The hosts of the rich stack: two, for overlay networks. */
export const richProvider = { hosts: { local: { underlay: "192.0.2.1" }, far: { underlay: "192.0.2.2" } } };

/** An endpoint in a namespace, on a network of this type. */
export function attached(namespace: string, network: string, more: object = {}, type = "bridge_network"): object {
  return { namespace: ref("namespace", namespace), network: ref(type, network), ...more };
}

/** A stack with a fact of nearly every kind: bridge, host and overlay networks, without encryption, with WireGuard and with IPsec, and all attributes of endpoints. */
export const rich = {
  resource: {
    netweft_bridge_network: {
      front: { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"], snat_addresses: ["192.0.2.1"] },
      back: { name: "back", subnets: ["10.9.0.0/24"], internal: true, accept_from: ["local/front"], stp: true },
    },
    netweft_overlay_network: {
      mesh: {
        name: "mesh",
        vni: 42,
        subnets: ["10.20.0.0/24"],
        members: ["local", "far"],
        forwarding: "static",
        snat_addresses: { far: ["192.0.2.2"] },
      },
      guarded: { name: "guarded", vni: 43, port: 4790, subnets: ["10.21.0.0/24"], members: ["local", "far"], encryption: "wireguard" },
      sealed: { name: "sealed", vni: 44, port: 4791, subnets: ["10.22.0.0/24"], members: ["local", "far"], encryption: "ipsec" },
    },
    netweft_namespace: {
      web: { name: "web", sysctls: { "net.core.somaxconn": "1024" } },
      db: { name: "db" },
      far: { name: "far", host: "far" },
    },
    netweft_endpoint: {
      web: attached("web", "front", {
        publish: [
          { host_port: 8080, port: 80 },
          { protocol: "sctp", host_port: 3868, port: 3868, sources: ["192.0.2.0/24", "2001:db8::7"] },
        ],
        aliases: ["shop"],
        ingress_rate: "100mbit",
        egress_rate: "1500kbit",
      }),
      web_back: attached("web", "back", { interface: "eth1", isolated: true }),
      db: attached("db", "back"),
      db_mesh: attached("db", "mesh", { interface: "eth1" }, "overlay_network"),
      far: attached("far", "mesh", {}, "overlay_network"),
      agent: { network: ref("host_network", "host"), name: "agent", binds: [{ port: 9100 }] },
    },
    netweft_host_network: { host: {} },
  },
};

/** A small shop: one network with two containers on it. `more`: further attributes of the network, of each namespace, of each endpoint, and further resources. */
export function shopOf(more: { readonly network?: object; readonly namespace?: object; readonly endpoint?: object } = {}): {
  resource: object;
} {
  const containers = ["web", "api"];
  return {
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"], ...more.network } },
      netweft_namespace: Object.fromEntries(containers.map((name) => [name, { name, ...more.namespace }])),
      netweft_endpoint: Object.fromEntries(containers.map((name) => [name, attached(name, "front", more.endpoint)])),
    },
  };
}

/** The addresses of all resources of the shop, sorted. */
export const SHOP = [
  "netweft_bridge_network.front",
  "netweft_endpoint.api",
  "netweft_endpoint.web",
  "netweft_namespace.api",
  "netweft_namespace.web",
];
