import { fact, ROOT, type Fact, type FactBodies } from "../../kernel/fact";
import { commentMarkOf, OUR_GROUP, type Owner } from "../../kernel/mark";
import { isIpv6 } from "../../net/ip";
import { FORWARDING_SETTING } from "./closed";
import { accept, drop, has, is, isIn, isNot, isNotIn, jump, leave, masquerade, rule, snat } from "../../nft/build";
import type { Rule, Tuple, Verdict } from "../../nft/expression";
import { inSet } from "./in-set";

/** Stands in `accept_from` for all sources that are on none of Netweft's networks. */
export const OUTSIDE = "outside";

/** The attributes of a network that the firewall depends on. */
export interface Guarded {
  readonly host: string;
  readonly name: string;
  readonly bridge: string;
  readonly subnets: readonly string[];
  readonly internal: boolean;
  readonly masquerade: boolean;
  /** The addresses of the host with which packets leave; those of the link that they leave by where none is of their family. */
  readonly snatAddresses: readonly string[];
  readonly endpointIsolation: boolean;
  readonly hostAccess: "all" | "dns" | "none";
  /** Whether other networks of its host can accept it, as `host/name`. */
  readonly admissible: boolean;
  /** Ids of networks, and `outside`. */
  readonly acceptFrom: readonly string[];
  /** Addresses on which the name server answers. */
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

/** The set of links that one network may open connections to: every network that accepts it adds its own link. */
function acceptSet(stack: string, network: string): string {
  return `accept.${stack}/${network}`;
}

/** Isolates endpoints of one network in routed traffic; in bridged traffic, port flags isolate them. */
function isolation(network: Guarded): readonly Rule[] {
  const within = is("oifname", network.bridge);
  const apart = (n: Family) => {
    const sides = [`${ip[n]} saddr`, `${ip[n]} daddr`] as const;
    return network.endpointIsolation
      ? rule(within, ...sides.map((side) => isNotIn(side, `open${n}`)), drop)
      : rule(within, ...sides.map((side) => isIn(side, `isolated${n}`)), drop);
  };
  return [rule(translated, within, accept), ...families(network).map(apart)];
}

/** Connections with a translated destination: to a published port. */
const translated = has("ct status", "dnat");

/**
 * Traffic that leaves the network. Once a conntrack entry is deleted, the kernel would take the connection's next packet for
 * the first one of a new connection from the endpoint; a real first packet has no ACK (RFC 9293, 3.5). What it counts as invalid,
 * as a reset after the end of a connection, is translated by no rule, and would leave with the endpoint's own address.
 */
function fromRules(network: Guarded, stack: string): readonly Rule[] {
  const elsewhere = isNot("oifname", network.bridge);
  if (network.internal) return [...isolation(network), rule(elsewhere, drop)];
  const entering = network.admissible ? [rule(isIn("oifname", acceptSet(stack, network.name)), accept)] : [];
  const untranslated = network.masquerade ? [rule(elsewhere, has("ct state", "invalid"), drop)] : [];
  return [...isolation(network), rule(elsewhere, has("ct state", "new"), has("tcp flags", "ack"), drop), ...untranslated, ...entering];
}

/** Traffic that enters it. */
function toRules({ bridge, internal, acceptFrom }: Guarded): readonly Rule[] {
  return [
    rule(is("iifname", bridge), accept),
    ...(internal ? [] : [rule(translated, accept)]),
    ...(acceptFrom.includes(OUTSIDE) ? [rule(isNot("iifgroup", `${OUR_GROUP}`), accept)] : []),
    rule(drop),
  ];
}

const neighbours = ["nd-router-solicit", "nd-neighbor-solicit", "nd-neighbor-advert"].map((type) => rule(is("icmpv6 type", type), accept));
const dns = [is("icmp type", "echo-request"), is("icmpv6 type", "echo-request"), is("udp dport", "53"), is("tcp dport", "53")];

/** What endpoints may reach on any address of the host. Neighbour discovery is always accepted: IPv6 does not work without it. */
function hostRules({ hostAccess }: Guarded): readonly Rule[] | undefined {
  if (hostAccess === "all") return undefined;
  const served = hostAccess === "dns" ? dns.map((query) => rule(query, accept)) : [];
  return [rule(has("ct state", "established", "related"), accept), ...neighbours, ...served, rule(drop)];
}

/** Replies to connections to a published port from the same network, or from the host's loopback, must pass the host. */
function postRules({ subnets }: Guarded): readonly Rule[] {
  return [
    ...subnets.map((subnet) => rule(is(`${ip[familyOf(subnet)]} saddr`, subnet), translated, masquerade)),
    rule(is("ip saddr", "127.0.0.0/8"), masquerade),
    // With br_netfilter bridged packets pass here as well, and an imported bridge is not in our group at first.
    rule(accept),
  ];
}

function sourcesFor(subnet: string, { snatAddresses }: Guarded): readonly string[] {
  return snatAddresses.filter((address) => familyOf(address) === familyOf(subnet));
}

/** Before packets are masqueraded: which of the host's addresses those that leave have. */
function snatChain(network: Guarded): readonly FactBodies["chain"][] {
  const { bridge, subnets } = network;
  const rules = subnets.flatMap((subnet) => {
    const to = sourcesFor(subnet, network);
    const family = ip[familyOf(subnet)];
    return to.length === 0 ? [] : [rule(is(`${family} saddr`, subnet), isNot("oifgroup", `${OUR_GROUP}`), snat(family, to))];
  });
  if (rules.length === 0) return [];
  const base = Object.freeze({ type: "nat", hook: "postrouting", priority: 99 } as const);
  // An imported bridge is not in our group at first.
  return [{ name: `snat-${bridge}`, base, rules: [rule(is("oifname", bridge), leave), ...rules] }];
}

/** The chains of one network, the elements that lead to them, and its other entries in the table. */
export function networkRules(network: Guarded, owner: Owner): readonly Fact[] {
  const place = { host: network.host, netns: ROOT };
  const mark = commentMarkOf(owner);
  const element = (set: string, key: Tuple, data?: Verdict) =>
    fact("element", place, { set, element: Object.freeze(key), ...(data === undefined ? {} : { data }) }, { mark });
  const chains = {
    from: fromRules(network, owner.stack),
    to: toRules(network),
    host: hostRules(network),
    post: postRules(network),
  };
  const masquerading = network.masquerade && !network.internal;
  const leaving = masquerading ? snatChain(network) : [];
  const plain = masquerading ? network.subnets.filter((subnet) => sourcesFor(subnet, network).length === 0) : [];
  const used = Object.entries(chains).flatMap(([name, rules]) => (rules === undefined ? [] : [{ name, rules }]));
  return [
    ...acceptSets(network, owner.stack).map((name) => fact("set", place, { name, type: ["ifname"], interval: false }, { shared: true })),
    ...used.map(({ name, rules }) => fact("chain", place, { name: `${name}-${network.bridge}`, rules })),
    ...used.map(({ name }) => element(name, [network.bridge], jump(`${name}-${network.bridge}`))),
    ...plain.map((subnet) => element(`masquerade${familyOf(subnet)}`, [inSet(subnet)])),
    ...leaving.map((body) => fact("chain", place, body)),
    ...network.nameServers.flatMap((address) => [
      element(`gateways${familyOf(address)}`, [address]),
      element(`served${familyOf(address)}`, [address, network.bridge]),
    ]),
    ...acceptedBy(network).map((other) => element(acceptSet(owner.stack, other), [network.bridge])),
  ];
}

/** Names of the networks that it accepts, other than itself. */
export function acceptedBy({ acceptFrom, name }: Pick<Guarded, "acceptFrom" | "name">): readonly string[] {
  return acceptFrom
    .filter((id) => id !== OUTSIDE)
    .map((id) => id.slice(id.indexOf("/") + 1))
    .filter((other) => other !== name);
}

/** The network's own set, which its rules look up, and those to which it adds itself. */
function acceptSets(network: Guarded, stack: string): readonly string[] {
  return [...(network.internal || !network.admissible ? [] : [network.name]), ...acceptedBy(network)].map((name) => acceptSet(stack, name));
}

/** The settings that routing needs. They are host-wide, so they stay when the network is removed. */
export function forwarding(network: Guarded): readonly Fact[] {
  if (network.internal && network.acceptFrom.length === 0) return [];
  const names = { "4": FORWARDING_SETTING.ipv4, "6": FORWARDING_SETTING.ipv6 } as const;
  const place = { host: network.host, netns: ROOT };
  return families(network).map((family) => fact("sysctl", place, { name: names[family], value: "1" }, { shared: true }));
}
