import type { Draft } from "../schema/value";
import type { SwitchedNetwork } from "./abilities";
import { knownTexts, text, textsIn } from "./draft";

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
