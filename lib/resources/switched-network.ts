import type { Draft } from "../schema/value";
import { ROOT } from "../kernel/fact";
import type { LinkPlace, SwitchedNetwork } from "./abilities";
import { hasIpv6Subnet, knownTexts, text, textsIn } from "./draft";

/** What bridge and overlay networks have in attributes of the same names. */
export function switchedNetwork(
  attributes: Draft,
): Pick<SwitchedNetwork, "id" | "bridge" | "internal" | "subnets" | "gateways" | "ranges" | "reserved"> {
  return {
    id: text(attributes, "id"),
    bridge: text(attributes, "bridge_name"),
    internal: attributes["internal"] === true,
    subnets: textsIn(attributes, "subnets"),
    gateways: knownTexts(attributes, "gateways"),
    ranges: knownTexts(attributes, "ranges"),
    reserved: knownTexts(attributes, "reserved"),
  };
}

/** The bridges of a network with an IPv6 subnet. */
export function ipv6Bridges(attributes: Draft, { bridge, hosts }: SwitchedNetwork): readonly LinkPlace[] {
  if (bridge === undefined || !hasIpv6Subnet(attributes)) return [];
  return hosts.map((host) => ({ host, netns: ROOT, dev: bridge }));
}
