import { fact, ROOT, type Fact, type Place } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import { markOf } from "../../kernel/mark";
import { parseNetwork } from "../../net/cidr";
import type { Attrs } from "../../schema/type";
import { addressIn } from "../bridge-network/addressing";
import { gatewaysFor, namesOf } from "../names";
import type { Context } from "../resource";
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

/** One default route for each family that the endpoint has an address in. */
function defaultRoutes(attrs: Endpoint, inside: Place): readonly Fact[] {
  if (!attrs.default_route) return [];
  return gatewaysFor(attrs).map((via) =>
    fact("route", inside, { destination: via.includes(":") ? "::/0" : "0.0.0.0/0", via, dev: attrs.interface }),
  );
}

export function compile(attrs: Endpoint, context: Context): readonly Fact[] {
  const { network, namespace } = attrs;
  if (network.kind === "host" || namespace === null) return [];
  const subnets = network.subnets.map((subnet) => parseNetwork(subnet)!);
  const addresses = attrs.addresses.map((ip) => addressIn(ip, subnets));
  const root = { host: namespace.host, netns: ROOT };
  const inside = { host: namespace.host, netns: namespace.name };
  const mark = markOf({ stack: context.provider.stack, type: "netweft_endpoint", id: `${namespace.name}/${attrs.interface}` });
  return [
    normal(fact("veth", root, veth(attrs, namespace.name, addresses), { mark })),
    fact("port", root, { dev: attrs.host_interface, bridge: network.bridge_name, isolated: attrs.isolated, hairpin: false }),
    ...addresses.map((address) => fact("addr", inside, { address, dev: attrs.interface })),
    ...defaultRoutes(attrs, inside),
    ...namesOf(attrs, namespace, mark),
  ];
}
