import { fact, ROOT, type Fact, type Place } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import { parseNetwork } from "../../net/cidr";
import type { Attrs } from "../../schema/type";
import { addressIn } from "../bridge-network/addressing";
import type { Context } from "../resource";
import { endpointMark } from "./complete";
import type { fields } from "./fields";

type Endpoint = Attrs<typeof fields>;

function veth(attrs: Endpoint, netns: string, addresses: readonly string[]) {
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

function isIpv6(ip: string): boolean {
  return ip.includes(":");
}

/** One default route for each family that the endpoint has an address in. */
function defaultRoutes(attrs: Endpoint, inside: Place): readonly Fact[] {
  if (!attrs.default_route) return [];
  const families = new Set(attrs.addresses.map(isIpv6));
  const first = [false, true].map((v6) => attrs.network.gateways.find((ip) => isIpv6(ip) === v6 && families.has(v6)));
  return first
    .filter((via) => via !== undefined)
    .map((via) => fact("route", inside, { destination: isIpv6(via) ? "::/0" : "0.0.0.0/0", via, dev: attrs.interface }));
}

export function compile(attrs: Endpoint, context: Context): readonly Fact[] {
  const { network, namespace } = attrs;
  if (network.kind === "host" || namespace === null) return [];
  const subnets = network.subnets.map((subnet) => parseNetwork(subnet)!);
  const addresses = attrs.addresses.map((ip) => addressIn(ip, subnets));
  const root = { host: namespace.host, netns: ROOT };
  const inside = { host: namespace.host, netns: namespace.name };
  const mark = endpointMark(namespace.name, attrs.interface, context);
  return [
    normal(fact("veth", root, veth(attrs, namespace.name, addresses), { mark })),
    fact("port", root, { dev: attrs.host_interface, bridge: network.bridge_name, isolated: attrs.isolated, hairpin: false }),
    ...addresses.map((address) => fact("addr", inside, { address, dev: attrs.interface })),
    ...defaultRoutes(attrs, inside),
  ];
}
