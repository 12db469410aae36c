import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type FactOf } from "../../kernel/fact";
import type { FactSource } from "../../kernel/among";
import { addressesIn } from "../../kernel/kinds/addr";
import { isWayIn } from "../../kernel/kinds/link";
import { linkAt } from "../../kernel/kinds/links";
import { MAIN_TABLE, routesIn } from "../../kernel/kinds/route";
import { rulesIn } from "../../kernel/kinds/rule";
import { formatCidr, networkOf, parseCidr } from "../../net/cidr";
import { isIpv6, isLinkLocal } from "../../net/ip";
import { isPublic4 } from "../../net/public";
import { ownLinks } from "../resolve/supplement/closed";
import type { View } from "./view";

type DefaultRoute = FactOf<"route">;

/** The priority of the kernel's own rule for the main table. */
const MAIN_PRIORITY = 32766;

/** Whether a policy rule sends all packets to its table that no program marks: of a VPN, all but its own. */
function takesAll({ netns, from, to, iif, oif, udpSport, fwmark, suppress, type, also = [] }: FactOf<"rule">): boolean {
  const isBare = [from, to, iif, oif, udpSport, suppress, type].every((part) => part === undefined);
  const isOpen = fwmark === undefined ? also.length === 0 : fwmark !== 0 && also.length === 1 && also[0] === "not";
  return netns === ROOT && isBare && isOpen;
}

/** The tables that packets without a mark are looked up in, in their order. */
function tablesInOrder(facts: FactSource, isSix: boolean): readonly number[] {
  const rules = rulesIn(facts).filter((rule) => (rule.family === "ip6") === isSix && takesAll(rule));
  const before = rules.filter(({ priority }) => priority < MAIN_PRIORITY).sort((a, b) => a.priority - b.priority);
  return [...before.flatMap(({ table }) => table ?? []), MAIN_TABLE];
}

/** The host's own default routes of one family with a gateway or a link, the one that is used first. */
function defaultRoutes(facts: FactSource, isSix: boolean): readonly DefaultRoute[] {
  const isDefault = (route: DefaultRoute) =>
    route.netns === ROOT && route.destination.endsWith("/0") && isIpv6(route.destination) === isSix;
  const all = routesIn(facts).filter((route) => isDefault(route) && route.type === undefined && route.dev !== undefined);
  const tables = tablesInOrder(facts, isSix);
  const place = ({ table = MAIN_TABLE }: DefaultRoute) => (tables.includes(table) ? tables.indexOf(table) : tables.length);
  return all.sort((a, b) => place(a) - place(b) || (a.metric ?? 0) - (b.metric ?? 0));
}

/** The links that packets with a mark leave by: that is how replies are sent back by their uplink. */
function markedLinks(host: string, isSix: boolean, { actual, goal }: View): ReadonlySet<string | undefined> {
  const here = [...goal.desired.values()].flatMap(({ fact }) => (fact.host === host ? [fact] : []));
  const sources = [here, actual.get(host)!];
  const isMarked = ({ netns, fwmark, also = [] }: FactOf<"rule">) => netns === ROOT && fwmark !== undefined && !also.includes("not");
  const tables = new Set(sources.flatMap((facts) => rulesIn(facts).filter(isMarked)).map(({ table }) => table));
  return new Set(sources.flatMap((facts) => defaultRoutes(facts, isSix)).flatMap(({ table, dev }) => (tables.has(table) ? [dev] : [])));
}

/** The uplinks besides the first that nothing sends replies back by. */
function forsaken(host: string, isSix: boolean, view: View): readonly string[] {
  const [first, ...others] = defaultRoutes(view.actual.get(host)!, isSix);
  const further = new Set(others.flatMap(({ dev }) => (dev === first!.dev ? [] : [dev!])));
  if (further.size === 0) return [];
  const marked = markedLinks(host, isSix, view);
  return [...further].filter((dev) => !marked.has(dev));
}

