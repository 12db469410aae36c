/** A stack as Terraform JSON. */
import { FIRST_OVERLAY, LAN, networkOf, type EndpointModel, type LanModel, type NetworkModel, type StackModel } from "./stacks";
import { providerFor } from "./stack-hosts";

function addressesOf(one: EndpointModel, { subnets }: Pick<NetworkModel, "subnets">): object {
  if (one.host === undefined || subnets === undefined) return {};
  return { addresses: subnets.map((subnet) => `\${cidrhost("${subnet}", ${one.host})}`) };
}

/** The network's address ranges within its subnets. Explicit host numbers of endpoints are outside of them. */
function choosing({ subnets, ranged, reserving }: NetworkModel): object {
  if (subnets === undefined) return {};
  const half = (subnet: string) => `\${cidrsubnet("${subnet}", 1, 1)}`;
  const others = (subnet: string) => [
    `\${cidrsubnet("${subnet}", ${(subnet.includes(":") ? 125 : 29) - Number(subnet.split("/")[1])}, 0)}`,
    ...[1, 2].map((n) => `\${cidrhost(${half(subnet).slice(2, -1)}, ${n})}`),
  ];
  return { ...(ranged ? { ranges: subnets.map(half) } : {}), ...(reserving ? { reserved: subnets.flatMap(others) } : {}) };
}

/** A host address for publishing an endpoint on the network, if its family is known. */
function hostIpFor({ subnets }: Pick<NetworkModel, "subnets">): object {
  if (subnets === undefined) return {};
  return { host_ip: subnets.every((subnet) => subnet.includes(":")) ? "2001:db8::1" : "127.0.0.1" };
}

/** Addresses with which packets leave a network, of its first subnet's family. Allocated subnets may be those of an earlier stack. */
function leavingWith({ subnets, leaving, masquerade, internal }: NetworkModel): object {
  if (!leaving || !masquerade || internal || subnets === undefined) return {};
  return { snat_addresses: subnets[0]!.includes(":") ? ["2001:db8::1"] : ["192.0.2.1", "192.0.2.9"] };
}

function bridgeNetwork(one: NetworkModel, networks: readonly NetworkModel[]): object {
  const { name, subnets, mtu, stp, isolated, masquerade, internal, accepts, access, beside } = one;
  const entrants = accepts.flatMap((n) => (n === 2 ? "outside" : ((networks[n] && `local/${networks[n].name}`) ?? [])));
  const open = { accept_from: entrants, ...(access ? { host_access: access } : {}) };
  const common = { name, mtu, stp, endpoint_isolation: isolated, masquerade, internal, ...open };
  const link = beside === undefined ? {} : beside === "lan0" ? { neighbor_proxy: beside } : { uplink: beside };
  return { ...common, ...link, ...(subnets ? { subnets } : {}), ...choosing(one), ...leavingWith(one) };
}

function macvlanNetwork({ routed, ranged, reached, ...one }: LanModel): object {
  const first = one.subnets[0]!;
  return {
    ...one,
    ...(routed ? { gateways: one.subnets.map((subnet) => `\${cidrhost("${subnet}", 254)}`) } : {}),
    ...(ranged ? { ranges: one.subnets.map((subnet) => `\${cidrsubnet("${subnet}", 1, 1)}`) } : {}),
    ...(reached ? { host_addresses: [`\${cidrhost("${first}", 250)}`] } : {}),
  };
}

/** Through an interface to a network that no other interface of its namespace leads to. */
function routeOf({ route, interface: n }: EndpointModel, subnets: readonly string[] | undefined): object {
  if (route === undefined) return {};
  const four = subnets?.find((subnet) => !subnet.includes(":"));
  const isSix = subnets !== undefined && four === undefined;
  const destination = isSix ? `fd09:${n}::/64` : `10.9${n}.0.0/16`;
  const via = isSix ? "fe80::9" : four && `\${cidrhost("${four}", 9)}`;
  if (route === "in table") {
    const rules = [{ priority: 100 + n, from: isSix ? "fd00::/16" : "10.0.0.0/8" }];
    return { routes: [{ destination, table: 20 + n, rules }] };
  }
  return { routes: [{ destination, ...(route === "by router" && via !== undefined ? { via } : {}) }] };
}

