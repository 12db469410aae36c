import type { Draft } from "../../schema/value";
import type { SwitchedNetwork } from "../abilities";
import { knownTexts, text, textsIn } from "../draft";

/** A bridge on one host. */
export function network(attributes: Draft): SwitchedNetwork {
  const host = text(attributes, "host");
  return {
    id: text(attributes, "id"),
    hosts: host === undefined ? [] : [host],
    spansHosts: false,
    bridge: text(attributes, "bridge_name"),
    internal: attributes["internal"] === true,
    subnets: textsIn(attributes, "subnets"),
    gateways: knownTexts(attributes, "gateways"),
    ranges: knownTexts(attributes, "ranges"),
    reserved: knownTexts(attributes, "reserved"),
    allocatesSubnets: true,
    listens: attributes["names"] !== false,
    acceptFrom: textsIn(attributes, "accept_from"),
  };
}
