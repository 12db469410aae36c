/**
 * Replies of ports that are published on an interface without the default route. They leave by that interface: a routing table
 * of its own has the network and its gateway, and policy rules send the packets from its addresses there. So a strict `rp_filter`
 * of the host or the namespace sees both directions on one interface. A UDP server that is bound to every address chooses the
 * source of its reply by a route, so the packets from a published UDP port use that table as well, unless the main table has a
 * route besides the default one.
 */
import { sha256 } from "../../net/sha256";
import { fact, type Fact, type Place } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import { MAIN_TABLE } from "../../kernel/kinds/route";
import { bitsOf, contains, parseNetwork } from "../../net/cidr";
import { isIpv6, parseIp } from "../../net/ip";
import type { Attrs } from "../../schema/type";
import { gatewaysFor } from "../dns-facts";
import type { fields } from "./fields";

type ReplyingEndpoint = Pick<Attrs<typeof fields>, "addresses" | "default_route" | "interface" | "network" | "publish">;

/** The first of the routing tables for replies, which is also the first priority of their rules. */
const FIRST = 15700;
const NAMED = 157_000;

/** The routing table for the replies of an interface: `eth1` has 15701. */
export function replyTable(dev: string): number {
  const [, number] = /^eth(\d{1,3})$/.exec(dev) ?? [];
  if (number !== undefined) return FIRST + Number(number);
  return NAMED + (parseInt(sha256(dev).slice(0, 8), 16) % 100_000);
}

/** The routes and rules inside the namespace for the replies of its published ports. */
export function replyFacts(attrs: ReplyingEndpoint, inside: Place): readonly Fact[] {
  if (attrs.default_route || attrs.publish.length === 0) return [];
  return gatewaysFor(attrs).flatMap((gateway) => ofFamily(attrs, inside, gateway));
}

function ofFamily(attrs: ReplyingEndpoint, inside: Place, gateway: string): readonly Fact[] {
  const { interface: dev, network, addresses } = attrs;
  const table = replyTable(dev);
  const isSix = isIpv6(gateway);
  const own = addresses.filter((address) => isIpv6(address) === isSix);
  const subnets = network.subnets.filter((subnet) => own.some((address) => contains(parseNetwork(subnet)!, parseIp(address)!)));
  const routes = [
    ...subnets.map((destination) => ({ destination, dev, table })),
    { destination: isSix ? "::/0" : "0.0.0.0/0", via: gateway, dev, table },
  ];
  const family = isSix ? ("ip6" as const) : ("ip" as const);
  const rules = [
    ...own.map((address) => ({ family, priority: FIRST, from: hostNetwork(address), table })),
    ...udpPorts(attrs, isSix).flatMap((udpSport) => [
      { family, priority: FIRST + 1, udpSport, table: MAIN_TABLE, suppress: 0 },
      { family, priority: FIRST + 2, udpSport, table },
    ]),
  ];
  return [
    ...routes.map((route) => normal(fact("route", inside, route))),
    ...rules.map((rule) => normal(fact("rule", inside, rule, { shared: true }))),
  ];
}

function hostNetwork(address: string): string {
  return `${address}/${bitsOf(parseIp(address)!)}`;
}

/** The published UDP ports of the endpoint, as ports or ranges. */
function udpPorts({ publish }: ReplyingEndpoint, isSix: boolean): readonly string[] {
  const udp = publish.filter(({ protocol, host_ip }) => protocol === "udp" && (host_ip === null || isIpv6(host_ip) === isSix));
  const ports = udp.map(({ port, port_count }) => (port_count > 1 ? `${port}-${port + port_count - 1}` : `${port}`));
  return [...new Set(ports)];
}
