/** Parsers of answers. Anything malformed makes the whole answer invalid: `undefined`. */
import type { Access } from "../../../../lib/kernel/sysctls";
import { OUR_TABLE } from "../../../../lib/kernel/kinds/table";
import { canonicalIp } from "../../../../lib/net/ip";
import { cut } from "../answer";
import { isLoopback } from "../links/observe";
import type { IpLink, IpRoute, WgKey, WgPeer } from "../dump";
import type { NftObject } from "../nft/dump";
import type { IpRules } from "../rules/observe";
import { QUESTIONS } from "../programs/constants";
import type { Shape } from "../../../../lib/schema/shape";
import { jsonOf } from "./json";

type Lines = readonly string[];

/** One namespace as ip shows it. */
export interface Space {
  readonly links: readonly IpLink[];
  readonly routes: readonly IpRoute[];
}

/** The last lines, one for each question; earlier output of the batch is ignored. Every namespace has a loopback link. */
export function space(links: Shape, routes: Shape): (lines: Lines) => Space | undefined {
  return (lines) => {
    if (lines.length < QUESTIONS.length) return undefined;
    const [first, ...more] = lines.slice(-QUESTIONS.length).map(jsonOf);
    if (!links(first) || !more.every(routes) || !(first as IpLink[]).some(isLoopback)) return undefined;
    const found = first as readonly IpLink[];
    return { links: found.map(withoutEmpty), routes: (more as readonly (readonly IpRoute[])[]).flat() };
  };
}

/** The last two lines: the rules of IPv4, and those of IPv6. */
export function rules(list: Shape): (lines: Lines) => IpRules | undefined {
  return (lines) => {
    const [ip, ip6] = lines.filter((line) => line !== "").map(jsonOf);
    return list(ip) && list(ip6) ? { ip: ip as IpRules["ip"], ip6: ip6 as IpRules["ip6"] } : undefined;
  };
}

function withoutEmpty(link: IpLink): IpLink {
  const addrs = link.addr_info;
  return addrs?.some((addr) => Object.keys(addr).length === 0)
    ? { ...link, addr_info: addrs.filter((addr) => Object.keys(addr).length > 0) }
    : link;
}

export interface QuestionSetting {
  readonly path: string;
  /** Missing if there is no such setting. */
  readonly value?: string;
}

export function settings(lines: Lines): readonly QuestionSetting[] | undefined {
  return every(lines, (line) => {
    const [, sign, path, value] = /^([-=]) (\S+)(?: (.*))?$/.exec(line) ?? [];
    if (path === undefined || (sign === "=") !== (value !== undefined) || /[^\t -~]/.test(value ?? "")) return undefined;
    return value === undefined ? { path } : { path, value };
  });
}

/** The links that accept router advertisements as long as the host does not forward, and `default` where later ones do. */
export function accepting(lines: Lines): readonly string[] | undefined {
  const read = every(lines, (line) => /^\.\/([^/]+)\/(accept_ra|forwarding):(-?\d+)$/su.exec(line) ?? undefined);
  const last = lines.at(-1);
  if (read === undefined || lines.filter((line) => line === last).length < 2 || !last!.startsWith("./default/")) return undefined;
  const values = new Map(read.map(([, dev, setting, value]) => [`${setting} ${dev}`, value]));
  const links = [...new Set(read.map(([, dev]) => dev!))].filter((dev) => dev !== "all");
  return links.filter((dev) => values.get(`accept_ra ${dev}`) === "1" && values.get(`forwarding ${dev}`) === "0");
}

/** What a new namespace lets do with a setting. */
export interface Offer {
  readonly path: string;
  readonly access: Access;
}

export function offers(lines: Lines): readonly Offer[] | undefined {
  return every(lines, (line) => {
    const [, owner, path] = /^(-|\d)\d* (\S+)$/.exec(line) ?? [];
    return path === undefined ? undefined : { path, access: accessFor(owner!) };
  });
}

/** What the digit of the owner lets root do: the kernel makes no exception for it here. */
function accessFor(owner: string): Access {
  if (owner === "-") return "absent";
  const [readable, writable] = [Number(owner) & 4, Number(owner) & 2];
  return !writable ? "read-only" : readable ? "writable" : "write-only";
}

/** One word on each line. */
export function words(lines: Lines): Lines | undefined {
  return lines.every((line) => /^[!-~]+$/.test(line)) ? lines : undefined;
}

/** A family and a table on each line. Foreign tables may have any name. */
export function tables(lines: Lines): Lines | undefined {
  return lines.every((line) => /^(ip|ip6|inet|bridge|arp|netdev) \S+$/.test(line)) ? lines : undefined;
}

export interface Inode {
  readonly device: string;
  readonly inode: number;
  /** Creation time in seconds: the kernel reuses inode numbers. */
  readonly made: string;
}

