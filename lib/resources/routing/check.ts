import { diagnose, type Diagnostic, type Path, type Where } from "../../diagnostic";
import { contains, formatCidr, parseNetwork, type Cidr } from "../../net/cidr";
import { isIpv6, isLinkLocal, isMulticast, parseIp } from "../../net/ip";
import { isKnown, type Draft } from "../../schema/value";
import { draftsIn, isUnset, text } from "../draft";

/** The table of the host's own addresses, which only the kernel writes. */
const LOCAL_TABLE = 255;

/** What a route of an endpoint has to fit: the networks of its interface, and its own addresses, as far as they are known. */
export interface RouteSurroundings {
  readonly networks?: readonly Cidr[];
  readonly addresses?: readonly string[];
}

/** The errors in one route that are the same on every host. `at`: its path. Unknown values are no errors. */
export function checkRoute(route: Draft, at: Path, { networks, addresses }: RouteSurroundings = {}): readonly Diagnostic[] {
  return [
    ...familiesDiffer(route, at),
    ...badGateway(route, at, networks),
    ...dropsAndLeads(route, at),
    ...badSource(route, at, addresses),
    ...badTable(route, at),
    ...draftsIn(route, "rules").flatMap((rule, n) => badRule(rule, route, [...at, "rules", n])),
  ];
}

function wrong(detail: string, at: Path, name: string): Diagnostic {
  return diagnose("unusable-route", detail, { path: [...at, name] });
}

/** Whether two texts are known and of different families. */
function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && isIpv6(one) !== isIpv6(other);
}

function familyOf(text: string): string {
  return isIpv6(text) ? "IPv6" : "IPv4";
}

function familiesDiffer(route: Draft, at: Path): readonly Diagnostic[] {
  const destination = text(route, "destination");
  return ["via", "source"].flatMap((name) => {
    const address = text(route, name);
    if (!differ(destination, address)) return [];
    const detail = `${address!} is an address of ${familyOf(address!)}, and the route leads to ${destination!}, which is of ${familyOf(destination!)}. Use addresses of one family.`;
    return [wrong(detail, at, name)];
  });
}

function badGateway(route: Draft, at: Path, networks: RouteSurroundings["networks"]): readonly Diagnostic[] {
  const [via, destination] = [text(route, "via"), text(route, "destination")];
  const ip = via === undefined ? undefined : parseIp(via);
  if (ip === undefined || differ(destination, via)) return [];
  if (isMulticast(ip) || BigInt(ip.value) === 0n)
    return [wrong(`${via!} is not the address of a gateway. Give that of a router.`, at, "via")];
  if (networks === undefined || isLinkLocal(ip) || networks.some((network) => contains(network, ip))) return [];
  return [notOnLink(via!, networks.map(formatCidr), { path: [...at, "via"] })];
}

/** A gateway that is in no network of the interface. */
export function notOnLink(via: string, networks: readonly string[], at: Where): Diagnostic {
  const there = networks.length === 0 ? "It has none" : `Its networks are ${networks.slice(0, 5).join(", ")}`;
  const detail = `The gateway ${via} is in no network of the interface, so the kernel would refuse the route. ${there}. Give a gateway in one of them, or attach the place to the gateway's network first.`;
  return diagnose("gateway-not-on-link", detail, at);
}

function dropsAndLeads(route: Draft, at: Path): readonly Diagnostic[] {
  const type = text(route, "type") ?? "unicast";
  if (type === "unicast") return [];
  return ["via", "dev", "source"]
    .filter((name) => !isUnset(route[name]))
    .map((name) => {
      const detail = `A route of type "${type}" leads nowhere, so \`${name}\` would have no effect. Omit it, or use "unicast".`;
      return diagnose("conflicting-attributes", detail, { path: [...at, name] });
    });
}

/** A route needs a gateway or an interface. Not for endpoints, which are one. */
export function checkLead(route: Draft, at: Path): readonly Diagnostic[] {
  if ((text(route, "type") ?? "unicast") !== "unicast" || !isUnset(route["via"]) || !isUnset(route["dev"])) return [];
  return [wrong(`The route leads nowhere: set \`via\`, \`dev\` or both, or the type "blackhole" or "unreachable".`, at, "destination")];
}

function badSource(route: Draft, at: Path, addresses: RouteSurroundings["addresses"]): readonly Diagnostic[] {
  const source = text(route, "source");
  if (source === undefined || addresses === undefined || differ(text(route, "destination"), source)) return [];
  return addresses.includes(source) ? [] : [notItsOwn(source, { path: [...at, "source"] })];
}

/** A source address that its place does not have. */
export function notItsOwn(source: string, at: Where): Diagnostic {
  const detail = `${source} is no address of the place of the route, so the kernel would refuse the route. Give one of its own addresses, or omit \`source\`.`;
  return diagnose("unusable-route", detail, at);
}

function badTable(route: Draft, at: Path): readonly Diagnostic[] {
  if (route["table"] === LOCAL_TABLE)
    return [wrong("Table 255 has the host's own addresses; only the kernel writes it. Choose another one.", at, "table")];
  if (draftsIn(route, "rules").length === 0 || !isUnset(route["table"])) return [];
  return [
    wrong("`rules` send packets to a table of their own, and the route is in the main table. Set `table`, or omit `rules`.", at, "rules"),
  ];
}

function badRule(rule: Draft, route: Draft, at: Path): readonly Diagnostic[] {
  const destination = text(route, "destination");
  const families = ["from", "to"].flatMap((name) => {
    const block = text(rule, name);
    if (!differ(destination, block)) return [];
    return [
      wrong(
        `${block!} is of ${familyOf(block!)}, and the route of ${familyOf(destination!)}: no packet would match. Use one family.`,
        at,
        name,
      ),
    ];
  });
  const mask =
    !isUnset(rule["mask"]) && isUnset(rule["fwmark"]) ? [wrong("`mask` applies to `fwmark`, which is not set. Set both.", at, "mask")] : [];
  return [...families, ...mask];
}

/** The errors between the routes of one place: the kernel keeps one for a destination, metric and table. */
export function checkTwins(routes: readonly Draft[], pathOf: (n: number) => Path): readonly Diagnostic[] {
  const seen = new Map<string, number>();
  return routes.flatMap((route, n) => {
    const key = identityOf(route);
    if (key === undefined) return [];
    const first = seen.get(key);
    if (first === undefined) seen.set(key, n);
    if (first === undefined) return [];
    const detail = `The route to ${text(route, "destination")!} is declared twice, with one metric and table: the kernel keeps only one. Give one of them another \`metric\` or \`table\`, or remove it.`;
    return [diagnose("duplicate-route", detail, { path: pathOf(n) })];
  });
}

/** Destination, metric and table, if they are known. */
function identityOf({ destination = null, metric = null, table = null }: Draft): string | undefined {
  if (typeof destination !== "string" || !isKnown(metric) || !isKnown(table) || parseNetwork(destination) === undefined) return undefined;
  const usual = isIpv6(destination) ? 1024 : 0;
  return `${destination} ${typeof metric === "number" && metric !== 0 ? metric : usual} ${typeof table === "number" ? table : 254}`;
}
