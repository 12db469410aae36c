import { fact, ROOT, type Fact, type FactBodies, type Kind } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";
import { isResolvOption } from "../../../../lib/kernel/kinds/resolv";
import { isDev } from "../../../../lib/kernel/kinds/words";
import { ownerOf } from "../../../../lib/kernel/mark";
import { canonicalCidr } from "../../../../lib/net/cidr";
import { canonicalIp } from "../../../../lib/net/ip";
import { isDnsName } from "../../../../lib/net/names";
import type { HostReading } from "../reading";
import type { NamespaceNames } from "../names";

/** Name servers, their records, and the DNS servers of namespaces, from their files. What no fact can express is left out. */
export function nameFacts(
  host: string,
  { conf, host: hosts, view: views, resolv, serving }: HostReading["names"],
  names: NamespaceNames,
): readonly Fact[] {
  const make = <K extends Kind>(kind: K, body: FactBodies[K], mark?: string): Fact =>
    normal(fact(kind, { host, netns: ROOT }, body, mark === undefined ? {} : { mark }) as Fact);
  return [
    ...[...conf].flatMap(([bridge, lines]) => resolverBody(bridge, lines, serving).map((body) => make("resolver", body))),
    ...[...hosts].map(([about, lines]) => make("name", nameBody(about, lines))),
    ...[...views].flatMap(([about, lines]) => viewBody(about, lines).map((body) => make("view", body))),
    ...[...resolv].flatMap(([netns, lines]) => {
      const name = names.onHost(netns);
      return name === undefined ? [] : resolvParts(name, lines).map(({ mark, ...body }) => make("resolv", body, mark));
    }),
  ];
}

/** A file without a listen address is not ours and yields no server; it is rewritten when a server is wanted. */
function resolverBody(bridge: string, all: readonly string[], serving: ReadonlySet<string>): readonly FactBodies["resolver"][] {
  const own = all.includes(VIEWS) ? all.slice(0, all.indexOf(VIEWS)) : all;
  const said = (option: string) => own.filter((line) => line.startsWith(`${option}=`)).map((line) => line.slice(option.length + 1));
  const listen = said("listen-address").filter(isIp);
  const domain = said("domain")[0];
  if (listen.length === 0 || domain === undefined || !isDnsName(domain)) return [];
  const servers = said("server").filter(isIp);
  const upstream = !own.includes("no-resolv") ? "host" : servers.length > 0 ? servers : "none";
  // A server of an older version has no such line.
  const subnets = own.includes(PLAIN_NAMES) ? said("rev-server").filter((subnet) => canonicalCidr(subnet) !== undefined) : [];
  return [{ bridge, listen, domain, upstream, subnets, up: serving.has(bridge) }];
}

/** Queries for plain names are not forwarded. */
const PLAIN_NAMES = "local=//";

/** What follows is for the records of networks that accept this one; see `resolv.awk`. */
const VIEWS = "# views";

/** A line of the domain and the subnets. */
function viewBody(about: string, lines: readonly string[]): readonly FactBodies["view"][] {
  const [bridge = "", to = ""] = about.split(" ");
  const [domain = "", subnets = ""] = (lines[0] ?? "").split(" ");
  if (ownerOf(to) === undefined || !isDnsName(domain)) return [];
  return [{ bridge, to, domain, subnets: subnets.split(",").filter((subnet) => canonicalCidr(subnet) !== undefined) }];
}

/**
 * Lines of an address, the name and its aliases. An address whose line lacks one of them is left out, so that a file edited
 * by hand never equals the one that was written.
 */
function nameBody(about: string, lines: readonly string[]): FactBodies["name"] {
  const [bridge = "", name = ""] = about.split(" ");
  const said = lines.map((line) => line.split(/\s+/).filter(Boolean)).filter(([first]) => first !== undefined && !first.startsWith("#"));
  const called = said.flatMap(([, first, ...more]) => (first === name ? more : [first ?? "", ...more]));
  const aliases = [...new Set(called)].filter(isDnsName);
  const addresses = said.filter(([, first, ...more]) => first === name && more.length === aliases.length).map(([ip]) => ip ?? "");
  return { bridge, name, addresses: addresses.filter(isIp), aliases };
}

interface FilePart extends Writable<FactBodies["resolv"]> {
  mark?: string;
}
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The parts of a file of ours, from the lines that the program prints; a foreign one is a part without a mark. */
function resolvParts(name: string, lines: readonly string[]): readonly FilePart[] {
  const parts = lines.filter((line) => line.startsWith("#: ")).map((line) => line.split(" "));
  return parts.length === 0 ? [foreignResolv(name, lines)] : parts.flatMap((words) => resolvPart(name, words) ?? []);
}

/** `#: PART MARK SERVERS SEARCH OPTIONS host|alone [down]` */
function resolvPart(name: string, words: readonly string[]): FilePart | undefined {
  const [, part = "", mark, servers, search, options, host, down] = words;
  if (part !== "." && !isDev(part)) return undefined;
  const listed = (text = "-") => (text === "-" ? [] : text.split(","));
  const body: FilePart = { name, nameservers: listed(servers).filter(isIp), search: listed(search).filter(isDnsName) };
  body.options = listed(options).filter(isResolvOption);
  if (part !== ".") body.part = part;
  if (host === "alone") body.alone = true;
  if (down !== undefined) body.down = true;
  if (mark !== undefined && ownerOf(mark) !== undefined) body.mark = mark;
  return body;
}

function foreignResolv(name: string, lines: readonly string[]): FilePart {
  const all = (word: string) => lines.map((line) => line.split(/\s+/)).filter(([first]) => first === word);
  const search = all("search").flatMap(([, ...domains]) => domains);
  return { name, nameservers: all("nameserver").flatMap(([, ip]) => (isIp(ip) ? [ip] : [])), search: search.filter(isDnsName) };
}

function isIp(text: string | undefined): text is string {
  return text !== undefined && canonicalIp(text) !== undefined;
}