/** `-` for a path that does not exist. */
export function inodes(lines: Lines): ReadonlyMap<string, Inode> | undefined {
  const found = every(lines, (line) => {
    const [, device = "", inode, made = "", path] = /^(\d+|-) (\d+|-) ([\d.]+|-) (\/.*)$/.exec(line) ?? [];
    const missing = [device, inode, made].filter((word) => word === "-").length;
    return path === undefined || ![0, 3].includes(missing) ? undefined : ([path, { device, inode: Number(inode), made }] as const);
  });
  return found && found.length > 0 ? new Map(found) : undefined;
}

/** A namespace in the record, as it was when it was recorded. */
export interface OwnedQuestion extends Omit<Inode, "device"> {
  readonly mark: string;
}

/** By name. */
export function owners(lines: Lines): ReadonlyMap<string, OwnedQuestion> | undefined {
  if (lines.at(-1) !== "end") return undefined;
  const found = every(lines.slice(0, -1), (line) => {
    const [, name = "", inode, made = "", mark] = /^(\S+) (\d+) ([\d.]+) (netweft:[!-~]+)$/.exec(line) ?? [];
    return mark === undefined ? undefined : ([name, { inode: Number(inode), made, mark }] as const);
  });
  return found && new Map(found);
}

/** Of the tables whose objects nft prints, ours. */
export function listedTables(shape: Shape): (lines: Lines) => readonly NftObject[] | undefined {
  return (lines) => {
    const values = lines.map(jsonOf);
    if (values.length === 0 || !values.every(shape)) return undefined;
    return (values as readonly { readonly nftables: readonly NftObject[] }[]).flatMap(({ nftables }) => nftables).filter(isInOurs);
  };
}

/** Both of our tables have one name. */
function isInOurs(listed: NftObject): boolean {
  const [one] = Object.values(listed) as readonly { readonly table?: string; readonly name?: string }[];
  return (one?.table ?? one?.name) === OUR_TABLE.name;
}

export function text(shape: Shape): (lines: Lines) => string | undefined {
  return (lines) => (lines.length === 1 && shape(jsonOf(lines[0]!)) ? lines[0] : undefined);
}

const SAVED = /^(#.*|\*\S+|:\S+ (ACCEPT|DROP|-)( \[\d+:\d+\])?|(\[\d+:\d+\] )?-A \S+.*|COMMIT)$/;

/** A table from its name to its end; none if iptables reports it as incompatible, which means that nft created it. */
export function saved(lines: Lines): Lines | undefined {
  if (!lines.every((line) => SAVED.test(line))) return undefined;
  const begun = lines.filter((line) => line.startsWith("*")).length;
  const ended = lines.filter((line) => line === "COMMIT").length;
  return begun === ended && (begun > 0 || lines.some((line) => line.includes("is incompatible"))) ? lines : undefined;
}

const MARKED = /^(nft|iptables) (ip|ip6|inet|bridge|arp|netdev|ip-legacy|ip6-legacy) \S+ \S+ \S.*$/;

/** Rules, each behind the program that prints it, its family, its table and its chain. */
export function marks(lines: Lines): Lines | undefined {
  return lines.every((line) => MARKED.test(line)) ? lines : undefined;
}

const SOCKET = /^(tcp|udp) +\S+ +\d+ +\d+ +\S+:(\d+|\*) +\S+:(\d+|\*)(?: +users:\(\(".*"\S*\)\))?( .*)?\s*$/s;

/** A program's name may contain a line break, so an entry continues until its list of programs is closed. */
export function sockets(lines: Lines): Lines | undefined {
  const joined: string[] = [];
  let open = false;
  for (const line of lines) {
    if (open) joined.push(`${joined.pop()}?${line}`);
    else joined.push(line);
    const last = joined.at(-1)!;
    open = last.includes("users:((") && !/\)\)\s*$/.test(last);
  }
  return !open && joined.every((line) => SOCKET.test(line)) ? joined : undefined;
}

export interface TunnelQuestion {
  readonly keys: readonly Omit<WgKey, "dev">[];
  readonly peers: readonly Omit<WgPeer, "dev">[];
}

const WG_KEY = /^[A-Za-z0-9+/]{43}=$/;

/** `key PUBLIC PORT`, `peer PUBLIC preshared|- ENDPOINT ADDRESSES KEEPALIVE`. */
export function tunnel(lines: Lines): TunnelQuestion | undefined {
  const keys: Omit<WgKey, "dev">[] = [];
  const peers: Omit<WgPeer, "dev">[] = [];
  for (const line of lines) {
    const [word, known = "", ...rest] = line.split(" ");
    if (!WG_KEY.test(known)) return undefined;
    const [first = "", endpoint = "", addresses = "", keepalive = ""] = rest;
    if (word === "key" && rest.length === 1 && /^\d+$/.test(first)) keys.push({ public: known, port: Number(first) });
    else if (word === "peer" && rest.length === 4 && isPeer(endpoint, addresses, keepalive)) {
      peers.push({ public: known, preshared: first === "preshared", endpoint, addresses, keepalive });
    } else return undefined;
  }
  return { keys, peers };
}

