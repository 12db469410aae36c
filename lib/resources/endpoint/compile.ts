import { fact, ROOT, type Fact, type Place } from "../../kernel/fact";
import { IPV6_MTU } from "../../kernel/ipv6";
import { normal } from "../../kernel/kinds";
import { acceptRaOf } from "../../kernel/kinds/sysctl";
import { parseNetworks, type Cidr } from "../../net/cidr";
import type { Attrs } from "../../schema/type";
import { addressIn } from "../addressing";
import { endpointRules } from "../firewall/endpoint";
import type { Exposed } from "../firewall/exposed";
import { gatewaysFor, namesOf } from "../dns-facts";
import { neighborProxies } from "../neighbor-proxy";
import { fanOutOf, remoteEndpointFacts } from "../overlay-network/remote-endpoints";
import type { Context, FanOut } from "../resource";
import { routeFacts } from "../routing/compile";
import { endpointMark } from "./complete";
import type { fields } from "./fields";
import { interfaceFacts } from "./on-macvlan";
import { replyFacts } from "./replies";
import { uplinkFacts } from "../uplinks/compile";
import { bucketFor } from "./rates";

type EndpointPlacement = Attrs<typeof fields>;

function veth(attrs: EndpointPlacement, netns: string, addresses: readonly string[]) {
  const { mtu } = attrs.network;
  return {
    name: attrs.host_interface,
    peerNetns: netns,
    peer: attrs.interface,
    mtu,
    peerMtu: mtu,
    mac: attrs.mac,
    up: true,
    peerUp: true,
    addresses,
  };
}

/** One default route for each address family of the endpoint. */
function defaultRoutes(attrs: EndpointPlacement, inside: Place): readonly Fact[] {
  if (!attrs.default_route) return [];
  return gatewaysFor(attrs).map((via) =>
    fact("route", inside, { destination: via.includes(":") ? "::/0" : "0.0.0.0/0", via, dev: attrs.interface }),
  );
}

/** Its other routes. Those that only drop packets have no interface. */
function ownRoutes({ routes, interface: dev }: EndpointPlacement, inside: Place): readonly Fact[] {
  return (routes ?? []).flatMap((route) => routeFacts(route.type === "unicast" ? { ...route, dev } : route, inside));
}

function exposed(attrs: EndpointPlacement, host: string): Exposed {
  const { network, addresses, publish, isolated } = attrs;
  return {
    host,
    bridge: network.bridge_name,
    hostInterface: attrs.host_interface,
    addresses,
    publish,
    isolated,
    networkIsolates: network.endpoint_isolation === true,
    routes: network.router_advertisements === true,
  };
}

/**
 * Whether the interface accepts router advertisements. `accept_ra` in the namespace's settings takes precedence; a link whose
 * mtu is too small for IPv6 has no such setting.
 */
function acceptRa({ namespace, network, interface: dev }: EndpointPlacement, inside: Place): readonly Fact[] {
  const said = namespace?.accept_ra ?? {};
  if (network.mtu < IPV6_MTU || said[dev] !== undefined) return [];
  const value = said["default"] ?? (network.router_advertisements === true ? "1" : "0");
  return [normal(fact("sysctl", inside, { name: acceptRaOf(dev), value }))];
}

/** Received traffic leaves by the host's end of the pair, sent traffic by the endpoint's end. */
function rates(
  { ingress_rate, egress_rate, host_interface, interface: dev, network }: EndpointPlacement,
  root: Place,
  inside: Place,
): readonly Fact[] {
  const ends = [
    [ingress_rate, root, host_interface],
    [egress_rate, inside, dev],
  ] as const;
  return ends.flatMap(([rate, place, end]) =>
    rate === null ? [] : [normal(fact("qdisc", place, { dev: end, ...bucketFor(rate, network.mtu) }))],
  );
}

/** An endpoint that connects to its own published port gets the packets back through its own bridge port. */
function pairFacts(
  attrs: EndpointPlacement,
  { host, name }: EndpointNamespace,
  addresses: readonly string[],
  mark: string,
): readonly Fact[] {
  const root = { host, netns: ROOT };
  return [
    normal(fact("veth", root, veth(attrs, name, addresses), { mark })),
    fact("port", root, {
      dev: attrs.host_interface,
      bridge: attrs.network.bridge_name,
      isolated: attrs.isolated,
      hairpin: attrs.publish.length > 0,
    }),
  ];
}

type EndpointNamespace = NonNullable<EndpointPlacement["namespace"]>;

export function compile(attrs: EndpointPlacement, context: Context): readonly Fact[] {
  const { network, namespace } = attrs;
  if (network.kind === "host" || namespace === null) return [];
  const subnets = parseNetworks(network.subnets) as readonly Cidr[];
  const addresses = attrs.addresses.map((ip) => addressIn(ip, subnets));
  const root = { host: namespace.host, netns: ROOT };
  const inside = { host: namespace.host, netns: namespace.name };
  const owner = { stack: context.provider.stack, type: "netweft_endpoint", id: `${namespace.name}/${attrs.interface}` };
  const mark = endpointMark(namespace.name, attrs.interface, context);
  const isAlone = network.kind === "macvlan";
  return [
    ...(isAlone ? [] : endpointRules(exposed(attrs, namespace.host), owner)),
    ...(isAlone ? interfaceFacts(attrs, inside, addresses, mark) : pairFacts(attrs, namespace, addresses, mark)),
    ...acceptRa(attrs, inside),
    ...rates(attrs, root, inside),
    ...addresses.map((address) => fact("addr", inside, { address, dev: attrs.interface })),
    ...defaultRoutes(attrs, inside),
    ...ownRoutes(attrs, inside),
    ...replyFacts(attrs, inside),
    ...neighborProxies(namespace.host, network.neighbor_proxy, attrs.addresses),
    ...(attrs.publish.length === 0 ? [] : uplinkFacts(namespace.host, context.provider)),
    ...namesOf(attrs, namespace, mark),
    ...(network.kind === "overlay" ? remoteEndpointFacts(attrs, namespace.host, context) : []),
  ];
}

/** The number of the endpoint's facts on the other members of its overlay network. */
export function fanOut(attrs: EndpointPlacement): FanOut | undefined {
  const { network, namespace } = attrs;
  return network.kind === "overlay" && namespace !== null ? fanOutOf(attrs, namespace.host) : undefined;
}
