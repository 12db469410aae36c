import type { Draft } from "../../schema/value";
import type { SwitchedNetwork } from "../abilities";
import { text, textsIn } from "../draft";
import { switchedNetwork } from "../switched-network";

/** A bridge on one host. */
export function network(attributes: Draft): SwitchedNetwork {
  const host = text(attributes, "host");
  return {
    ...switchedNetwork(attributes),
    hosts: host === undefined ? [] : [host],
    spansHosts: false,
    allocatesSubnets: true,
    listens: attributes["names"] !== false,
    acceptFrom: textsIn(attributes, "accept_from"),
  };
}
