/** Where everything of a picture stands: hosts as columns, the parts of networks on them as boxes, endpoints packed in these. */
import type { Topology, TopologyEndpoint, TopologyNetwork } from "../../drift/topology";
import { besideEachOther } from "./host-row";

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An endpoint with its name, or as a small square. */
export interface PlacedEndpoint extends Rectangle {
  readonly endpoint: TopologyEndpoint;
  readonly named: boolean;
}

/** The part of a network on one host. Endpoints that are too many to be drawn are `counted` instead. */
export interface PlacedPart extends Rectangle {
  readonly network: TopologyNetwork;
  readonly host: string;
  readonly endpoints: readonly PlacedEndpoint[];
  readonly counted: readonly TopologyEndpoint[];
  /** Where its line to the other hosts leaves, if it has one. */
  readonly gutter?: number;
}

export interface PlacedHost extends Rectangle {
  readonly host: string;
  readonly parts: readonly PlacedPart[];
}

/** The line that connects the parts of a network that spans hosts. */
export interface PlacedLane {
  readonly network: TopologyNetwork;
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly drops: readonly PlacedPart[];
}

export interface PlacedPicture {
  readonly width: number;
  readonly height: number;
  readonly hosts: readonly PlacedHost[];
  readonly lanes: readonly PlacedLane[];
}

const MARGIN = 16;
const PAD = 14;
const GAP = 10;
const HOST_HEAD = 42;
const PART_HEAD = 46;
const NAMED = { width: 196, height: 38, across: 2, most: 12 } as const;
const SQUARE = { size: 14, gap: 4, across: 30 } as const;
/** More endpoints of one network on one host are counted. */
const MOST_DRAWN = 200;
const COUNTED_HEIGHT = 64;
const LANE = 44;
const GUTTER = 8;
const EMPTY_WIDTH = 220;

export function placed(topology: Topology): PlacedPicture {
  const spanning = topology.networks.filter(({ hosts }) => hosts.length > 1);
  const byPlace = grouped(topology.endpoints);
  const hosts: PlacedHost[] = [];
  let x = MARGIN;
  for (const host of besideEachOther(topology.hosts, spanning)) {
    const column = columnAt(x, host, topology.networks, byPlace);
    hosts.push(column);
    x += column.width + 2 * GAP;
  }
  const bottom = Math.max(MARGIN, ...hosts.map(({ y, height }) => y + height));
  const lanes = spanning.flatMap((network, n) => laneOf(network, hosts, bottom + LANE * (n + 1)));
  const low = Math.max(bottom, ...lanes.map(({ y }) => y));
  return { width: Math.max(x - 2 * GAP, EMPTY_WIDTH) + MARGIN, height: low + MARGIN, hosts, lanes };
}

function placeKey(host: string, network: string): string {
  return JSON.stringify([host, network]);
}

function grouped(endpoints: readonly TopologyEndpoint[]): ReadonlyMap<string, readonly TopologyEndpoint[]> {
  const found = new Map<string, TopologyEndpoint[]>();
  for (const endpoint of endpoints) {
    const key = placeKey(endpoint.host, endpoint.network);
    const there = found.get(key);
    if (there === undefined) found.set(key, [endpoint]);
    else there.push(endpoint);
  }
  return found;
}

/** Networks of the host alone stand above those that span hosts: lines to these cross nothing. */
function columnAt(
  x: number,
  host: string,
  networks: readonly TopologyNetwork[],
  byPlace: ReadonlyMap<string, readonly TopologyEndpoint[]>,
): PlacedHost {
  const here = networks.filter(({ hosts }) => hosts.includes(host));
  const sorted = [...here.filter(({ hosts }) => hosts.length < 2), ...here.filter(({ hosts }) => hosts.length > 1)];
  const content = sorted.map((network) => contentOf(byPlace.get(placeKey(host, network.address)) ?? []));
  const inner = Math.max(EMPTY_WIDTH, ...content.map(({ width }) => width)) + 2 * PAD;
  const gutters = sorted.filter(({ hosts }) => hosts.length > 1).length;
  const parts: PlacedPart[] = [];
  let y = MARGIN + HOST_HEAD;
  let gutter = 0;
  for (const [n, network] of sorted.entries()) {
    const { named, counted, endpoints, height } = content[n]!;
    const box = { x: x + PAD, y, width: inner, height: PART_HEAD + height + PAD };
    const inside = { x: box.x + PAD, y: y + PART_HEAD };
    const line = network.hosts.length > 1 ? { gutter: x + PAD + inner + PAD / 2 + GUTTER * gutter++ } : {};
    parts.push({ ...box, network, host, endpoints: inGrid(endpoints, inside, named), counted, ...line });
    y += box.height + GAP;
  }
  const width = inner + 2 * PAD + GUTTER * gutters;
  return { x, y: MARGIN, width, height: (parts.length === 0 ? y : y - GAP) + PAD - MARGIN, host, parts };
}

/** How the endpoints of a part are drawn, and the room that they take. */
function contentOf(endpoints: readonly TopologyEndpoint[]) {
  const count = endpoints.length;
  if (count > MOST_DRAWN) return { width: 2 * NAMED.width, height: COUNTED_HEIGHT, named: false, endpoints: [], counted: endpoints };
  const named = count <= NAMED.most;
  const across = Math.min(count, named ? NAMED.across : SQUARE.across);
  const down = count === 0 ? 0 : Math.ceil(count / across);
  const step = stepOf(named);
  return {
    width: Math.max(0, across * step.x - step.gap),
    height: count === 0 ? 20 : down * step.y - step.gap,
    named,
    endpoints,
    counted: [],
  };
}

function stepOf(named: boolean): { readonly x: number; readonly y: number; readonly gap: number } {
  if (named) return { x: NAMED.width + GAP, y: NAMED.height + GAP, gap: GAP };
  return { x: SQUARE.size + SQUARE.gap, y: SQUARE.size + SQUARE.gap, gap: SQUARE.gap };
}

function inGrid(endpoints: readonly TopologyEndpoint[], { x, y }: Pick<Rectangle, "x" | "y">, named: boolean): readonly PlacedEndpoint[] {
  const across = named ? NAMED.across : SQUARE.across;
  const step = stepOf(named);
  const [width, height] = named ? [NAMED.width, NAMED.height] : [SQUARE.size, SQUARE.size];
  return endpoints.map((endpoint, n) => ({
    endpoint,
    named,
    x: x + (n % across) * step.x,
    y: y + Math.floor(n / across) * step.y,
    width,
    height,
  }));
}

function laneOf(network: TopologyNetwork, hosts: readonly PlacedHost[], y: number): readonly PlacedLane[] {
  const drops = hosts.flatMap(({ parts }) => parts.filter((part) => part.network === network && part.gutter !== undefined));
  const ends = drops.map(({ gutter }) => gutter!);
  return drops.length < 2 ? [] : [{ network, y, from: Math.min(...ends), to: Math.max(...ends), drops }];
}
