import { resource } from "../resource";
import { ipv6Bridges } from "../switched-network";
import { check } from "./check";
import { compile } from "./compile";
import { complete, wants } from "./complete";
import { examples } from "./examples";
import { fields } from "./fields";
import { network } from "./network";
import { read } from "./read";

const NOT_FLOODED =
  "Nothing is flooded between its hosts: multicast (mDNS, VRRP, IPv6 router advertisements) and packets for unknown hardware addresses do not cross.";

/** A network over several hosts: Docker's overlay network, without a swarm. */
export const overlayNetwork = resource({
  type: "netweft_overlay_network",
  networkKind: "overlay",
  version: 0,
  doc: "An overlay network: containers on several hosts that reach each other as if they were plugged into one switch. Each member has a bridge with the same gateways, joined to the others by VXLAN (RFC 7348); what `docker network create --driver overlay` makes, but without a cluster manager: the forwarding tables are declared, compared and repaired like everything else. Endpoints leave the network through their own host.",
  fields,
  complete,
  wants,
  check,
  // Its facts name its members, once all of it is known.
  hosts: () => [],
  ipv6Links: (attributes) => ipv6Bridges(attributes, network(attributes)),
  network,
  compile,
  read,
  remarks: ({ forwarding }) => (forwarding === "static" ? [NOT_FLOODED] : []),
  examples,
});
