import { resource } from "../resource";
import { attachment, hosts, ipv6Links, membership, portClaims } from "./attachment";
import { check } from "./check";
import { compile, fanOut } from "./compile";
import { complete, wants } from "./complete";
import { examples } from "./examples";
import { fields } from "./fields";
import { remarks } from "./remarks";
import { read } from "./read";

/** Attaches a container to a network: a veth pair with eth0 inside, its addresses and its default route. */
export const endpoint = resource({
  type: "netweft_endpoint",
  version: 0,
  doc: "The attachment of a namespace to a network. On a bridge network: a veth pair, one end of it a port of the bridge, the other one the interface inside, with its addresses and the default route. On a macvlan network: one interface inside, which stands on a link of the host. On a host network: no namespace and no interface at all; it has the addresses of its host and declares which ports it binds there.",
  fields,
  complete,
  wants,
  check,
  hosts,
  ipv6Links,
  attachment,
  membership,
  portClaims,
  fanOut,
  compile,
  remarks,
  read,
  examples,
});
