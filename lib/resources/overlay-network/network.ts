import type { Draft } from "../../schema/value";
import type { SwitchedNetwork } from "../abilities";
import { knownTexts, text, textsIn } from "../draft";

/** A bridge on each member. */
export function network(attributes: Draft): SwitchedNetwork {
  return {
    id: text(attributes, "id"),
    hosts: knownTexts(attributes, "members"),
    spansHosts: true,
    bridge: text(attributes, "bridge_name"),
    internal: attributes["internal"] === true,
    subnets: textsIn(attributes, "subnets"),
    gateways: knownTexts(attributes, "gateways"),
    ranges: knownTexts(attributes, "ranges"),
    reserved: knownTexts(attributes, "reserved"),
    allocatesSubnets: false,
    listens: true,
  };
}
