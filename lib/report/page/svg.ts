/** The picture of a stack as SVG that needs no script. Elements with `data-n` are the nodes of the page's data, in their order. */
import type { TopologyEndpoint } from "../../drift/topology";
import { html, shortened } from "./escape";
import { placed, type PlacedEndpoint, type PlacedHost, type PlacedLane, type PlacedPart, type Rectangle } from "./layout";
import { pageMarks, placeOf, type PageMark, type PageStack } from "./model";

/** What a node shows when it is opened. */
export interface PageNode {
  readonly title: string;
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** The addresses or the host that rows name. */
  readonly at: readonly string[];
  /** Of endpoints: `placeOf` their network. A row about all of them names it instead of them. */
  readonly place?: string;
}

/** The text of a picture, and its nodes. */
export interface DrawnPicture {
  readonly svg: string;
  readonly nodes: readonly PageNode[];
}

type Add = (node: PageNode) => number;

export function drawn({ name, topology, marks }: PageStack, first: number): DrawnPicture {
  const nodes: PageNode[] = [];
  const add: Add = (node) => first + nodes.push(node) - 1;
  const { width, height, hosts, lanes } = placed(topology);
  const inside = [...hosts.map((host) => hostSvg(host, marks, add)), ...lanes.map((lane) => laneSvg(lane, marks, add))];
  const label = `Topology of ${name}: ${hosts.length} hosts, ${topology.networks.length} networks, ${topology.endpoints.length} endpoints`;
  const svg = `<svg class="map" role="group" aria-label="${html(label)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" xmlns="http://www.w3.org/2000/svg">${inside.join("\n")}</svg>`;
  return { svg, nodes };
}

type Marks = PageStack["marks"];

/** A node: a group that takes the focus and has a name. */
function group(kind: string, mark: PageMark | undefined, n: number, title: string, content: string): string {
  const spoken = mark === undefined ? title : `${title}, ${mark}`;
  return `<g class="${kind}${mark === undefined ? "" : ` m-${mark}`}" data-n="${n}" role="button" tabindex="-1"><title>${html(spoken)}</title>${content}</g>`;
}

function rectangle({ x, y, width, height }: Rectangle, radius: number, more = ""): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"${more}/>`;
}

/** The pattern above the colour: a mark is seen without it. */
function hatched(box: Rectangle, radius: number, mark: PageMark | undefined): string {
  return mark === undefined ? "" : rectangle(box, radius, ` class="hatch" fill="url(#p-${mark})"`);
}

function icon(mark: PageMark | undefined, x: number, y: number, size: number): string {
  return mark === undefined ? "" : `<use class="icon" href="#i-${mark}" x="${x}" y="${y}" width="${size}" height="${size}"/>`;
}

function text(x: number, y: number, kind: string, content: string): string {
  return `<text x="${x}" y="${y}" class="${kind}">${html(content)}</text>`;
}

/** How many characters of this width fit. */
function fitting(width: number, character: number): number {
  return Math.floor(width / character);
}

