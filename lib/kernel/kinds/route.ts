import { formatCidr, networkOf, parseCidr, parseNetwork } from "../../net/cidr";
import { canonicalIp } from "../../net/ip";
import { indexed, type FactSource } from "../among";
import { ROOT, type FactBodies, type FactOf, type Key, type Place } from "../fact";
import type { FactType } from "../fact-type";
import type { World } from "../objects";
import { twoRoutes } from "./clash";
import { linkKey } from "../key";
import { onLink } from "./needs";
import { boundTo, refuseRoute } from "./route-checks";
import { acceptRaKey } from "./sysctl";
import { after, ended, isDev, next, numberOf, reader } from "./words";
import { refused } from "../refusal";

const MAIN_TABLE = 254;
const DEFAULT4 = "0.0.0.0/0";
const DEFAULT6 = "::/0";
const LEARNED = " proto ra";

/**
 * A unicast route: `route default via 10.8.0.1 dev eth0 metric 100 table 20`. The kernel's defaults are left out: the main
 * table, metric 0 in IPv4 and 1024 in IPv6. Routes that the kernel creates itself (`proto kernel`, multicast) are not facts.
 * A route learned from a router advertisement ends with `proto ra` and is distinct from a configured one with the same
 * destination and metric: the kernel keeps both.
 *
 * Without `dev` the kernel chooses the link that `via` is on; see `sameFact`.
 */
export const route: FactType<"route"> = {
  kind: "route",
  sample: "local web route default via 10.8.0.1 dev eth0",
  rank: 6,
  markable: false,
  removable: true,
  isCarried: true,
  gateway: ({ via }) => via,
  // Routes of namespaces are deleted with the pair, which is named.
  asBystander: (fact) => (fact.netns === ROOT ? `the host's route ${route.text(fact)}` : undefined),
  clash: (fact, _first, by) => twoRoutes(fact, by),
  remedyWhereForeign: (_actual, { address }) =>
    `Set \`default_route = false\` on ${address}, or remove the route manually if it is not needed.`,
  // The kernel refuses a route with the destination and the metric of a learned one.
  barredBy: (fact) => routeKey({ ...fact, learned: true }),
  identity: (fact) =>
    fact.destination + numberText("metric", fact.metric) + numberText("table", fact.table) + (fact.learned ? LEARNED : ""),
  normal(fact) {
    const { destination, via, dev, metric, table, learned, ...rest } = fact;
    const network = parseCidr(destination);
    const body = {
      destination: network ? formatCidr(networkOf(network)) : destination,
      via: via === undefined ? undefined : (canonicalIp(via) ?? via),
      dev,
      metric: metric === usualMetric(destination) ? undefined : metric,
      table: table === MAIN_TABLE ? undefined : table,
      learned,
    };
    return { ...rest, ...given(body) };
  },
  // An address with a host route is not free.
  addressesInUse: ({ netns, destination }) => (netns === ROOT && isHostRoute(destination) ? [destination] : []),
  destination: ({ destination, dev, table }) => ({ network: destination, isConnected: false, dev, table }),
  needs: (fact) => (fact.dev === undefined ? [] : onLink(fact, fact.dev)),
  ownEffect: "route",
  effectFromBelow: "none",
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
  openField: (a, b) => (a.via !== undefined && (a.dev === undefined || b.dev === undefined) ? "dev" : undefined),
  text(fact) {
    const via = fact.via === undefined ? "" : ` via ${fact.via}`;
    const dev = fact.dev === undefined ? "" : ` dev ${fact.dev}`;
    return (
      destinationText(fact) +
      via +
      dev +
      numberText("metric", fact.metric) +
      numberText("table", fact.table) +
      (fact.learned ? LEARNED : "")
    );
  },
  parse(words) {
    const line = reader(words);
    const word = next(line);
    const via = after(line, "via");
    const dev = after(line, "dev");
    const metric = after(line, "metric");
    const table = after(line, "table");
    const proto = after(line, "proto");
    const destination = word === "default" ? (via?.includes(":") ? DEFAULT6 : DEFAULT4) : word;
    if (destination === undefined || !isNetwork(destination) || !ended(line) || (via ?? dev) === undefined) return undefined;
    if (via !== undefined && (canonicalIp(via) !== via || via.includes(":") !== destination.includes(":"))) return undefined;
    if ((dev !== undefined && !isDev(dev)) || (proto !== undefined && proto !== "ra")) return undefined;
    const numbers = { metric: numberOf(metric), table: numberOf(table) };
    if ((metric !== undefined && numbers.metric === undefined) || (table !== undefined && numbers.table === undefined)) return undefined;
    return given({ destination, via, dev, ...numbers, learned: proto === undefined ? undefined : true });
  },
};

function isNetwork(destination: string): boolean {
  const network = parseNetwork(destination);
  return network !== undefined && formatCidr(network) === destination;
}

/** The metric of a route without an explicit one. */
function usualMetric(destination: string): number {
  return destination.includes(":") ? 1024 : 0;
}

function destinationText({ destination, via }: FactOf<"route">): string {
  return destination === DEFAULT4 || (destination === DEFAULT6 && via !== undefined) ? "default" : destination;
}

function numberText(word: string, value: number | undefined): string {
  return value === undefined ? "" : ` ${word} ${value}`;
}

/** The body without absent fields. */
function given({ destination, via, dev, metric, table, learned }: RouteWords): FactBodies["route"] {
  return {
    destination,
    ...(via === undefined ? {} : { via }),
    ...(dev === undefined ? {} : { dev }),
    ...(metric === undefined ? {} : { metric }),
    ...(table === undefined ? {} : { table }),
    ...(learned === undefined ? {} : { learned }),
  };
}

interface RouteWords {
  readonly destination: string;
  readonly via: string | undefined;
  readonly dev: string | undefined;
  readonly metric: number | undefined;
  readonly table: number | undefined;
  readonly learned: true | undefined;
}

function routeKey(fact: FactOf<"route">): Key {
  return `${fact.host} ${fact.netns} route ${route.identity(fact)}`;
}

/** The kernel adds a learned route beside a configured one, but refuses a configured one beside a learned one. */
function clashesWithLearned(world: World, fact: FactOf<"route">): boolean {
  return !fact.learned && !world.facts.has(routeKey(fact)) && world.facts.has(routeKey({ ...fact, learned: true }));
}

function isHostRoute(destination: string): boolean {
  return destination.endsWith(destination.includes(":") ? "/128" : "/32");
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