function isPeer(endpoint: string, addresses: string, keepalive: string): boolean {
  const isNetwork = (one: string) => canonicalIp(one.replace(/\/\d+$/, "")) !== undefined;
  const leads = endpoint === "(none)" || /^\S+:\d+$/.test(endpoint);
  return leads && (addresses === "(none)" || addresses.split(",").every(isNetwork)) && /^(off|\d+)$/.test(keepalive);
}

const ASSOCIATION = /^\S+ \S+ \d+ 0x[0-9a-f]{8} (-|[0-9a-f]{16})$/;

export function associations(lines: Lines): Lines | undefined {
  const areAddresses = (line: string) =>
    line
      .split(" ")
      .slice(0, 2)
      .every((one) => canonicalIp(one) !== undefined);
  return lines.every((line) => ASSOCIATION.test(line) && areAddresses(line)) ? lines : undefined;
}

const SELECTOR = /^src [0-9a-f.:]+\/\d+ dst [0-9a-f.:]+\/\d+ .*\\\s*(dir (in|out|fwd)|socket (in|out|fwd)) .*\\\s*$/;

export function selectors(lines: Lines): Lines | undefined {
  return lines.every((line) => SELECTOR.test(line)) ? lines : undefined;
}

export interface Bgp {
  /** Lines about the process and its neighbors; see `frr/program.ts`. */
  readonly bgp: Lines;
  /** The output of the `show` commands. */
  readonly sessions: readonly object[];
}

const BGP = /^(process \d+ \S+ (ours|altered|-) (others|evpn|-)|neighbor \S+ \S+ \S+ (client|-) (ours|altered|foreign))$/;

/** The output of two commands. */
export function bgp(lines: Lines): Bgp | undefined {
  const said = lines.filter((line) => !line.startsWith("="));
  const sessions = documents(lines.filter((line) => line.startsWith("=")).map((line) => line.slice(1)));
  return said.every((line) => BGP.test(line)) && sessions?.length === 2 ? { bgp: said, sessions } : undefined;
}

/** JSON documents in sequence, each from its opening line to its closing one. */
function documents(lines: Lines): readonly object[] | undefined {
  const found: object[] = [];
  let open: string[] = [];
  for (const line of lines) {
    if (line === "" && open.length === 0) continue;
    open.push(line);
    if (!/^([\]}]|[[{].*[\]}]$)/.test(line)) continue;
    const value = jsonOf(open.join(" "));
    if (typeof value !== "object" || value === null) return undefined;
    found.push(value);
    open = [];
  }
  return open.length === 0 ? found : undefined;
}

/** Empty while EVPN is off; else a list of networks, and the MAC addresses of each. */
export function learned(lines: Lines): readonly object[] | undefined {
  const found = documents(lines);
  const [first, second, ...more] = found ?? [];
  if (found?.length === 1 && !Array.isArray(first) && Object.keys(first!).length === 0) return [];
  return found?.length === 0 || (Array.isArray(first) && second !== undefined && !Array.isArray(second) && more.length === 0)
    ? found
    : undefined;
}

export interface NameLines {
  readonly conf: ReadonlyMap<string, readonly string[]>;
  readonly host: ReadonlyMap<string, readonly string[]>;
  readonly view: ReadonlyMap<string, readonly string[]>;
  readonly resolv: ReadonlyMap<string, readonly string[]>;
}

/** How many words identify a file: the name of the server is one of them only for files in a server's folder. */
const ABOUT: Readonly<Record<string, number>> = { conf: 1, host: 2, view: 2, resolv: 1 };

/** A line with the file's identifier alone comes first, then each of its lines prefixed with the identifier. */
export function names(lines: Lines): NameLines | undefined {
  const empty = () => new Map<string, string[]>();
  const files = { conf: empty(), host: empty(), view: empty(), resolv: empty() };
  for (const line of lines) {
    const [kind, rest] = cut(line);
    if (!Object.hasOwn(ABOUT, kind)) return undefined;
    const words = rest.split(" ");
    const about = words.slice(0, ABOUT[kind]).join(" ");
    const known = files[kind as keyof typeof files];
    const file = known.get(about);
    if (file === undefined && words.length > ABOUT[kind]!) return undefined;
    if (file === undefined) known.set(about, []);
    else file.push(words.slice(ABOUT[kind]).join(" "));
  }
  return files;
}

/** All values, or undefined if one is. */
function every<T>(lines: Lines, one: (line: string) => T | undefined): readonly T[] | undefined {
  const found = lines.map(one);
  return found.includes(undefined) ? undefined : (found as readonly T[]);
}
