import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type Fact, type FactOf } from "../../kernel/fact";
import { linkKey } from "../../kernel/key";
import { keyOf } from "../../kernel/kinds";
import { addressesIn } from "../../kernel/kinds/addr";
import { CONNECTED_METRIC6, routesIn } from "../../kernel/kinds/route";
import { textOf } from "../../kernel/line";
import { ownerOf as markedOwner } from "../../kernel/mark";
import { contains, formatCidr, networkOf, parseCidr, type Cidr } from "../../net/cidr";
import { parseIp } from "../../net/ip";
import { byHost } from "../../reconcile/by-host";
import { ownerOf, type View } from "./view";

type HostRoute = FactOf<"route"> & Fact;

/** A network of this stack or of another one, as an address of the host shows it. */
interface OwnNetwork {
  readonly cidr: Cidr;
  readonly dev: string;
  readonly host: string;
  readonly whose: string;
}

const isOfHost = ({ netns }: { readonly netns: string }) => netns === ROOT;

/** The networks on links of this stack, as they will be, and those on links with the mark of another one. */
function ownNetworks(view: View): readonly OwnNetwork[] {
  const { goal, wanted, actual } = view;
  const network = ({ address, dev, host }: FactOf<"addr">, whose: string) => ({ cidr: networkOf(parseCidr(address)!), dev, host, whose });
  const declared = addressesIn(wanted).filter(isOfHost);
  const others = [...actual.values()].flatMap((facts) =>
    addressesIn(facts).flatMap((one) => {
      const owner = isOfHost(one) ? markedOwner(facts.get(linkKey(one, one.dev))?.mark) : undefined;
      if (owner === undefined || goal.desired.has(keyOf(one as Fact)) || goal.owned.has(keyOf(one as Fact))) return [];
      return [network(one, `"${owner.id}" of stack "${owner.stack}"`)];
    }),
  );
  return [...declared.map((one) => network(one, ownerOf(view, one as Fact))), ...others];
}

/** Whether the kernel takes the route for addresses of the network. */
function goesFirst({ destination, metric }: HostRoute, { cidr }: OwnNetwork): boolean {
  const route = parseCidr(destination)!;
  if (!contains(cidr, route.ip) || route.prefix < cidr.prefix) return false;
  return route.prefix > cidr.prefix || (cidr.ip.version === 6 && metric !== undefined && metric < CONNECTED_METRIC6);
}

/** Whether the route leads to the network's own link: to a machine there, or to a network behind it. */
function staysThere({ dev, via, type }: HostRoute, network: OwnNetwork): boolean {
  if (type !== undefined) return false;
  return dev === undefined ? via !== undefined && contains(network.cidr, parseIp(via)!) : dev === network.dev;
}

function warn(route: HostRoute, { cidr, dev, whose }: OwnNetwork, view: View): Diagnostic {
  const leads = route.type === undefined ? "leads elsewhere" : "drops packets";
  const detail = `${route.destination} is inside ${formatCidr(cidr)}, the network ${whose} on "${dev}", and the route ${leads}: the kernel sends packets for these addresses by the route, so the host and other networks do not reach the endpoints there. Choose a destination outside of the network, or another range for the network.`;
  return diagnose("route-in-network", detail, {
    resource: ownerOf(view, route),
    path: ["destination"],
    host: route.host,
    fact: textOf(route),
  });
}

/** No declared route of a host takes the packets for a part of a network of Netweft's there. A table of its own is chosen by rules. */
export function networksKeepTheirPackets(view: View): readonly Diagnostic[] {
  const routes = (routesIn(view.wanted) as readonly HostRoute[]).filter((route) => isOfHost(route) && route.table === undefined);
  if (view.changes.length === 0 || routes.length === 0) return [];
  const networks = byHost(ownNetworks(view), ({ host }) => host);
  return routes.flatMap((route) => {
    const covered = (networks.get(route.host) ?? []).find((network) => goesFirst(route, network) && !staysThere(route, network));
    return covered === undefined ? [] : [warn(route, covered, view)];
  });
}
