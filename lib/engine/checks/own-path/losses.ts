/** What a run needs of a host to reach it over ssh, and why it would be gone. Each is compared with the host as it is. */
import { bareAddress } from "../../../net/cidr";
import { isIpv6 } from "../../../net/ip";
import { ROOT, type FactOf, type Place } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";
import { addressesIn } from "../../../kernel/kinds/addr";
import { chainsIn } from "../../../kernel/kinds/chain";
import { elementsIn } from "../../../kernel/kinds/element";
import { linkAt } from "../../../kernel/kinds/links";
import { hasMaster, isStacked } from "../../../kernel/kinds/on-parent";
import { portAt, portsIn } from "../../../kernel/kinds/port";
import { neighboursIn } from "../../../kernel/kinds/neigh";
import { namedSetsIn } from "../../../kernel/kinds/set";
import { settingAt } from "../../../kernel/kinds/settings";
import { OUR_GROUP, ownerOf } from "../../../kernel/mark";
import { wayOf, type Way } from "../../../kernel/way";
import { decide } from "../../../nft/evaluate";
import type { Table } from "../../../nft/expression";
import type { Packet } from "../../../nft/packet";
import type { OwnPath } from "../../../ports/backend";

/** A host before and after steps, and the connection to it. */
export interface PathView {
  readonly host: string;
  readonly path: OwnPath;
  readonly before: Facts;
  readonly after: Facts;
}

type Loss = (view: PathView) => string | undefined;

function addressOf(facts: Facts, { server }: OwnPath): FactOf<"addr"> | undefined {
  return addressesIn(facts).find(({ netns, address }) => netns === ROOT && bareAddress(address) === server);
}

const addressGoes: Loss = ({ path, before, after }) => {
  const [old, now] = [addressOf(before, path), addressOf(after, path)];
  return old !== undefined && now === undefined ? `the address ${path.server} on "${old.dev}" is removed` : undefined;
};

/** The link of the address, and the one by which the host answers. */
function linksOf({ before, path, host }: PathView): readonly string[] {
  const way = path.dev ?? wayOf(before, host, path.server, path.client)?.dev;
  return [...new Set([addressOf(before, path)?.dev, way])].flatMap((dev) => (dev === undefined ? [] : [dev]));
}

/** The links below a link: the parent of one that stands on another, and the host's own ports of a bridge. */
function below(facts: Facts, place: Place, dev: string): readonly string[] {
  const link = linkAt(facts, place, dev);
  const parent = link !== undefined && isStacked(link) && link.parentNetns === ROOT ? [link.parent] : [];
  const ports = portsIn(facts).filter((one) => one.netns === ROOT && one.bridge === dev);
  return [...parent, ...ports.map((one) => one.dev).filter((port) => ownerOf(linkAt(facts, place, port)?.mark) === undefined)];
}

function withBelow(facts: Facts, place: Place, devs: readonly string[]): readonly string[] {
  const found = new Set(devs);
  for (const dev of found) for (const lower of below(facts, place, dev)) found.add(lower);
  return [...found];
}

const isPort = (facts: Facts, place: Place, dev: string) => {
  const link = linkAt(facts, place, dev);
  return portAt(facts, place, dev)?.bridge ?? (link !== undefined && hasMaster(link) ? "another link" : undefined);
};

const linkGoes: Loss = (view) => {
  const { host, before, after } = view;
  const place = { host, netns: ROOT };
  for (const dev of withBelow(before, place, linksOf(view))) {
    const [old, now] = [linkAt(before, place, dev), linkAt(after, place, dev)];
    if (old === undefined) continue;
    if (now === undefined) return `the link "${dev}" is removed`;
    if (old.up && !now.up) return `the link "${dev}" is set down`;
    const [was, is] = [isPort(before, place, dev), isPort(after, place, dev)];
    if (was === undefined && is !== undefined) return `the link "${dev}" becomes a port of "${is}", so the host receives nothing by it`;
    if (was !== undefined && was !== is) return `the link "${dev}" is no longer a port of "${was}"`;
  }
  return undefined;
};

function text({ dev, via, type }: Way): string {
  return type ?? [...(via === undefined ? [] : [`via ${via}`]), ...(dev === undefined ? [] : [`dev ${dev}`])].join(" ");
}