/** Routes of the host and of a namespace, by name. */
function routesIn({ routes, networks, namespaces }: StackModel): Readonly<Record<string, object>> {
  const [bridge, inside] = [networks[0], namespaces[0]];
  const all = {
    "next hop": { destination: "192.168.8.0/24", via: "198.51.96.9", dev: "lan0" },
    unreachable: { destination: "fd08::/32", type: "unreachable" },
    table: { destination: "192.168.9.0/24", via: "198.51.96.9", table: 21, rules: [{ fwmark: 5, mask: 255, priority: 90 }] },
    bridge: bridge && { destination: "192.168.10.0/24", dev: `\${netweft_bridge_network.${bridge.name}.bridge_name}` },
    namespace: inside && { namespace: `\${netweft_namespace.${inside.name}.ref}`, destination: "192.168.11.0/24", type: "blackhole" },
  };
  const drawn = routes.flatMap((kind) => (all[kind] === undefined ? [] : [[kind.replace(" ", "_"), all[kind]] as const]));
  return Object.fromEntries(drawn);
}

/** The type of the network of an endpoint. */
function typeOfNetwork({ network }: EndpointModel): string {
  if (network === LAN) return "netweft_macvlan_network";
  return network < FIRST_OVERLAY ? "netweft_bridge_network" : "netweft_overlay_network";
}

function endpointIn(stack: StackModel, one: EndpointModel): object {
  const network = networkOf(stack, one);
  const ends = {
    namespace: `\${netweft_namespace.${stack.namespaces[one.namespace]!.name}.ref}`,
    network: `\${${typeOfNetwork(one)}.${network.name}}`,
  };
  const publish = one.ports.map((port) => ({
    host_port: port,
    port: 80,
    protocol: port % 3 ? "tcp" : "sctp",
    ...(port % 2 ? {} : hostIpFor(network)),
    ...(one.limited ? { sources: ["192.0.2.0/24", "192.0.2.7", "2001:db8::/32"] } : {}),
  }));
  return { ...ends, interface: `eth${one.interface}`, ...addressesOf(one, network), publish, ...routeOf(one, network.subnets) };
}

/** The stack as Terraform JSON. */
export function toJson(stack: StackModel, provider: object): string {
  const { networks, overlays, lans, namespaces, endpoints, binds } = stack;
  const resource = {
    netweft_bridge_network: Object.fromEntries(networks.map((one) => [one.name, bridgeNetwork(one, networks)])),
    netweft_macvlan_network: Object.fromEntries(lans.map((one) => [one.name, macvlanNetwork(one)])),
    netweft_overlay_network: Object.fromEntries(overlays.map((one, n) => [one.name, { ...one, port: 4789 + n }])),
    netweft_namespace: Object.fromEntries(
      namespaces.map(({ name, forward, pid, routes }) => [
        name,
        {
          name,
          ...(forward ? { sysctls: { "net.ipv4.ip_forward": "1" } } : {}),
          ...(pid === undefined ? {} : { pid }),
          ...(routes ? { routes: [{ destination: "192.168.0.0/21", type: "blackhole" }] } : {}),
        },
      ]),
    ),
    netweft_endpoint: Object.fromEntries(
      endpoints.map((one) => [`${namespaces[one.namespace]!.name}_eth${one.interface}`, endpointIn(stack, one)]),
    ),
    netweft_route: routesIn(stack),
    ...(binds.length > 0 ? { netweft_host_network: { host: { binds: binds.map((port) => ({ port })) } } } : {}),
  };
  return JSON.stringify({ provider: { netweft: providerFor(stack, provider) }, resource });
}
