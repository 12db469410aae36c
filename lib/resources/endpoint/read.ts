import { ROOT, type Fact, type FactOf, type Place } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { addressesOn } from "../../kernel/kinds/addr";
import { bridgeAt } from "../../kernel/kinds/link";
import { receiverAt } from "../../kernel/kinds/on-parent";
import { portAt } from "../../kernel/kinds/port";
import { isWayOut, routesOn } from "../../kernel/kinds/route";
import { pairsEndingAt, pairsMarked } from "../../kernel/kinds/veth";
import { ownerOf } from "../../kernel/mark";
import { bareAddress, canonicalAssigned, contains, parseNetwork } from "../../net/cidr";
import { parseIp } from "../../net/ip";
import { canonicalMac } from "../../net/mac";
import type { Draft } from "../../schema/value";
import { networkOn } from "../bridge-network/read";
import { asKnown, nested, partsOf, pick, text, texts } from "../draft";
import { networkRef } from "../refs";
import type { Context } from "../resource";
import { endpointMark } from "./complete";

type EndpointPair = FactOf<"veth">;

/** The pair, by its mark, or else by its far end, which is unique. */
function pairTo(actual: Facts, place: Place, dev: string, mark: string): EndpointPair | undefined {
  const isHere = ({ host, netns }: EndpointPair) => host === place.host && netns === ROOT;
  return pairsMarked(actual, mark).find(isHere) ?? pairsEndingAt(actual, place, dev).find(isHere);
}

/** The network of a bridge, from its mark. Without a mark, the known network, or else one named like the bridge. */
function networkName(bridge: Fact | undefined, known: Draft, { provider }: Context, dev: string): string {
  const owner = ownerOf(bridge?.mark);
  if (owner?.type === "netweft_bridge_network" && owner.stack === provider.stack) return owner.id;
  return text(known, "name") ?? dev;
}

/** The `ref` of a port's network. */
function networkAt(actual: Facts, host: string, dev: string, context: Context, known: Draft): Draft {
  const bridge = bridgeAt(actual, { host, netns: ROOT }, dev);
  const name = networkName(bridge, known, context, dev);
  if (text(known, "kind") === "overlay" && text(known, "bridge_name") === dev) return known;
  const own = text(known, "name") === name ? known : {};
  const network: Draft = { ...own, ...(bridge && networkOn(actual, bridge, own)), id: `${host}/${name}`, kind: "bridge", name, host };
  const always: Draft = { endpoint_isolation: false, subnets: [], gateways: [] };
  const given = Object.fromEntries(Object.entries(network).filter(([, value]) => value !== null));
  return pick({ ...always, ...given, bridge_name: dev }, Object.keys(networkRef));
}

/** The interface's addresses in the network's subnets, the known ones in their order. */
function addressesIn(actual: Facts, place: Place, dev: string, network: Draft, known: Draft): readonly string[] {
  const subnets = (texts(network, "subnets") ?? []).flatMap((subnet) => parseNetwork(subnet) ?? []);
  const found = addressesOn(actual, place, dev).map(({ address }) => bareAddress(address));
  const own = found.filter((address) => subnets.length === 0 || subnets.some((subnet) => contains(subnet, parseIp(address)!)));
  const written = texts(known, "addresses") ?? [];
  const named = own.map((address) => asKnown(address, written, canonicalAssigned));
  const first = written.filter((address) => named.includes(address));
  return [...first, ...named.filter((address) => !first.includes(address))];
}

/** A pair without a bridge is an endpoint only of a known network. */
function onBridge(pair: EndpointPair, place: Place, dev: string, actual: Facts, context: Context, known: Draft): Draft | undefined {
  const { host, netns } = place;
  const port = portAt(actual, pair, pair.name);
  const declared = nested(known, "network");
  const network = port ? networkAt(actual, host, port.bridge, context, declared ?? {}) : declared;
  if (network === undefined) return undefined;
  return {
    ...known,
    namespace: { id: `${host}/${netns}`, name: netns, host, incarnation: nested(known, "namespace")?.["incarnation"] ?? null },
    network,
    interface: dev,
    host_interface: pair.name,
    mac: asKnown(pair.mac, [text(known, "mac") ?? pair.mac], canonicalMac),
    addresses: addressesIn(actual, place, dev, network, known),
    default_route: routesOn(actual, place, dev).some(isWayOut),
    // A pair without a bridge has no port settings to read.
    ...(port && { isolated: port.isolated }),
  };
}

/** An interface without an end on the host is an endpoint of the macvlan network that its declaration or state names. */
function onMacvlan(link: FactOf<"link">, place: Place, actual: Facts, known: Draft): Draft | undefined {
  const { host, netns } = place;
  const network = nested(known, "network");
  if (network === undefined) return undefined;
  const { parent, mode = null, mac = "", name: dev } = link;
  return {
    ...known,
    namespace: { id: `${host}/${netns}`, name: netns, host, incarnation: nested(known, "namespace")?.["incarnation"] ?? null },
    network: parent === undefined ? network : { ...network, parent, mode },
    interface: dev,
    host_interface: null,
    mac: asKnown(mac, [text(known, "mac") ?? mac], canonicalMac),
    addresses: addressesIn(actual, place, dev, network, known),
    default_route: routesOn(actual, place, dev).some(isWayOut),
    isolated: false,
  };
}

/** On a host network there is nothing to observe: the known attributes stay. */
function onHost(host: string, name: string, known: Draft, network: Draft, networkId: string): Draft {
  return { ...known, network: { ...network, id: `${host}/${networkId}`, name: networkId, host }, name };
}

export function read(id: string, actual: Facts, context: Context, known: Draft = {}): Draft | undefined {
  const [host, netns, dev] = partsOf(id, 3) ?? [];
  if (host === undefined || netns === undefined || dev === undefined) return undefined;
  const declared = nested(known, "network");
  if (declared !== undefined && text(declared, "kind") === "host") return onHost(host, dev, known, declared, netns);
  const place = { host, netns };
  const alone = receiverAt(actual, place, dev);
  if (alone !== undefined) return onMacvlan(alone, place, actual, known);
  const pair = pairTo(actual, place, dev, endpointMark(netns, dev, context));
  return pair && onBridge(pair, place, dev, actual, context, known);
}
