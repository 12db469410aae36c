import type { Draft } from "../../schema/value";
import type { SwitchedNetwork } from "../abilities";
import { text, textsIn } from "../draft";
import { sourceAddresses } from "../snat";
import { switchedNetwork } from "../switched-network";

/** A bridge on one host. */
export function network(attributes: Draft): SwitchedNetwork {
  const host = text(attributes, "host");
  const hosts = host === undefined ? [] : [host];
  return {
    ...switchedNetwork(attributes),
    hosts,
    neighborProxy: text(attributes, "neighbor_proxy"),
    snat: sourceAddresses(attributes, hosts),
    spansHosts: false,
    allocatesSubnets: true,
    listens: attributes["names"] !== false,
    acceptFrom: textsIn(attributes, "accept_from"),
  };
}
