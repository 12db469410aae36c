import { checkSubnets } from "../addressing";
import { ownHost } from "../draft";
import { resource } from "../resource";
import { check } from "./check";
import { compile } from "./compile";
import { complete, wants } from "./complete";
import { examples } from "./examples";
import { fields } from "./fields";
import { read } from "./read";

/** Containers with an interface of their own on the network of a link of their host. */
export const macvlanNetwork = resource({
  type: "netweft_macvlan_network",
  networkKind: "macvlan",
  version: 0,
  doc: "A macvlan network: containers that are on the network of one of the host's links, each with a hardware address of its own, as if they were plugged into the same switch as the host. What `docker network create --driver macvlan` makes. The link, its `parent`, is not Netweft's and stays as it is. Nothing is translated, published or filtered here, and the host itself reaches the containers only by `host_addresses`: the kernel passes no packets between a link and the macvlan interfaces on it.",
  fields,
  complete,
  wants,
  check: (draft, _context, written) => [...checkSubnets(draft, written), ...check(draft)],
  hosts: ownHost,
  compile,
  read,
  examples,
});
