import type { Draft } from "../../schema/value";
import type { SwitchedNetwork } from "../abilities";
import { knownTexts } from "../draft";
import { sourceAddresses } from "../snat";
import { switchedNetwork } from "../switched-network";

/** A bridge on each member. */
export function network(attributes: Draft): SwitchedNetwork {
  const hosts = knownTexts(attributes, "members");
  return {
    ...switchedNetwork(attributes),
    hosts,
    snat: sourceAddresses(attributes, hosts),
    spansHosts: true,
    allocatesSubnets: false,
    listens: true,
  };
}
