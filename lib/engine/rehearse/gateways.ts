/** What a host's own routes need beside their link: neither the state nor the configuration has the networks on it. */
import { fact, ROOT, type Fact, type FactOf, type Key } from "../../kernel/fact";
import { linkKey } from "../../kernel/key";
import { keyOf } from "../../kernel/kinds";
import { addressesIn } from "../../kernel/kinds/addr";
import { routesIn } from "../../kernel/kinds/route";
import { bareAddress, contains, networkOf, parseCidr } from "../../net/cidr";
import { isIpv6, isLinkLocal, parseIp } from "../../net/ip";

/** The link on which the gateway of a route is assumed that names none. */
const OUTSIDE = "outside";

type OwnRoute = FactOf<"route">;

/** An address as a network of its own. */
function single(address: string): string {
  return `${address}/${isIpv6(address) ? 128 : 32}`;
}

/** Whether these facts put the gateway on the link of the route. */
function isReached({ host, dev, via }: OwnRoute, facts: readonly Fact[]): boolean {
  const gateway = parseIp(via!)!;
  const isOn = (one: { readonly host: string; readonly netns: string; readonly dev?: string }) =>
    one.host === host && one.netns === ROOT && (dev === undefined || one.dev === dev);
  const onLink = routesIn(facts).filter((one) => isOn(one) && one.via === undefined && one.type === undefined);
  const networks = [
    ...addressesIn(facts)
      .filter(isOn)
      .map(({ address }) => address),
    ...onLink.map(({ destination }) => destination),
  ];
  return isLinkLocal(gateway) || networks.some((network) => contains(networkOf(parseCidr(network)!), gateway));
}

function assumedBy(route: OwnRoute, facts: readonly Fact[]): readonly Fact[] {
  const { host, dev = OUTSIDE, via, source } = route;
  const place = { host, netns: ROOT };
  const isOwn = addressesIn(facts).some((one) => one.host === host && one.netns === ROOT && bareAddress(one.address) === source);
  const path =
    via === undefined || isReached(route, facts) ? [] : [fact("route", place, { destination: single(via), dev, proto: "static" })];
  const own = source === undefined || isOwn ? [] : [fact("addr", place, { address: single(source), dev })];
  const link =
    dev === OUTSIDE && path.length + own.length > 0 ? [fact("link", place, { name: OUTSIDE, type: "device", mtu: 1500, up: true })] : [];
  return [...link, ...path, ...own] as readonly Fact[];
}

/** Paths to gateways, and source addresses, on the host's own links, for those of these facts that are routes of a host. */
export function pathsToGateways(needing: Iterable<Fact>, facts: readonly Fact[], ownLinks: ReadonlySet<Key>): readonly Fact[] {
  const all = routesIn([...needing]).filter(
    ({ host, netns, dev }) => netns === ROOT && (dev === undefined || ownLinks.has(linkKey({ host, netns }, dev))),
  );
  // A route without a link uses the path that another one of the same gateway has.
  const inTurn = [...all.filter(({ dev }) => dev !== undefined), ...all.filter(({ dev }) => dev === undefined)];
  const found = new Map<Key, Fact>();
  for (const route of inTurn) for (const one of assumedBy(route, [...facts, ...found.values()])) found.set(keyOf(one), one);
  return [...found.values()];
}
