import { formatCidr, networkOf, parseCidr, parseNetwork } from "../../net/cidr";
import { canonicalIp, isIpv6 } from "../../net/ip";
import { among, at, indexed, type FactLookup, type FactSource } from "../among";
import { fact, ROOT, type FactBodies, type FactOf, type Key, type Place } from "../fact";
import type { FactType } from "../fact-type";
import type { World } from "../objects";
import { twoRoutes } from "./clash";
import { linkKey, netnsKey } from "../key";
import { inside, onLink } from "./needs";
import { boundTo, refuseRoute } from "./route-checks";
import { acceptRaKey } from "./sysctl";
import { after, ended, isDev, next, numberOf, reader, type Words } from "./words";
import { refused } from "../refusal";
import { exposure, judging, outage } from "../judgement";
import { placesOf } from "./needs";

type RouteBody = FactBodies["route"];

/** The routing table that is used where no rule says otherwise. */
export const MAIN_TABLE = 254;

/** The metric of the kernel's own routes of IPv6; those of IPv4 have none. */
export const CONNECTED_METRIC6 = 256;

const DEFAULT4 = "0.0.0.0/0";
const DEFAULT6 = "::/0";
const LEARNED = " proto ra";
const TYPES = ["blackhole", "unreachable", "prohibit", "throw"] as const;

