import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type FactOf } from "../../kernel/fact";
import type { FactSource } from "../../kernel/among";
import { routesIn } from "../../kernel/kinds/route";
import { rulesIn } from "../../kernel/kinds/rule";
import { isIpv6 } from "../../net/ip";
import type { View } from "./view";

/** The bits of a firewall mark that tell uplinks apart, and the mark of the first further one. */
const MASK = 0x0f000000;
const FIRST = 0x01000000;

type DefaultRoute = FactOf<"route">;

/** The host's own default routes of one family with a gateway or a link, the one that is used first. */
function defaultRoutes(facts: FactSource, isSix: boolean): readonly DefaultRoute[] {
  const isDefault = (route: DefaultRoute) =>
    route.netns === ROOT && route.destination.endsWith("/0") && isIpv6(route.destination) === isSix;
  const all = routesIn(facts).filter((route) => isDefault(route) && route.type === undefined && route.dev !== undefined);
  const inMain = (route: DefaultRoute) => (route.table === undefined ? 0 : 1);
  return all.sort((a, b) => inMain(a) - inMain(b) || (a.metric ?? 0) - (b.metric ?? 0));
}

/** The links that packets with a mark leave by: that is how replies are sent back by their uplink. */
function markedLinks(host: string, isSix: boolean, { actual, goal }: View): ReadonlySet<string | undefined> {
  const here = [...goal.desired.values()].flatMap(({ fact }) => (fact.host === host ? [fact] : []));
  const sources = [here, actual.get(host)!];
  const rules = sources.flatMap((facts) => rulesIn(facts)).filter(({ netns, fwmark }) => netns === ROOT && fwmark !== undefined);
  const tables = new Set(rules.map(({ table }) => table));
  return new Set(sources.flatMap((facts) => defaultRoutes(facts, isSix)).flatMap(({ table, dev }) => (tables.has(table) ? [dev] : [])));
}

/** The uplinks besides the first that nothing sends replies back by. */
function forsaken(host: string, isSix: boolean, view: View): readonly DefaultRoute[] {
  const [first, ...others] = defaultRoutes(view.actual.get(host)!, isSix);
  const further = new Map(others.filter(({ dev }) => dev !== first!.dev).map((route) => [route.dev, route]));
  if (further.size === 0) return [];
  const marked = markedLinks(host, isSix, view);
  return [...further.values()].filter(({ dev }) => !marked.has(dev));
}

const hex = (value: number) => `0x${value.toString(16).padStart(8, "0")}`;

/** The commands that send replies back by an uplink, and the route to declare. `n`: its number among the further ones. */
function remedyFor({ dev, via, table = 15600, destination }: DefaultRoute, n: number): string {
  const mark = FIRST * (n + 1);
  const others = hex(0xffffffff - MASK);
  const commands = [
    "nft add table inet uplinks",
    "nft add chain inet uplinks arrive { type filter hook prerouting priority mangle ; }",
    `nft add rule inet uplinks arrive iifname "${dev!}" ct state new ct mark set ct mark and ${others} or ${hex(mark)}`,
    `nft add rule inet uplinks arrive iifname != "${dev!}" ct mark and ${hex(MASK)} == ${hex(mark)} meta mark set ct mark`,
    ...(isIpv6(destination) ? [] : [`sysctl -w net.ipv4.conf.${dev!}.rp_filter=2`]),
  ];
  const gateway = via === undefined ? "" : `, via ${via}`;
  const route = `a \`netweft_route\` to ${destination}${gateway}, dev "${dev!}", with \`table = ${table}\` and \`rules = [{ fwmark = ${mark}, mask = ${MASK} }]\``;
  return `Mark the connections that arrive by "${dev!}": ${commands.map((line) => `\`${line}\``).join(", ")}; and declare ${route}.`;
}

function warn(host: string, resource: string, routes: readonly DefaultRoute[]): Diagnostic {
  const links = routes.map(({ dev }) => `"${dev!}"`).join(", ");
  const detail = `Host "${host}" has further uplinks, ${links}: links with a default route of their own. Replies of published ports leave by the default route that is used for all packets, not by the uplink that the request came by, so clients that come by ${links} get no answer if a provider drops foreign source addresses. ${routes.map(remedyFor).join(" ")} Policy rules of other programs are read only where a route with a table is declared: if they do this already, this warning has no meaning.`;
  return diagnose("replies-by-one-uplink", detail, { resource, host });
}

/** On a host with several uplinks, replies of published ports leave by the one that the request came by. */
export function repliesGoBack(view: View): readonly Diagnostic[] {
  const { attachments, actual, changes } = view;
  if (changes.length === 0) return [];
  const publishing = new Map<string, string>();
  for (const { instance, attachment } of attachments) {
    const { host, publishes } = attachment;
    if (publishes && host !== undefined && actual.has(host) && !publishing.has(host)) publishing.set(host, instance.address);
  }
  return [...publishing].flatMap(([host, resource]) =>
    [false, true].flatMap((isSix) => {
      const routes = forsaken(host, isSix, view);
      return routes.length === 0 ? [] : [warn(host, resource, routes)];
    }),
  );
}
