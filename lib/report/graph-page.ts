import type { Topology } from "../drift/topology";
import { concealing } from "../engine/conceal";
import { discreetTopology } from "../drift/concealed";
import { counted } from "./drift/words";
import { pageHtml } from "./page/html";

/** The picture of a declared stack as a page: no host was read for it. */
export function graphPage(topology: Topology, secrets: readonly string[], version: string): Iterable<string> {
  const { hosts, networks, endpoints } = topology;
  const counts = [counted(hosts.length, "host"), counted(networks.length, "network"), counted(endpoints.length, "endpoint")];
  const picture = {
    name: "As declared",
    verdict: `${counts.join(", ")}. Subnets and addresses that an apply chooses are not in it.`,
    warnings: [],
    tiles: [],
    rows: [],
    notes: [],
    topology: discreetTopology(topology, concealing(secrets)),
    marks: new Map(),
  };
  return pageHtml({ title: "Topology", subtitle: `Written by Netweft ${version}.`, stacks: [picture] });
}
