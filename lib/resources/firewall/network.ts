import { fact, ROOT, type Fact } from "../../kernel/fact";
import { commentMarkOf, OUR_GROUP, type Owner } from "../../kernel/mark";
import { parseNetwork } from "../../net/cidr";
import { isIpv6 } from "../../net/ip";

/** Stands in `accept_from` for whoever is on none of Netweft's networks. */
export const OUTSIDE = "outside";

/** What of a network the firewall is about. */
export interface Guarded {
  readonly host: string;
  readonly name: string;
  readonly bridge: string;
  readonly subnets: readonly string[];
  readonly internal: boolean;
  readonly masquerade: boolean;
  readonly endpointIsolation: boolean;
  readonly hostAccess: "all" | "dns" | "none";
  /** Whether other networks of its host can accept it: it is known there as `host/name`. */
  readonly admissible: boolean;
  /** Ids of networks, and `outside`. */
  readonly acceptFrom: readonly string[];
  /** Addresses at which names are answered. */
  readonly nameServers: readonly string[];
}

type Family = "4" | "6";

function families({ subnets }: Guarded): readonly Family[] {
  return (["4", "6"] as const).filter((family) => subnets.some((subnet) => familyOf(subnet) === family));
}

function familyOf(address: string): Family {
  return isIpv6(address) ? "6" : "4";
}

const ip = { "4": "ip", "6": "ip6" } as const;

/** The set of links that one network may start connections to: every network that accepts it puts its own there. */
function acceptSet(stack: string, network: string): string {
  return `accept.${stack}/${network}`;
}

/** Between endpoints of one network that the gateway routes; what the bridge passes by itself, port flags keep apart. */
function isolation(network: Guarded): readonly string[] {
  const within = `oifname "${network.bridge}"`;
  const apart = (family: Family) =>
    network.endpointIsolation
      ? `${within} ${ip[family]} saddr != @open${family} ${ip[family]} daddr != @open${family} drop`
      : `${within} ${ip[family]} saddr @isolated${family} ${ip[family]} daddr @isolated${family} drop`;
  return [`ct status dnat ${within} accept`, ...families(network).map(apart)];
}

/**
 * What leaves the network. Of a connection that was ended the kernel would take the next packet for the first one of a new
 * connection, in which the endpoint asks; a first one acknowledges nothing (RFC 9293, 3.5).
 */
function fromRules(network: Guarded, stack: string): readonly string[] {
  const elsewhere = `oifname != "${network.bridge}"`;
  if (network.internal) return [...isolation(network), `${elsewhere} drop`];
  const entering = network.admissible ? [`oifname @${acceptSet(stack, network.name)} accept`] : [];
  return [...isolation(network), `${elsewhere} ct state new tcp flags ack drop`, ...entering];
}

/** What enters it. */
function toRules({ bridge, internal, acceptFrom }: Guarded): readonly string[] {
  return [
    `iifname "${bridge}" accept`,
    ...(internal ? [] : ["ct status dnat accept"]),
    ...(acceptFrom.includes(OUTSIDE) ? [`iifgroup != ${OUR_GROUP} accept`] : []),
    "drop",
  ];
}

const neighbours = ["nd-router-solicit", "nd-neighbor-solicit", "nd-neighbor-advert"].map((type) => `icmpv6 type ${type} accept`);
const dns = ["icmp type echo-request accept", "icmpv6 type echo-request accept", "udp dport 53 accept", "tcp dport 53 accept"];

/** What endpoints may reach on the host, on whichever of its addresses. Without finding neighbours there is no IPv6 at all. */
function hostRules({ hostAccess }: Guarded): readonly string[] | undefined {
  if (hostAccess === "all") return undefined;
  return ["ct state established,related accept", ...neighbours, ...(hostAccess === "dns" ? dns : []), "drop"];
}

/** Replies to whoever asked for a published port from the same network, or from the host's loopback, must come back through here. */
function postRules({ subnets }: Guarded): readonly string[] {
  return [
    ...subnets.map((subnet) => `${ip[familyOf(subnet)]} saddr ${subnet} ct status dnat masquerade`),
    "ip saddr 127.0.0.0/8 masquerade",
    // With br_netfilter what stays on the bridge comes by here, too, and an imported bridge is not in our group at first.
    "accept",
  ];
}

/** A subnet as nft names it in a set. */
function interval(subnet: string): string {
  return parseNetwork(subnet)!.prefix === (isIpv6(subnet) ? 128 : 32) ? subnet.slice(0, subnet.indexOf("/")) : subnet;
}

/** The chains of one network, the elements that lead to them, and what else of it is in the table. */
export function networkRules(network: Guarded, owner: Owner): readonly Fact[] {
  const place = { host: network.host, netns: ROOT };
  const mark = commentMarkOf(owner);
  const element = (set: string, key: string, data?: string) =>
    fact("element", place, { set, element: key, ...(data === undefined ? {} : { data }) }, { mark });
  const chains = {
    from: fromRules(network, owner.stack),
    to: toRules(network),
    host: hostRules(network),
    post: postRules(network),
  };
  const used = Object.entries(chains).flatMap(([name, rules]) => (rules === undefined ? [] : [{ name, rules }]));
  const masquerading = network.masquerade && !network.internal;
  return [
    ...acceptSets(network, owner.stack).map((name) => fact("set", place, { name, type: "ifname", interval: false }, { shared: true })),
    ...used.map(({ name, rules }) => fact("chain", place, { name: `${name}-${network.bridge}`, rules })),
    ...used.map(({ name }) => element(name, network.bridge, `jump ${name}-${network.bridge}`)),
    ...(masquerading ? network.subnets.map((subnet) => element(`masquerade${familyOf(subnet)}`, interval(subnet))) : []),
    ...network.nameServers.flatMap((address) => [
      element(`gateways${familyOf(address)}`, address),
      element(`served${familyOf(address)}`, `${address} . ${network.bridge}`),
    ]),
    ...accepted(network).map((other) => element(acceptSet(owner.stack, other), network.bridge)),
  ];
}

/** Names of the networks that may enter. */
function accepted({ acceptFrom, name }: Guarded): readonly string[] {
  return acceptFrom
    .filter((id) => id !== OUTSIDE)
    .map((id) => id.slice(id.indexOf("/") + 1))
    .filter((other) => other !== name);
}

/** The network's own set, which its rules look into, and those that it puts itself into. */
function acceptSets(network: Guarded, stack: string): readonly string[] {
  return [...(network.internal || !network.admissible ? [] : [network.name]), ...accepted(network)].map((name) => acceptSet(stack, name));
}

/** The settings that routing needs. The kernel has one of each for the whole host, so they stay when the network goes. */
export function forwarding(network: Guarded): readonly Fact[] {
  if (network.internal && network.acceptFrom.length === 0) return [];
  const names = { "4": "net.ipv4.ip_forward", "6": "net.ipv6.conf.all.forwarding" } as const;
  const place = { host: network.host, netns: ROOT };
  return families(network).map((family) => fact("sysctl", place, { name: names[family], value: "1" }, { shared: true }));
}
