/** Routes and addresses of a host that take the packets of a network of the stack: they are on no object of it, and nothing passes. */
import { ROOT, type Fact, type FactOf, type Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { outage, type Judgement } from "../../kernel/judgement";
import { linkKey } from "../../kernel/key";
import { keyOf } from "../../kernel/kinds";
import { addressesIn } from "../../kernel/kinds/addr";
import { CONNECTED_METRIC6, routesIn } from "../../kernel/kinds/route";
import { rulesIn } from "../../kernel/kinds/rule";
import { bitsOf, contains, formatCidr, networkOf, parseCidr, type Cidr } from "../../net/cidr";
import { parseIp } from "../../net/ip";
import type { Owned } from "../goal";
import type { Difference } from "./compare";

/** A difference with what it does, where that does not follow from the fact alone. */
export interface Swallowing {
  readonly difference: Difference;
  readonly judgement: Judgement;
}

/** A network of the stack on a link of the host. */
interface StackNetwork {
  readonly cidr: Cidr;
  readonly dev: string;
  readonly owners: readonly string[];
}

/** What a host sends elsewhere that is for a network of the stack. */
export function swallowedOn(facts: Facts, owned: ReadonlyMap<Key, Owned>): readonly Swallowing[] {
  const networks = networksOn(facts, owned);
  if (networks.length === 0) return [];
  return [...takingRoutes(facts, networks), ...takingAddresses(facts, networks), ...takingRules(facts, networks)].filter(
    ({ difference }) => !owned.has(difference.key),
  );
}

/**
 * Those whose gateway is there: otherwise that it is missing is the finding. A link on a parent shares the network with that: routes over the
 * parent lead there as well.
 */
function networksOn(facts: Facts, owned: ReadonlyMap<Key, Owned>): readonly StackNetwork[] {
  return addressesIn(facts).flatMap((one) => {
    const mine = one.netns === ROOT ? owned.get(keyOf(one as Fact)) : undefined;
    const link = facts.get(linkKey(one, one.dev));
    const isShared = link !== undefined && "parent" in link && link.parent !== undefined;
    return mine === undefined || isShared ? [] : [{ cidr: networkOf(parseCidr(one.address)!), dev: one.dev, owners: mine.owners }];
  });
}

function takingRoutes(facts: Facts, networks: readonly StackNetwork[]): readonly Swallowing[] {
  return routesIn(facts).flatMap((route) => {
    const { netns, table, destination, metric = 0, dev, via, type } = route;
    if (netns !== ROOT || table !== undefined) return [];
    const to = parseCidr(destination)!;
    const goesFirst = ({ cidr }: StackNetwork) =>
      covers(cidr, to) && (to.prefix > cidr.prefix || metric < (cidr.ip.version === 6 ? CONNECTED_METRIC6 : 1));
    const stays = ({ cidr, dev: own }: StackNetwork) =>
      type === undefined && (dev === undefined ? via !== undefined && contains(cidr, parseIp(via)!) : dev === own);
    const taken = networks.find((network) => goesFirst(network) && !stays(network));
    return taken === undefined ? [] : [found(route as Fact, destination, taken, type === undefined ? "leads elsewhere" : "drops them")];
  });
}

/** The kernel makes a route of each address. A single address takes no packets but its own. */
function takingAddresses(facts: Facts, networks: readonly StackNetwork[]): readonly Swallowing[] {
  return addressesIn(facts).flatMap((one) => {
    if (one.netns !== ROOT || facts.get(linkKey(one, one.dev))?.mark !== undefined) return [];
    const to = networkOf(parseCidr(one.address)!);
    const isPart = ({ cidr, dev }: StackNetwork) => dev !== one.dev && to.prefix > cidr.prefix && contains(cidr, to.ip);
    const taken = to.prefix === bitsOf(to.ip) ? undefined : networks.find(isPart);
    return taken === undefined ? [] : [found(one as Fact, formatCidr(to), taken, `leads to "${one.dev}"`)];
  });
}

/** Before this priority is the rule of the main table, and in that the network's own route. */
const MAIN_PRIORITY = 32766;

/** Policy rules for a part of a network, with nothing else that would limit them, that drop packets or whose table leads them away. */
function takingRules(facts: Facts, networks: readonly StackNetwork[]): readonly Swallowing[] {
  const routes = routesIn(facts).filter(({ netns }) => netns === ROOT);
  return rulesIn(facts).flatMap((rule) => {
    const { netns, priority, from, to, fwmark, iif, oif, udpSport, also = [], type, table } = rule;
    const isLimited = [from, fwmark, iif, oif, udpSport].some((part) => part !== undefined) || also.length > 0;
    if (netns !== ROOT || to === undefined || isLimited || priority >= MAIN_PRIORITY) return [];
    const part = parseCidr(to)!;
    const leads = (one: FactOf<"route">) => one.table !== undefined && one.table === table && covers(parseCidr(one.destination)!, part);
    const taken = networks.find(({ cidr }) => covers(cidr, part));
    if (taken === undefined || (type === undefined && !routes.some(leads))) return [];
    return [found(rule as Fact, to, taken, type === undefined ? "leads elsewhere" : "drops them")];
  });
}

function covers(whole: Cidr, part: Cidr): boolean {
  return part.prefix >= whole.prefix && contains(whole, part.ip);
}

function found(fact: Fact, destination: string, { cidr, dev, owners }: StackNetwork, how: string): Swallowing {
  const difference: Difference = { kind: "unexpected", key: keyOf(fact), fact, actual: fact, owners };
  const reason = `Packets for ${destination} do not reach the network ${formatCidr(cidr)} on "${dev}": the host has another way for them, which comes first and ${how}.`;
  return { difference, judgement: outage(reason) };
}