/** The uplinks of a host, as they would be declared; those without a route get the word in place of a gateway. */
function remedyFor(host: string, facts: FactSource, silent: readonly string[]): string {
  const routes = [false, true].flatMap((isSix) => defaultRoutes(facts, isSix));
  const entry = (dev: string, gateways: readonly string[]) =>
    `{ dev = "${dev}", gateways = ${JSON.stringify(gateways)}, networks = ${JSON.stringify(networksOn(dev, facts))} }`;
  const entries = [...new Set(routes.map(({ dev }) => dev!))].map((dev) => {
    const own = routes.filter((route) => route.dev === dev);
    const families = [...new Map(own.map((route) => [route.destination, route])).values()];
    return entry(
      dev,
      families.map(({ destination, via }) => via ?? (isIpv6(destination) ? "::" : "0.0.0.0")),
    );
  });
  const all = [...entries, ...silent.map((dev) => entry(dev, ["GATEWAY"]))];
  return `Set \`uplinks = [${all.join(", ")}]\` for the host "${host}" in the provider block: then replies leave by the uplink that the request came by.`;
}

/** The networks of the addresses on a link. */
function networksOn(dev: string, facts: FactSource): readonly string[] {
  const own = addressesIn(facts).filter((one) => one.netns === ROOT && one.dev === dev);
  const networks = own.map(({ address }) => networkOf(parseCidr(address)!)).filter(({ ip }) => !isLinkLocal(ip));
  return [...new Set(networks.map(formatCidr))];
}

const quoted = (links: readonly string[]) => links.map((dev) => `"${dev}"`).join(", ");

function withDefaultRoutes(host: string, links: readonly string[]): string {
  const names = quoted(links);
  return `Host "${host}" has further uplinks, ${names}: links with a default route of their own. Replies of published ports leave by the default route that is used for all packets, not by the uplink that the request came by, so clients that come by ${names} get no answer if a provider drops foreign source addresses.`;
}

/** The links with an address of the internet and no route to a gateway, beside the link of the default route. */
function withoutRoute(host: string, { actual, goal }: View): readonly string[] {
  const facts = actual.get(host)!;
  const defaults = defaultRoutes(facts, false);
  if (defaults.length === 0) return [];
  const routed = new Set(
    routesIn(facts).flatMap(({ netns, via, dev }) => (netns === ROOT && via !== undefined && !isIpv6(via) ? [dev] : [])),
  );
  for (const { dev } of defaults) routed.add(dev);
  const addressed = new Set(
    addressesIn(facts).flatMap(({ netns, dev, address }) => (netns === ROOT && isPublic4(parseCidr(address)!.ip) ? [dev] : [])),
  );
  const isUp = (dev: string) => linkAt(facts, { host, netns: ROOT }, dev)?.up === true;
  return ownLinks(host, facts, goal.desired).links.filter(
    (dev) => addressed.has(dev) && !routed.has(dev) && isUp(dev) && isWayIn(facts, { host, netns: ROOT }, dev),
  );
}

function withoutDefaultRoutes(host: string, links: readonly string[], facts: FactSource): string {
  const [first] = defaultRoutes(facts, false);
  const names = quoted(links);
  return `Host "${host}" has addresses of the internet on ${names} as well, without a default route there: all replies leave by "${first!.dev}", also those to clients that come by ${names} from beyond the network on it, and these get no answer if a provider drops foreign source addresses.`;
}

/** The hosts with published ports, each with the first endpoint that publishes. */
export function publishingHosts({ attachments, actual }: Pick<View, "attachments" | "actual">): ReadonlyMap<string, string> {
  const publishing = new Map<string, string>();
  for (const { instance, attachment } of attachments) {
    const { host, publishes } = attachment;
    if (publishes && host !== undefined && actual.has(host) && !publishing.has(host)) publishing.set(host, instance.address);
  }
  return publishing;
}

/** On a host with several uplinks, replies of published ports leave by the one that the request came by. */
export function repliesGoBack(view: View): readonly Diagnostic[] {
  return [...publishingHosts(view)].flatMap(([host, resource]) => {
    if ((view.hosts.get(host)?.uplinks ?? null) !== null) return [];
    const links = [...new Set([false, true].flatMap((isSix) => forsaken(host, isSix, view)))];
    const facts = view.actual.get(host)!;
    const silent = withoutRoute(host, view);
    if (links.length + silent.length === 0) return [];
    const detail = [
      ...(links.length === 0 ? [] : [withDefaultRoutes(host, links)]),
      ...(silent.length === 0 ? [] : [withoutDefaultRoutes(host, silent, facts)]),
      remedyFor(host, facts, silent),
      ...(silent.length === 0 ? [] : [`Where ${quoted(silent)} is no uplink, name the others only.`]),
    ];
    return [diagnose("replies-by-one-uplink", detail.join(" "), { resource, host })];
  });
}
