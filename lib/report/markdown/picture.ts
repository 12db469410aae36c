/** The part of a stack that is concerned, as a picture of Mermaid. */
import type { Topology, TopologyEndpoint, TopologyNetwork } from "../../drift/topology";
import { harmless } from "../look";

/** Objects by address or host, with the class of their mark. */
export interface MarkedObjects {
  readonly marks: ReadonlyMap<string, string>;
  /** The definition of each class: its style. */
  readonly styles: Readonly<Record<string, string>>;
}

/** Mermaid draws no more than 500 edges and 50,000 characters; long before that a picture is no help. */
const MOST_EDGES = 200;
const MOST_CHARACTERS = 20_000;
/** Endpoints of one network that are drawn one by one. */
const MOST_ENDPOINTS = 12;

/** A picture of the marked objects with their networks and hosts; undefined when nothing is marked or it would be too large. */
export function mermaidPicture({ hosts, networks, endpoints }: Topology, { marks, styles }: MarkedObjects): string | undefined {
  const marked = endpoints.filter(({ address }) => marks.has(address));
  const shown = networks.filter(({ address }) => marks.has(address) || marked.some(({ network }) => network === address));
  const places = hosts.filter((host) => marks.has(host) || shown.some((one) => one.hosts.includes(host)));
  if (shown.length === 0 && places.length === 0) return undefined;
  const ids = new Map(
    [...places, ...shown.map(({ address }) => address), ...marked.map(({ address }) => address)].map((one, n) => [one, `n${n}`]),
  );
  const edges = [...tunnelEdges(shown, ids), ...shown.flatMap((network) => endpointLines(network, marked, ids, marks))];
  if (edges.length > MOST_EDGES) return undefined;
  const classes = [...ids].flatMap(([one, id]) => (marks.has(one) ? [`  class ${id} ${marks.get(one)!}`] : []));
  const used = new Set(marks.values());
  const lines = [
    "flowchart LR",
    ...places.flatMap((host) => hostLines(host, shown, ids)),
    ...edges,
    ...Object.entries(styles).flatMap(([name, style]) => (used.has(name) ? [`  classDef ${name} ${style}`] : [])),
    ...classes,
  ];
  const text = `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\`\n`;
  return text.length > MOST_CHARACTERS ? undefined : text;
}

/** A host with the networks that are on it alone. */
function hostLines(host: string, networks: readonly TopologyNetwork[], ids: ReadonlyMap<string, string>): readonly string[] {
  const own = networks.filter(({ hosts }) => hosts.length === 1 && hosts[0] === host);
  const id = ids.get(host)!;
  if (own.length === 0) return [`  ${id}["${label(`host ${host}`)}"]`];
  return [`  subgraph ${id}["${label(`host ${host}`)}"]`, ...own.map((network) => `    ${networkNode(network, ids)}`), "  end"];
}

function networkNode({ address, kind, subnets }: TopologyNetwork, ids: ReadonlyMap<string, string>): string {
  return `${ids.get(address)!}(["${[label(address), ...[kind, ...subnets].map(label)].join("<br/>")}"])`;
}

/** An overlay is drawn once, with a line to each of its members. */
function tunnelEdges(networks: readonly TopologyNetwork[], ids: ReadonlyMap<string, string>): readonly string[] {
  return networks
    .filter(({ hosts }) => hosts.length !== 1)
    .flatMap((network) => [
      `  ${networkNode(network, ids)}`,
      ...network.hosts.flatMap((host) => (ids.has(host) ? [`  ${ids.get(network.address)!} --- ${ids.get(host)!}`] : [])),
    ]);
}

function endpointLines(
  { address }: TopologyNetwork,
  marked: readonly TopologyEndpoint[],
  ids: ReadonlyMap<string, string>,
  marks: ReadonlyMap<string, string>,
): readonly string[] {
  const own = marked.filter(({ network }) => network === address);
  const network = ids.get(address)!;
  if (own.length > MOST_ENDPOINTS) {
    const id = `${network}all`;
    return [`  ${network} --- ${id}["${label(`${own.length} endpoints`)}"]`, `  class ${id} ${marks.get(own[0]!.address)!}`];
  }
  return own.map(({ address: one, addresses }) => `  ${network} --- ${ids.get(one)!}["${[one, ...addresses].map(label).join("<br/>")}"]`);
}

/** Every character that is more than a letter to Mermaid or Markdown is a code of Mermaid's. */
function label(text: string): string {
  return harmless(text).replace(/[^\p{L}\p{N} ./:-]/gu, (char) => `#${char.codePointAt(0)!};`);
}
