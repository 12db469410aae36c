import { resource } from "../resource";
import { check } from "./check";
import { compile, tells } from "./compile";
import { complete, wants } from "./complete";
import { examples } from "./examples";
import { fields } from "./fields";
import { remarks } from "./remarks";
import { read } from "./read";

/** What plugs a container into a network: Docker's veth pair with eth0 inside, its addresses and its default route. */
export const endpoint = resource({
  type: "netweft_endpoint",
  version: 0,
  doc: "The attachment of a namespace to a network. On a bridge network: a veth pair, one end of it a port of the bridge, the other one the interface inside, with its addresses and the default route. On a host network: no namespace and no interface at all; it has the addresses of its host and says which ports it binds there.",
  fields,
  complete,
  wants,
  check,
  tells,
  compile,
  remarks,
  read,
  examples,
});