/** The routing protocol of a foreign route, by name or number. The first three have other meanings here. */
const PROTOCOL = /^(?!(?:ra|kernel|redirect)$)[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;

/** Whether the route drops packets. Behind `throw` the next policy rule decides. */
const holds = (one: FactOf<"route"> | undefined) => one?.type !== undefined && one.type !== "throw";

const routeJudged = judging<FactOf<"route">>({
  missing: outage("Packets to this destination do not leave, or take another way."),
  extra: exposure("A route that nothing declares takes packets another way."),
  changed: outage("Packets to this destination take another way."),
});

/** Whether a routing or address daemon of the host made the route: others show `boot` or `static`, or our protocol. */
function isAnotherDaemons({ netns, proto }: FactOf<"route">): boolean {
  return netns === ROOT && proto !== undefined && proto !== "boot" && proto !== "static";
}

/**
 * A route: `route default via 10.8.0.1 dev eth0 src 10.8.0.2 metric 100 table 20`, `route blackhole 10.0.0.0/8`. The kernel's
 * defaults are left out: the main table, metric 0 in IPv4 and 1024 in IPv6. Routes that the kernel creates itself
 * (`proto kernel`, multicast) are not facts. A route learned from a router advertisement ends with `proto ra` and is distinct
 * from a configured one with the same destination and metric: the kernel keeps both.
 *
 * Without `dev` the kernel chooses the link that `via` is on; see `sameFact`. Inside a namespace the protocol of a route is not
 * compared either: what a container's own program puts back is as good as ours.
 */
export const route: FactType<"route"> = {
  kind: "route",
  sample: "local web route default via 10.8.0.1 dev eth0",
  layer: "route",
  judge(expected, actual) {
    if (holds(expected) && !holds(actual)) return exposure("Packets pass that the route is to hold back.");
    if (expected === undefined && holds(actual)) return outage("A route that nothing declares drops packets.");
    return routeJudged(expected, actual);
  },
  removal({ destination, type, via, dev, metric, table }) {
    // It may be the way by which the host itself is reached.
    if (destination.endsWith("/0")) return undefined;
    const at = [...(via === undefined ? [] : ["via", via]), ...(dev === undefined ? [] : ["dev", dev])];
    const more = [...(metric === undefined ? [] : ["metric", `${metric}`]), ...(table === undefined ? [] : ["table", `${table}`])];
    return [
      "ip",
      ...(isIpv6(destination) ? ["-6"] : []),
      "route",
      "del",
      ...(type === undefined ? [] : [type]),
      destination,
      ...at,
      ...more,
    ];
  },
  within: (fact) => (fact.learned || isAnotherDaemons(fact) ? [] : placesOf(fact, fact.dev)),
  rank: 6,
  // A gateway may be on-link by another route.
  rankOf: ({ via }) => (via === undefined ? 6 : 6.2),
  markable: false,
  concernsHost: () => true,
  removable: true,
  isCarried: true,
  gateway: ({ via }) => via,
  serves: ({ destination, table }) => destination + numberText("table", table),
  source: ({ source }) => source,
  // Routes of namespaces are deleted with the pair, which is named.
  asBystander: (fact) => (fact.netns === ROOT ? `the host's route ${route.text(fact)}` : undefined),
  clash: (fact, _first, by) => twoRoutes(fact, by),
  remedyWhereForeign: ({ destination, netns }, { address }) =>
    destination.endsWith("/0") && netns !== ROOT
      ? `Set \`default_route = false\` on ${address}, or remove the route manually if it is not needed.`
      : `Import it if ${address} is meant to be this route. Otherwise set another \`metric\`, or remove the route manually if it is not needed.`,
  // The kernel refuses a route with the destination and the metric of a learned one.
  barredBy: (fact) => routeKey({ ...fact, learned: true }),
  identity: (fact) =>
    fact.destination + numberText("metric", fact.metric) + numberText("table", fact.table) + (fact.learned ? LEARNED : ""),
  normal(fact) {
    const { destination, type, via, dev, source, metric, table, proto, learned, ...rest } = fact;
    const network = parseCidr(destination);
    const body = {
      destination: network ? formatCidr(networkOf(network)) : destination,
      type,
      via: via === undefined ? undefined : (canonicalIp(via) ?? via),
      dev: type === undefined ? dev : undefined,
      source: source === undefined ? undefined : (canonicalIp(source) ?? source),
      metric: isUsualMetric(destination, metric) ? undefined : metric,
      table: table === MAIN_TABLE ? undefined : table,
      proto,
      learned,
    };
    return { ...rest, ...given(body) };
  },
  // An address with a host route is not free, unless its packets are dropped.
  addressesInUse: ({ netns, destination, type }) => (netns === ROOT && type === undefined && isHostRoute(destination) ? [destination] : []),
  destination: ({ destination, type, dev, table }) =>
    type === undefined ? { network: destination, isConnected: false, dev, table } : undefined,
  needs: (fact) => (fact.dev === undefined ? inside(fact) : onLink(fact, fact.dev)),
  ask(scope, { table }) {
    if (table !== undefined) scope.readSets.add("rules");
  },
  ownEffect: "route",
  effectFromBelow: "none",
  bearer: (fact) => (fact.dev === undefined && fact.netns !== ROOT ? netnsKey(fact.host, fact.netns) : undefined),
  isForeign: (fact) => fact.proto !== undefined,
  // The default route of a namespace is that of one of its endpoints.
  takes: (fact, there) => (fact.netns !== ROOT && there.kind === "route" && there.dev !== fact.dev ? { what: "route" } : undefined),
  container: (fact) => (fact.learned && fact.dev !== undefined ? acceptRaKey(fact, fact.dev) : undefined),
  canChange: () => true,
  admit: (world, fact) => refuseRoute(world, fact) ?? (clashesWithLearned(world, fact) ? refused("EEXIST") : undefined),
  // A route via a gateway is bound to the gateway's link.
  stored(world, fact) {
    const dev = fact.dev ?? boundTo(world, fact);
    return dev === fact.dev || dev === undefined ? fact : Object.freeze({ ...fact, dev });
  },
  openField(a, b) {
    if (a.via !== undefined && (a.dev === undefined || b.dev === undefined)) return "dev";
    return a.netns === ROOT ? undefined : "proto";
  },
  text(fact) {
    const words = [fact.type, destinationText(fact), said("via", fact.via), said("dev", fact.dev), said("src", fact.source)];
    return (
      words.filter((word) => word !== undefined).join(" ") +
      numberText("metric", fact.metric) +
      numberText("table", fact.table) +
      (fact.learned ? LEARNED : fact.proto === undefined ? "" : ` proto ${fact.proto}`)
    );
  },
  parse(words) {
    const line = reader(words);
    const type = TYPES.find((word) => word === words[0]);
    if (type !== undefined) line.at++;
    const word = next(line);
    const [via, dev, source] = [after(line, "via"), after(line, "dev"), after(line, "src")];
    const destination = word === "default" ? (via?.includes(":") ? DEFAULT6 : DEFAULT4) : word;
    const numbers = numbersIn(line);
    const proto = after(line, "proto");
    if (destination === undefined || !isNetwork(destination) || !ended(line) || numbers === undefined) return undefined;
    if (type === undefined ? (via ?? dev) === undefined : (via ?? dev ?? source) !== undefined) return undefined;
    if (!isOf(destination, via) || !isOf(destination, source) || (dev !== undefined && !isDev(dev))) return undefined;
    if (proto !== undefined && proto !== "ra" && !PROTOCOL.test(proto)) return undefined;
    const by = proto === "ra" ? { learned: true as const } : { proto };
    return given({ destination, type, via, dev, source, ...numbers, ...by });
  },
};

function isNetwork(destination: string): boolean {
  const network = parseNetwork(destination);
  return network !== undefined && formatCidr(network) === destination;
}

/** Whether an address, if any, is in canonical form and of the destination's family. */
function isOf(destination: string, address: string | undefined): boolean {
  return address === undefined || (canonicalIp(address) === address && isIpv6(address) === isIpv6(destination));
}

function numbersIn(line: Words): Pick<RouteBody, "metric" | "table"> | undefined {
  const words = [after(line, "metric"), after(line, "table")];
  const [metric, table] = words.map(numberOf);
  if ((words[0] !== undefined && metric === undefined) || (words[1] !== undefined && table === undefined)) return undefined;
  return { ...(metric === undefined ? {} : { metric }), ...(table === undefined ? {} : { table }) };
}

/** Whether the metric is that of a route without an explicit one. The kernel reads 0 as none. */
function isUsualMetric(destination: string, metric: number | undefined): boolean {
  return metric === 0 || (isIpv6(destination) && metric === 1024);
}

function destinationText({ destination, via }: FactOf<"route">): string {
  return destination === DEFAULT4 || (destination === DEFAULT6 && via !== undefined) ? "default" : destination;
}

function said(word: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${word} ${value}`;
}

function numberText(word: string, value: number | undefined): string {
  return value === undefined ? "" : ` ${word} ${value}`;
}

/** The body without absent fields. */
function given({ destination, type, via, dev, source, metric, table, proto, learned }: RouteWords): RouteBody {
  return {
    destination,
    ...(type === undefined ? {} : { type }),
    ...(via === undefined ? {} : { via }),
    ...(dev === undefined ? {} : { dev }),
    ...(source === undefined ? {} : { source }),
    ...(metric === undefined ? {} : { metric }),
    ...(table === undefined ? {} : { table }),
    ...(proto === undefined ? {} : { proto }),
    ...(learned === undefined ? {} : { learned }),
  };
}

type RouteWords = { readonly [N in keyof RouteBody]: RouteBody[N] | undefined } & Pick<RouteBody, "destination">;

function routeKey(fact: FactOf<"route">): Key {
  return `${fact.host} ${fact.netns} route ${route.identity(fact)}`;
}

/** The kernel adds a learned route beside a configured one, but refuses a configured one beside a learned one. */
function clashesWithLearned(world: World, fact: FactOf<"route">): boolean {
  return !fact.learned && !world.facts.has(routeKey(fact)) && world.facts.has(routeKey({ ...fact, learned: true }));
}

/** Whether the destination is a single address. */
export function isHostRoute(destination: string): boolean {
  return destination.endsWith(destination.includes(":") ? "/128" : "/32");
}

/** The routes. */
export function routesIn(facts: FactSource): readonly FactOf<"route">[] {
  return among(facts, "route");
}

/** The route of this identity at a place. */
export function routeAt(
  facts: FactLookup,
  place: Place,
  body: Pick<FactBodies["route"], "destination" | "metric" | "table">,
): FactOf<"route"> | undefined {
  return at(facts, routeKey(route.normal(fact("route", place, body))), "route");
}

const byLink = indexed("route", (fact) => (fact.dev === undefined ? undefined : linkKey(fact, fact.dev)));

/** The routes by one link. */
export function routesOn(facts: FactSource, place: Place, dev: string): readonly FactOf<"route">[] {
  return byLink(facts, linkKey(place, dev));
}

/** Whether the route is the usual way out of its namespace: a default route of the main table, without a metric of its own. */
export function isWayOut({ destination, metric, table }: FactOf<"route">): boolean {
  return (destination === DEFAULT4 || destination === DEFAULT6) && metric === undefined && table === undefined;
}
