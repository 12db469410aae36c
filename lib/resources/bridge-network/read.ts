import { ROOT, type FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { addressesOn } from "../../kernel/kinds/addr";
import { bridgeAt, bridgesIn } from "../../kernel/kinds/link";
import { resolverKey } from "../../kernel/kinds/resolver";
import { bareAddress, canonicalAssigned, canonicalCidr, contains, formatCidr, networkOf, parseCidr, parseNetwork } from "../../net/cidr";
import { parseIp } from "../../net/ip";
import { canonicalMac } from "../../net/mac";
import type { Draft } from "../../schema/value";
import { asKnown, isUnset, partsOf, text, texts } from "../draft";
import { neighborProxyOf } from "../neighbor-proxy";
import type { Context } from "../resource";
import { bridgeMark, bridgeNameFor } from "./name";
import { uplinkOf } from "./uplink";

type BridgeLink = FactOf<"link">;

function bridgeWith(actual: Facts, host: string, mark: string): BridgeLink | undefined {
  return bridgesIn(actual).find((bridge) => bridge.mark === mark && bridge.host === host);
}

function inSubnet(address: string, subnet: string): boolean {
  const network = parseNetwork(subnet);
  return network !== undefined && contains(network, parseIp(bareAddress(address))!);
}

/** The addresses that belong to a network: those in its subnets, or all where its subnets are not known. */
function ownAddresses(all: readonly string[], subnets: readonly string[] | undefined): readonly string[] {
  if (subnets === undefined) return all;
  return subnets.flatMap((subnet) => all.filter((address) => inSubnet(address, subnet)));
}

/** Subnets without a gateway, which cannot be observed on a bridge. */
function withoutGateway(known: Draft): readonly string[] {
  const gateways = texts(known, "gateways");
  if (gateways === undefined) return [];
  return (texts(known, "subnets") ?? []).filter((subnet) => !gateways.some((ip) => inSubnet(`${canonicalAssigned(ip) ?? ip}/0`, subnet)));
}

/** The position of an address in the known order; unknown addresses come last. */
function positions(known: Draft): (subnet: string) => number {
  const order = texts(known, "subnets") ?? [];
  return (subnet) => (order.includes(subnet) ? order.indexOf(subnet) : order.length);
}

/** The network's attributes that follow from the addresses on its bridge. Of several in one subnet the first is the gateway. */
function addressing(actual: Facts, bridge: BridgeLink, known: Draft): Draft {
  const gateways = new Map<string, string>();
  const all = addressesOn(actual, bridge, bridge.name).map(({ address }) => address);
  for (const address of ownAddresses(all, texts(known, "subnets"))) {
    const subnet = asKnown(formatCidr(networkOf(parseCidr(address)!)), texts(known, "subnets"), canonicalCidr);
    if (!gateways.has(subnet)) gateways.set(subnet, asKnown(bareAddress(address), texts(known, "gateways"), canonicalAssigned));
  }
  const position = positions(known);
  const subnets = [...new Set([...gateways.keys(), ...withoutGateway(known)])].sort((a, b) => position(a) - position(b));
  return { subnets: subnets.length === 0 ? null : subnets, gateways: [...gateways.values()] };
}

/** The network's attributes that follow from its bridge. */
export function networkOn(actual: Facts, bridge: BridgeLink, known: Draft): Draft {
  const { name, mtu, mac, stp = false } = bridge;
  const own = mac === undefined ? null : asKnown(mac, [text(known, "mac") ?? mac], canonicalMac);
  return { ...known, bridge_name: name, mtu, mac: own, stp, ...addressing(actual, bridge, known) };
}

/** Whether the network has names: as known, or true if it has a name server. */
export function answers(actual: Facts, { host, name }: BridgeLink, known: Draft): Draft {
  const isAnswered = isUnset(known["names"]) && actual.has(resolverKey({ host, netns: ROOT }, name));
  return isAnswered ? { names: true } : {};
}

export function read(id: string, actual: Facts, context: Context, known: Draft = {}): Draft | undefined {
  const [host, last] = partsOf(id, 2) ?? [];
  if (host === undefined || last === undefined) return undefined;
  const name = text(known, "name") ?? last;
  const names = name === last ? [text(known, "bridge_name") ?? bridgeNameFor(name, context), name] : [last];
  const marked = name === last ? bridgeWith(actual, host, bridgeMark(name, context)) : undefined;
  const found = marked ?? names.map((one) => bridgeAt(actual, { host, netns: ROOT }, one)).find((bridge) => bridge !== undefined);
  if (found === undefined) return undefined;
  const network = networkOn(actual, found, known);
  return {
    ...network,
    ...answers(actual, found, known),
    ...neighborProxyOf(actual, host, network),
    ...uplinkOf(actual, found, known),
    name,
    host,
  };
}
