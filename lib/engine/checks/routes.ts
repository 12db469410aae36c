import { diagnose, type Diagnostic, type Where } from "../../diagnostic";
import { grouped, type FactSource } from "../../kernel/among";
import type { Fact, FactOf, Place } from "../../kernel/fact";
import { keyOf } from "../../kernel/kinds";
import { addressesIn } from "../../kernel/kinds/addr";
import { routesIn } from "../../kernel/kinds/route";
import { rulesIn } from "../../kernel/kinds/rule";
import { textOf } from "../../kernel/line";
import { placeOf } from "../../kernel/objects";
import { bareAddress, contains, formatCidr, networkOf, parseCidr, type Cidr } from "../../net/cidr";
import { isIpv6, isLinkLocal, parseIp } from "../../net/ip";
import { notItsOwn, notOnLink } from "../../resources/routing/check";
import type { View } from "./view";

type PlannedRoute = FactOf<"route"> & Fact;

/** What is in one place after the apply: wanted facts, and observed ones that are not ours. */
interface RoutePlaces {
  readonly addresses: ReadonlyMap<string, readonly FactOf<"addr">[]>;
  readonly onLink: ReadonlyMap<string, readonly PlannedRoute[]>;
  /** Place, family and table of each policy rule. */
  readonly tables: ReadonlySet<string>;
}

const tableOf = (place: Place, isSix: boolean, table: number | undefined) => `${placeOf(place)} ${isSix ? 6 : 4} ${table}`;

function surroundings({ goal, wanted, actual }: View): RoutePlaces {
  const all = <F extends Fact>(factsIn: (facts: FactSource) => readonly F[]): readonly F[] => [
    ...factsIn(wanted),
    ...[...actual.values()].flatMap(factsIn).filter((fact) => !goal.owned.has(keyOf(fact))),
  ];
  const onLink = all(routesIn).filter(({ via, type }) => via === undefined && type === undefined);
  return {
    addresses: grouped(all(addressesIn), placeOf),
    onLink: grouped(onLink, placeOf),
    tables: new Set(all(rulesIn).map((rule) => tableOf(rule, rule.family === "ip6", rule.table))),
  };
}

/** The networks that are on the link of a route. */
function networksFor(route: PlannedRoute, { addresses, onLink }: RoutePlaces): readonly Cidr[] {
  const isOn = ({ dev }: { readonly dev?: string }) => route.dev === undefined || dev === route.dev;
  const own = (addresses.get(placeOf(route)) ?? []).filter(isOn).map(({ address }) => networkOf(parseCidr(address)!));
  const routed = (onLink.get(placeOf(route)) ?? []).filter(isOn).map(({ destination }) => parseCidr(destination)!);
  return [...own, ...routed].filter(({ ip }) => (ip.version === 6) === isIpv6(route.destination));
}

/** The errors in a route that depend on what else is in its place. */
function judge(route: PlannedRoute, there: RoutePlaces, at: Where): readonly Diagnostic[] {
  const { via, source, table } = route;
  const gateway = via === undefined ? undefined : parseIp(via)!;
  const found: Diagnostic[] = [];
  if (gateway !== undefined && !isLinkLocal(gateway)) {
    const networks = networksFor(route, there);
    if (!networks.some((network) => contains(network, gateway))) found.push(notOnLink(via!, [...new Set(networks.map(formatCidr))], at));
  }
  const isOwn = ({ address }: FactOf<"addr">) => bareAddress(address) === source;
  if (source !== undefined && !(there.addresses.get(placeOf(route)) ?? []).some(isOwn)) found.push(notItsOwn(source, at));
  if (table !== undefined && !there.tables.has(tableOf(route, isIpv6(route.destination), table))) found.push(unused(table, at));
  return found;
}

function unused(table: number, at: Where): Diagnostic {
  const detail = `No policy rule consults the table ${table}, so no packet uses the route. Add \`rules\` to the route, or omit \`table\`.`;
  return diagnose("unused-table", detail, at);
}

/** The gateway of a new route is on-link, its source an address of its place, and its table consulted. */
export function routesLead(view: View): readonly Diagnostic[] {
  const { goal, changes, actual } = view;
  const routes = routesIn(changes.flatMap(({ after }) => after ?? [])).filter(({ host }) => actual.has(host));
  if (routes.length === 0) return [];
  const there = surroundings(view);
  return routes.flatMap((route) => {
    const [resource] = goal.desired.get(keyOf(route))?.owners ?? [];
    return judge(route, there, { ...(resource !== undefined && { resource }), host: route.host, fact: textOf(route) });
  });
}
