import { resource, type Case } from "./case";

const space = (name: string) => ({ namespace: `\${netweft_namespace.${name}.ref}` });
const on = (name: string) => ({ network: `\${netweft_bridge_network.${name}.ref}` });
const provider = (attributes: object) => ({ provider: { netweft: [{ hosts: { local: { underlay: "192.0.2.1" } }, ...attributes }] } });

/** Resources that are valid by themselves and conflict with each other, and wrong provider blocks. */
export const hosts: readonly Case[] = [
  {
    title: "two networks of one host that overlap",
    change: resource("netweft_bridge_network.back", { subnets: ["10.8.0.0/16"] }),
    expect: { code: "overlapping-subnets", resource: "netweft_bridge_network.back", path: "subnets[0]" },
  },
  {
    title: "two networks of one name",
    change: resource("netweft_bridge_network.back", { name: "front" }),
    expect: { code: "duplicate-object", resource: "netweft_bridge_network.back" },
  },
  {
    title: "two networks with one bridge name",
    change: resource("netweft_bridge_network.back", { bridge_name: "nw-front" }),
    expect: { code: "duplicate-object", resource: "netweft_bridge_network.back" },
  },
  {
    title: "two namespaces of one name",
    change: resource("netweft_namespace.db", { name: "web" }),
    expect: { code: "duplicate-object", resource: "netweft_namespace.db" },
  },
  {
    title: "two endpoints with one interface in one namespace",
    change: resource("netweft_endpoint.second", { ...space("web"), ...on("back") }),
    expect: { code: "duplicate-object", resource: "netweft_endpoint.second" },
  },
  {
    title: "two endpoints with one address",
    change: { resource: { netweft_endpoint: { web: { addresses: ["10.8.0.9"] }, db: { addresses: ["10.8.0.9"] } } } },
    expect: { code: "duplicate-address" },
  },
  {
    title: "an endpoint with the gateway's address",
    change: resource("netweft_endpoint.web", { addresses: ["10.8.0.1"] }),
    expect: { code: "duplicate-address", resource: "netweft_endpoint.web" },
  },
  {
    title: "two endpoints with one MAC address on one bridge",
    change: { resource: { netweft_endpoint: { web: { mac: "02:00:00:00:00:07" }, db: { mac: "02:00:00:00:00:07" } } } },
    expect: { code: "duplicate-mac" },
  },
  {
    title: "two endpoints with one name for their ends on the host",
    change: { resource: { netweft_endpoint: { web: { host_interface: "v0" }, db: { host_interface: "v0" } } } },
    expect: { code: "duplicate-object" },
  },
  {
    title: "the end of a pair on a host network, where there is none",
    change: resource("netweft_endpoint.web", { network: "${netweft_host_network.host.ref}", name: "web", host_interface: "v0" }),
    expect: { code: "conflicting-attributes", resource: "netweft_endpoint.web", path: "host_interface" },
  },
  {
    title: "a route of the host by way of a gateway that it does not reach",
    change: resource("netweft_route.none", { type: "unicast", via: "10.8.9.9", dev: "nw-front" }),
    expect: { code: "gateway-not-on-link", resource: "netweft_route.none" },
  },
  {
    title: "a route of the host by a link that it does not have",
    change: resource("netweft_route.none", { type: "unicast", via: "10.8.9.9", dev: "eth9" }),
    expect: { code: "missing-object", resource: "netweft_route.none" },
  },
  {
    title: "one route in two resources",
    change: resource("netweft_route.again", { destination: "10.99.0.0/16", type: "unreachable" }),
    expect: { code: "duplicate-route", resource: "netweft_route.again" },
  },
  {
    title: "two default routes in one namespace",
    change: resource("netweft_endpoint.second", { ...space("web"), ...on("back"), interface: "eth1", default_route: true }),
    expect: { code: "duplicate-route" },
  },
  {
    title: "two endpoints of one name on a network",
    change: resource("netweft_endpoint.db", { name: "web" }),
    expect: { code: "duplicate-name", resource: "netweft_endpoint.db", path: "name" },
  },
  {
    title: "an alias that is the name of another endpoint on the network",
    change: resource("netweft_endpoint.db", { aliases: ["www", "web"] }),
    expect: { code: "duplicate-name", resource: "netweft_endpoint.db", path: "aliases" },
  },
  {
    title: "an endpoint whose name is the alias of another one on the network",
    change: { resource: { netweft_endpoint: { web: { aliases: ["www"] }, db: { name: "www" } } } },
    expect: { code: "duplicate-name" },
  },
  {
    title: "a network with names whose name cannot be a domain",
    change: resource("netweft_bridge_network.back", { name: "back-" }),
    expect: { code: "invalid-name", resource: "netweft_bridge_network.back", path: "name" },
  },
  {
    title: "an alias that is not valid in DNS",
    change: resource("netweft_endpoint.db", { aliases: ["my..db"] }),
    expect: { code: "invalid-name", resource: "netweft_endpoint.db", path: "aliases" },
  },
  {
    title: "a network with `names = true` on a host without a name server",
    change: {
      ...provider({ simulated: { lacks: ["dnsmasq"] } }),
      ...resource("netweft_bridge_network.front", { names: true }),
    },
    expect: { code: "no-name-server", resource: "netweft_bridge_network.front", path: "names" },
  },
  {
    title: "one port of the host bound twice",
    change: resource("netweft_host_network.second", { name: "second", binds: [{ port: 9100 }] }),
    expect: { code: "duplicate-bind" },
  },
  {
    title: "a port bound on all addresses and on one of them",
    change: resource("netweft_host_network.host", { binds: [{ port: 53 }, { port: 53, address: "127.0.0.1" }] }),
    expect: { code: "duplicate-bind", resource: "netweft_host_network.host" },
  },
  {
    title: "one port bound by a host network and by an endpoint on another one of the same host",
    change: {
      resource: {
        netweft_host_network: { second: { name: "second" } },
        netweft_endpoint: { agent: { name: "agent", network: "${netweft_host_network.second.ref}", binds: [{ port: 9100 }] } },
      },
    },
    expect: { code: "duplicate-bind", path: "binds" },
  },
  {
    title: "an endpoint on a host network that names a namespace",
    change: resource("netweft_endpoint.agent", { name: "agent", ...space("web"), network: "${netweft_host_network.host.ref}" }),
    expect: { code: "conflicting-attributes", resource: "netweft_endpoint.agent", path: "namespace" },
  },
  {
    title: "an endpoint on a host network without a name",
    change: resource("netweft_endpoint.agent", { network: "${netweft_host_network.host.ref}" }),
    expect: { code: "missing-name", resource: "netweft_endpoint.agent", path: "name" },
  },
  {
    title: "an endpoint with an address that its network reserves",
    change: {
      resource: {
        netweft_bridge_network: { front: { reserved: ["10.8.0.64/28"] } },
        netweft_endpoint: { web: { addresses: ["10.8.0.70"] } },
      },
    },
    expect: { code: "reserved-address", resource: "netweft_endpoint.web", path: "addresses[0]" },
  },
  {
    title: "more endpoints than a range has addresses",
    change: resource("netweft_bridge_network.front", { ranges: ["10.8.0.64/32"], reserved: ["10.8.0.2/31"] }),
    expect: { code: "addresses-exhausted" },
  },
  {
    title: "more endpoints than a network has left beside what it reserves",
    change: resource("netweft_bridge_network.front", {
      reserved: ["10.8.0.0/25", "10.8.0.128/26", "10.8.0.192/27", "10.8.0.224/28", "10.8.0.240/29", "10.8.0.248/30", "10.8.0.252/31"],
    }),
    expect: { code: "addresses-exhausted" },
  },
  {
    title: "an endpoint whose namespace is on another host than its network",
    change: {
      ...provider({ hosts: { local: { underlay: "192.0.2.1" }, other: {} } }),
      ...resource("netweft_namespace.web", { host: "other" }),
    },
    expect: { code: "different-hosts", resource: "netweft_endpoint.web" },
  },
  {
    title: "1,024 endpoints on one bridge",
    change: {
      resource: {
        netweft_bridge_network: { front: { subnets: ["10.8.0.0/16"] } },
        netweft_namespace: { many: { count: 1022, name: "many${count.index}" } },
        netweft_endpoint: { many: { count: 1022, namespace: "${netweft_namespace.many[count.index].ref}", ...on("front") } },
      },
    },
    expect: { code: "bridge-full" },
  },
  {
    title: "more endpoints than a subnet has addresses",
    change: resource("netweft_bridge_network.front", { subnets: ["10.8.0.0/30"] }),
    expect: { code: "addresses-exhausted" },
  },
  {
    title: "a network without subnets when the pools are exhausted",
    change: {
      ...provider({ address_pools: [{ cidr: "10.8.0.0/24", size: 24 }] }),
      ...resource("netweft_bridge_network.third", { name: "third" }),
    },
    expect: { code: "subnets-exhausted", resource: "netweft_bridge_network.third" },
  },
  { title: "a backend that does not exist", change: provider({ backend: "simulatd" }), expect: { code: "invalid-value", path: "backend" } },
  {
    title: "an unknown attribute of the provider",
    change: provider({ backnd: "simulated" }),
    expect: { code: "unknown-attribute", path: "backnd" },
  },
  {
    title: "an address pool that is not a CIDR block",
    change: provider({ address_pools: [{ cidr: "10/8", size: 24 }] }),
    expect: { code: "invalid-cidr", path: "address_pools[0].cidr" },
  },
  {
    title: "an uplink that is listed twice",
    change: provider({ hosts: { local: { uplinks: ["192.0.2.2", "198.51.100.2"].map((ip) => ({ dev: "up0", gateways: [ip] })) } } }),
    expect: { code: "invalid-value", path: "hosts.local.uplinks[1].dev" },
  },
  {
    title: "an uplink with two gateways of one family",
    change: provider({ hosts: { local: { uplinks: [{ dev: "up0", gateways: ["192.0.2.2", "192.0.2.3"] }] } } }),
    expect: { code: "invalid-value", path: "hosts.local.uplinks[0].gateways[1]" },
  },
  {
    title: "an uplink whose gateway is a multicast address",
    change: provider({ hosts: { local: { uplinks: [{ dev: "up0", gateways: ["ff02::2"] }] } } }),
    expect: { code: "unusable-route", path: "hosts.local.uplinks[0].gateways[0]" },
  },
  {
    title: "more uplinks than the mask tells apart",
    change: provider({ mark_mask: "0x10", hosts: { local: { uplinks: ["a", "b"].map((dev) => ({ dev, gateways: ["192.0.2.2"] })) } } }),
    expect: { code: "invalid-value", path: "hosts.local.uplinks" },
  },
  { title: "a mask with a gap", change: provider({ mark_mask: "0x0f00f000" }), expect: { code: "invalid-value", path: "mark_mask" } },
  {
    title: "a host with an unknown connection",
    change: provider({ hosts: { local: { connection: "telnet" } } }),
    expect: { code: "invalid-value" },
  },
  { title: "a host with an invalid name", change: provider({ hosts: { "a b": {} } }), expect: { code: "invalid-name" } },
  { title: "a stack whose name breaks its marks", change: provider({ stack: "a:b" }), expect: { code: "invalid-name", path: "stack" } },
];
