import type { Draft } from "../../schema/value";
import type { SwitchedNetwork } from "../abilities";
import { knownTexts } from "../draft";
import { switchedNetwork } from "../switched-network";

/** A bridge on each member. */
export function network(attributes: Draft): SwitchedNetwork {
  return {
    ...switchedNetwork(attributes),
    hosts: knownTexts(attributes, "members"),
    spansHosts: true,
    allocatesSubnets: false,
    listens: true,
  };
}
