import { diagnose, type Diagnostic, type Where } from "../../diagnostic";
import { grouped, type FactSource } from "../../kernel/among";
import { ROOT, type Fact, type FactOf, type Place } from "../../kernel/fact";
import { keyOf, sameFact } from "../../kernel/kinds";
import { linkKey, LOOPBACK } from "../../kernel/key";
import { addressesIn } from "../../kernel/kinds/addr";
import { linkAt } from "../../kernel/kinds/links";
import { isHostRoute, routesIn } from "../../kernel/kinds/route";
import { rulesIn } from "../../kernel/kinds/rule";
import { textOf } from "../../kernel/line";
import { placeOf } from "../../kernel/objects";
import { bareAddress, contains, formatCidr, networkOf, parseCidr, type Cidr } from "../../net/cidr";
import { isIpv6, isLinkLocal, parseIp } from "../../net/ip";
import { notItsOwn, notOnLink } from "../../resources/routing/check";
import { hasHostLink } from "./missing-links";
import { ownerOf, type View } from "./view";

type PlannedRoute = FactOf<"route"> & Fact;

/** A route that a plan adds or changes. */
interface RouteChange {
  readonly route: PlannedRoute;
  readonly isNew: boolean;
}

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

/** The address on a link that is up whose network is the destination: the kernel keeps no second route of IPv4 to it. */
function connecting({ route, isNew }: RouteChange, there: RoutePlaces, { wanted, actual }: View): FactOf<"addr"> | undefined {
  const { destination, metric, table } = route;
  if (!isNew || isIpv6(destination) || isHostRoute(destination) || metric !== undefined || table !== undefined) return undefined;
  const isDown = ({ dev }: FactOf<"addr">) => (linkAt(wanted, route, dev) ?? linkAt(actual.get(route.host), route, dev))?.up === false;
  return (there.addresses.get(placeOf(route)) ?? []).find(
    (one) => formatCidr(networkOf(parseCidr(one.address)!)) === destination && !isDown(one),
  );
}

function connected({ destination }: PlannedRoute, { address, dev }: FactOf<"addr">, at: Where): Diagnostic {
  const detail = `${destination} is the network of the address ${address} on "${dev}". The kernel has the connected route "${destination} dev ${dev}" with that address, and refuses a second one of the same metric. Choose another destination, or set \`metric\`: then the route is used only while the connected one is gone.`;
  return diagnose("unusable-route", detail, at);
}

/** Whether the link that the route names is on the host or declared. A missing one is reported as such. */
function hasLink({ host, netns, dev }: PlannedRoute, view: View): boolean {
  return netns !== ROOT || dev === undefined || dev === LOOPBACK || hasHostLink(dev, host, view);
}

/** The errors in a route that depend on what else is in its place. */
function judge(change: RouteChange, there: RoutePlaces, view: View, at: Where): readonly Diagnostic[] {
  const { route } = change;
  const { via, source, table } = route;
  const gateway = via === undefined ? undefined : parseIp(via)!;
  const found: Diagnostic[] = [];
  const address = connecting(change, there, view);
  if (address !== undefined) found.push(connected(route, address, at));
  if (gateway !== undefined && !isLinkLocal(gateway) && hasLink(route, view)) {
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
  const added = new Set(changes.flatMap(({ action, key }) => (action === "add" ? [key] : [])));
  const routes = routesIn(changes.flatMap(({ after }) => after ?? [])).filter(({ host }) => actual.has(host));
  if (routes.length === 0) return [];
  const there = surroundings(view);
  return routes.flatMap((route) => {
    const [resource] = goal.desired.get(keyOf(route))?.owners ?? [];
    return judge({ route, isNew: added.has(keyOf(route)) }, there, view, {
      ...(resource !== undefined && { resource }),
      host: route.host,
      fact: textOf(route),
    });
  });
}

/** Whether this stack has never had the route, and it is there as one of Netweft's all the same. What is on a link of ours shows its stack. */
function isAnothers(route: PlannedRoute, { goal, actual }: View): boolean {
  const { netns, host, dev, shared } = route;
  if (netns !== ROOT || shared || (dev !== undefined && goal.desired.has(linkKey({ host, netns }, dev)))) return false;
  const there = actual.get(host)?.get(keyOf(route));
  return there !== undefined && !goal.owned.has(keyOf(route)) && sameFact(there, route);
}

/** A declared route is no other stack's. */
export function routesAreOwn(view: View): readonly Diagnostic[] {
  return (routesIn(view.wanted) as readonly PlannedRoute[]).flatMap((route) => {
    if (!isAnothers(route, view)) return [];
    const detail = `"${textOf(route)}" is on host "${route.host}" already, as a route of Netweft's that this stack has not made: another stack declares it, or a state was lost. The kernel has one route for both, without a mark: it goes with the first stack that is destroyed, and the next apply of the other one restores it. Declare it in one of them only.`;
    return [diagnose("route-in-common", detail, { resource: ownerOf(view, route), host: route.host, fact: textOf(route) })];
  });
}