/** The part of an address behind its type. */
function shortName(address: string): string {
  return address.replace(/^(?:data\.)?[^.[]+\./, "");
}

function hostSvg(host: PlacedHost, marks: Marks, add: Add): string {
  const { x, y, width, parts, host: name } = host;
  const mark = marks.get(name);
  const n = add({
    title: `Host ${name}`,
    facts: [["networks", parts.map(({ network }) => network.address).join(", ") || "none"]],
    at: [name],
  });
  const head = `${rectangle(host, 14)}${icon(mark, x + width - 34, y + 14, 18)}${text(x + 16, y + 27, "t-host", shortened(name, fitting(width - 64, 9.4)))}`;
  const empty = parts.length === 0 ? text(x + 16, y + 50, "t-small", "no networks") : "";
  return group("host", mark, n, `Host ${name}`, head + empty) + parts.map((part) => partSvg(part, marks, add)).join("");
}

function partSvg(part: PlacedPart, marks: Marks, add: Add): string {
  const { x, y, width, network, host, endpoints, counted } = part;
  const { address, kind, subnets } = network;
  const mark = marks.get(address);
  const count = endpoints.length + counted.length;
  const facts = [
    ["kind", kind],
    ["hosts", network.hosts.join(", ")],
    ["subnets", subnets.join(", ") || "none"],
    [`endpoints on ${host}`, String(count)],
  ] as const;
  const n = add({ title: address, facts, at: [address] });
  const frame = { x, y, width, height: part.height };
  const strip = { x, y, width: 6, height: part.height };
  const words = [kind, ...subnets].join(" · ");
  const content = `${rectangle(frame, 9)}${hatched(strip, 3, mark)}${icon(mark, x + width - 26, y + 10, 16)}${text(x + 16, y + 20, "t-net", shortened(shortName(address), fitting(width - 56, 7.7)))}${text(x + 16, y + 36, "t-small", shortened(words, fitting(width - 32, 6.2)))}`;
  const empty = count === 0 ? text(x + 16, y + 58, "t-small", "no endpoints") : "";
  const inside = counted.length > 0 ? countedSvg(part, marks, add) : endpoints.map((one) => endpointSvg(one, marks, add)).join("");
  return group(`net k-${kind}`, mark, n, `${kind} network ${address} on host ${host}, ${count} endpoints`, content + empty) + inside;
}

function endpointNode({ address, host, network, namespace, interface: dev, addresses, publish }: TopologyEndpoint): PageNode {
  const facts = [
    ["host", host],
    ["network", network],
    ["namespace", namespace],
    ["interface", dev],
    ["addresses", addresses.join(", ")],
    ["published", publish.join(", ")],
  ] as const;
  return { title: address, facts: facts.filter(([, value]) => value !== ""), at: [address], place: placeOf(host, network) };
}

function endpointSvg(placedOne: PlacedEndpoint, marks: Marks, add: Add): string {
  const { endpoint, named, x, y } = placedOne;
  const mark = marks.get(endpoint.address);
  const n = add(endpointNode(endpoint));
  const title = [endpoint.address, ...endpoint.addresses].join(", ");
  if (!named)
    return group("end", mark, n, title, `${rectangle(placedOne, 3)}${hatched(placedOne, 3, mark)}${icon(mark, x + 2, y + 2, 10)}`);
  const ports = endpoint.publish.length === 0 ? "" : ` ⇠ ${endpoint.publish.join(" ")}`;
  const below = `${endpoint.addresses.join(" ") || endpoint.namespace}${ports}`;
  const room = fitting(placedOne.width - (mark === undefined ? 20 : 42), 7.7);
  const words = `${text(x + 12, y + 16, "t-end", shortened(shortName(endpoint.address), room))}${text(x + 12, y + 31, "t-small", shortened(below, fitting(placedOne.width - 20, 6.2)))}`;
  const edge = { x, y, width: 6, height: placedOne.height };
  return group(
    "end",
    mark,
    n,
    title,
    `${rectangle(placedOne, 6)}${hatched(edge, 3, mark)}${words}${icon(mark, x + placedOne.width - 22, y + 5, 14)}`,
  );
}

/** One tile for endpoints that are too many: how many have which mark, as lengths of a bar. */
function countedSvg({ x, y, width, host, counted, network }: PlacedPart, marks: Marks, add: Add): string {
  const groups = [...pageMarks, undefined].map((mark) => ({ mark, some: counted.filter(({ address }) => marks.get(address) === mark) }));
  const present = groups.filter(({ some }) => some.length > 0);
  const room = width - 28;
  const least = 10;
  const free = room - least * present.length;
  let at = x + 14;
  const bars = present.map(({ mark, some }) => {
    const box = { x: at, y: y + 46, width: least + (free * some.length) / counted.length, height: 26 };
    at += box.width;
    const facts = [
      ["endpoints", String(some.length)],
      [
        "first",
        some
          .slice(0, 20)
          .map(({ address }) => address)
          .join(", "),
      ],
    ] as const;
    const title = `${some.length} endpoints of ${network.address}${mark === undefined ? " without a mark" : ""}`;
    const n = add({ title, facts, at: some.map(({ address }) => address), place: placeOf(host, network.address) });
    const rounded = { ...box, x: round(box.x), width: round(box.width - 2) };
    return group("end bar", mark, n, title, `${rectangle(rounded, 4)}${hatched(rounded, 4, mark)}`);
  });
  const words = present.map(({ mark, some }) => `${some.length} ${mark ?? "as declared"}`).join(", ");
  return `${bars.join("")}${text(x + 16, y + 92, "t-small", shortened(`${counted.length} endpoints: ${words}`, 62))}`;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}

function laneSvg({ network, y, from, to, drops }: PlacedLane, marks: Marks, add: Add): string {
  const { address, kind, subnets, hosts } = network;
  const mark = marks.get(address);
  const n = add({
    title: address,
    facts: [
      ["kind", kind],
      ["members", hosts.join(", ")],
      ["subnets", subnets.join(", ")],
    ],
    at: [address],
  });
  const lines = drops.map((part) => `M${part.x + part.width} ${part.y + 20}H${part.gutter!}V${y}`).join("");
  const dots = drops.map((part) => `<circle cx="${part.gutter!}" cy="${y}" r="4"/>`).join("");
  const words = `${shortName(address)} · tunnels between ${drops.length} hosts`;
  const content = `<path d="${lines}M${from} ${y}H${to}"/>${dots}${icon(mark, from + 8, y - 22, 14)}${text(from + (mark === undefined ? 10 : 28), y - 9, "t-net", shortened(words, 60))}`;
  return group("lane", mark, n, `Tunnels of ${address} between ${hosts.join(", ")}`, content);
}