/** Answers leave by another link or router, or not at all. What the lookup does not find as the kernel does is not judged. */
const routeGoes: Loss = ({ host, path, before, after }) => {
  const old = wayOf(before, host, path.server, path.client);
  if (old?.dev === undefined || old.type !== undefined) return undefined;
  if (path.dev !== undefined && (path.dev !== old.dev || path.via !== old.via)) return undefined;
  const now = wayOf(after, host, path.server, path.client);
  if (now === undefined) return `no route to ${path.client} is left`;
  return text(now) === text(old) ? undefined : `packets to ${path.client} go "${text(now)}" instead of "${text(old)}"`;
};

const neighbourGoes: Loss = ({ host, path, before, after }) => {
  const way = wayOf(before, host, path.server, path.client);
  const next = way?.via ?? path.client;
  const entry = (facts: Facts) =>
    neighboursIn(facts).find(({ netns, dev, address }) => netns === ROOT && dev === way?.dev && address === next)?.lladdr;
  const [old, now] = [entry(before), entry(after)];
  return now !== undefined && old !== now ? `${next} gets the hardware address ${now}` : undefined;
};

/** Netweft's own table as far as it was read. */
function tableOf(facts: Facts): Table {
  const elements = new Map<string, { key: readonly string[]; data?: FactOf<"element">["data"] & object }[]>();
  for (const { set, element, data } of elementsIn(facts))
    elements.set(set, [...(elements.get(set) ?? []), { key: element, ...(data !== undefined && { data }) }]);
  const sets = new Map(namedSetsIn(facts).map(({ name }) => [name, { elements: elements.get(name) ?? [] }]));
  return { family: "inet", name: "netweft", chains: new Map(chainsIn(facts).map((chain) => [chain.name, chain])), sets };
}

const HOOKS: readonly string[] = ["prerouting", "input"];

/** The chain that drops a new connection of this run. */
function droppedBy(facts: Facts, { path, host }: PathView, dev: string): string | undefined {
  const table = tableOf(facts);
  const packet: Packet = {
    in: dev,
    inGroup: ownerOf(linkAt(facts, { host, netns: ROOT }, dev)?.mark) === undefined ? 0 : OUR_GROUP,
    local: true,
    state: "new",
    source: whole(path.client),
    destination: whole(path.server),
    payload: { protocol: "tcp", from: path.port, to: path.port },
  };
  const bases = chainsIn(facts).filter(({ base }) => base?.type === "filter" && HOOKS.includes(base.hook));
  return bases.find((chain) => ["drop", "reject"].includes(decide(table, chain, packet).fate))?.name;
}

function whole(address: string): string {
  return `${address}/${isIpv6(address) ? 128 : 32}`;
}

const openingGoes: Loss = (view) => {
  const [dev] = linksOf(view);
  if (dev === undefined || chainsIn(view.after).length === 0) return undefined;
  const now = droppedBy(view.after, view, dev);
  if (now === undefined || droppedBy(view.before, view, dev) !== undefined) return undefined;
  return `the chain "${now}" of Netweft's table drops packets from ${view.path.client} to port ${view.path.port}`;
};

function isPublished({ set, element }: FactOf<"element">, { server, port }: OwnPath): boolean {
  const family = isIpv6(server) ? 6 : 4;
  if (element[0] !== "tcp" || element.at(-1) !== `${port}`) return false;
  return set === `publish${family}-any` || (set === `publish${family}` && element[1] === server);
}

const portGoes: Loss = ({ path, before, after }) => {
  const taken = (facts: Facts) => elementsIn(facts).find((one) => isPublished(one, path));
  const now = taken(after);
  return now === undefined || taken(before) !== undefined
    ? undefined
    : `port ${path.port} is published, so new connections to ${path.server} go to an endpoint`;
};

/** Where packets arrive by one link and answers leave by another, the kernel drops the packets with a strict filter. */
const filterComes: Loss = (view) => {
  const { host, path, before, after } = view;
  const links = linksOf(view);
  if (isIpv6(path.server) || links.length < 2) return undefined;
  for (const dev of ["all", ...links]) {
    const name = `net.ipv4.conf.${dev}.rp_filter`;
    const value = (facts: Facts) => settingAt(facts, { host, netns: ROOT }, name)?.value;
    if (value(after) === "1" && value(before) !== "1") return `the setting ${name} becomes 1, so packets from ${path.client} are dropped`;
  }
  return undefined;
};

const LOSSES: readonly Loss[] = [addressGoes, linkGoes, routeGoes, neighbourGoes, openingGoes, portGoes, filterComes];

/** Why this run would no longer reach the host; undefined where it would. */
export function lossOf(view: PathView): string | undefined {
  for (const loss of LOSSES) {
    const why = loss(view);
    if (why !== undefined) return why;
  }
  return undefined;
}
