import { fact, ROOT, type Fact, type FactBodies } from "../../kernel/fact";
import { OUR_GROUP } from "../../kernel/mark";
import { typeOf } from "../../kernel/kinds";
import { BRIDGE_TABLE, OUR_TABLE } from "../../kernel/kinds/table";
import { accept, dnat, drop, has, is, isIn, isNot, isNotIn, masquerade, rule, vmap } from "../../nft/build";
import type { ChainBase, Rule, Tuple } from "../../nft/expression";
import { limited, limits } from "./limits";

/** The bridge ports from which router advertisements are accepted. */
export const ROUTER_PORTS = "bridge:routers";

/** Queries to name servers. */
const DNS = [is("udp dport", "53"), is("tcp dport", "53")];

/** The sets and maps that hold the entries of networks and endpoints. */
const sets: readonly FactBodies["set"][] = [
  map("from", ["ifname"], ["verdict"]),
  map("to", ["ifname"], ["verdict"]),
  map("host", ["ifname"], ["verdict"]),
  map("post", ["ifname"], ["verdict"]),
  { name: "masquerade4", type: ["ipv4_addr"], interval: true },
  { name: "masquerade6", type: ["ipv6_addr"], interval: true },
  { name: "isolated4", type: ["ipv4_addr"], interval: false },
  { name: "isolated6", type: ["ipv6_addr"], interval: false },
  { name: "open4", type: ["ipv4_addr"], interval: false },
  { name: "open6", type: ["ipv6_addr"], interval: false },
  { name: "gateways4", type: ["ipv4_addr"], interval: false },
  { name: "gateways6", type: ["ipv6_addr"], interval: false },
  { name: "served4", type: ["ipv4_addr", "ifname"], interval: false },
  { name: "served6", type: ["ipv6_addr", "ifname"], interval: false },
  map("publish4", ["inet_proto", "ipv4_addr", "inet_service"], ["ipv4_addr", "inet_service"]),
  map("publish6", ["inet_proto", "ipv6_addr", "inet_service"], ["ipv6_addr", "inet_service"]),
  map("publish4-any", ["inet_proto", "inet_service"], ["ipv4_addr", "inet_service"]),
  map("publish6-any", ["inet_proto", "inet_service"], ["ipv6_addr", "inet_service"]),
  { name: ROUTER_PORTS, type: ["ifname"], interval: false },
];

function map(name: string, type: Tuple, data: Tuple): FactBodies["set"] {
  return { name, type, data, interval: false };
}

const FAMILIES = [
  { ip: "ip", n: 4 },
  { ip: "ip6", n: 6 },
] as const;

/** Queries to a network's own name server stay there, even if port 53 is published on all addresses. */
const kept = FAMILIES.flatMap(({ ip, n }) => DNS.map((query) => rule(query, isIn(`${ip} daddr`, `gateways${n}`), accept)));

const forHost = is("fib daddr type", "local");

/** First the exact host address, then any; packets to other machines are never redirected. `::1` cannot be forwarded: replies to it never leave `lo`. */
const published = [
  ...FAMILIES.map(({ ip, n }) => rule(forHost, dnat(ip, ["meta l4proto", `${ip} daddr`, "th dport"], `publish${n}`))),
  ...kept,
  rule(is("meta nfproto", "ipv4"), forHost, dnat("ip", ["meta l4proto", "th dport"], "publish4-any")),
  rule(isNot("ip6 daddr", "::1"), forHost, dnat("ip6", ["meta l4proto", "th dport"], "publish6-any")),
];

/** A name server answers its own network and the host only; other networks must not learn its names. */
const unserved = FAMILIES.flatMap(({ ip, n }) =>
  DNS.map((query) =>
    rule(query, isNot("iifname", "lo"), isIn(`${ip} daddr`, `gateways${n}`), isNotIn([`${ip} daddr`, "iifname"], `served${n}`), drop),
  ),
);

/** The links of all our networks. */
const group = `${OUR_GROUP}`;

/** The host accepts no router advertisements from endpoints. */
const routers = rule(is("iifgroup", group), is("icmpv6 type", "nd-router-advert"), drop);

/** Nor do other endpoints: programs that listen for advertisements bypass the kernel's settings. `iifname` is the port at which a frame enters its bridge. */
const neighbours = rule(is("iifgroup", group), isNotIn("iifname", "routers"), is("icmpv6 type", "nd-router-advert"), drop);

const chains: readonly FactBodies["chain"][] = [
  // A published port on 127.0.0.1 needs `route_localnet`, which would otherwise let others reach ports that the host binds there.
  base("raw", "filter", "prerouting", -300, [rule(isNot("iifname", "lo"), is("ip daddr", "127.0.0.0/8"), drop)]),
  base("dstnat", "nat", "prerouting", -100, published),
  base("output", "nat", "output", -100, published),
  base("input", "filter", "input", 0, [routers, ...unserved, rule(vmap("iifname", "host"))]),
  base("forward", "filter", "forward", 0, [
    rule(has("ct state", "established", "related"), accept),
    rule(vmap("iifname", "from")),
    rule(vmap("oifname", "to")),
    // A network that is being created or removed is closed.
    rule(is("oifgroup", group), drop),
  ]),
  base("srcnat", "nat", "postrouting", 100, [
    rule(vmap("oifname", "post")),
    ...FAMILIES.map(({ ip, n }) => rule(isIn(`${ip} saddr`, `masquerade${n}`), isNot("oifgroup", group), masquerade)),
  ]),
  base("bridge:prerouting", "filter", "prerouting", -300, [neighbours]),
];

function base(
  name: string,
  type: ChainBase["type"],
  hook: ChainBase["hook"],
  priority: number,
  rules: readonly Rule[],
): FactBodies["chain"] {
  return { name, base: Object.freeze({ type, hook, priority }), rules: Object.freeze(rules) };
}

/**
 * What all networks of a host share: the tables, the chains at the kernel's hooks, and the maps that lead to a network's own
 * chains and elements. A packet passes a handful of lookups, however many networks there are. Chains drop packets or pass them
 * on; verdicts of other tables apply as well.
 */
export function skeleton(host: string): readonly Fact[] {
  const place = { host, netns: ROOT };
  const shared = { shared: true } as const;
  return [
    ...[OUR_TABLE, BRIDGE_TABLE].map((table) => fact("table", place, table, shared)),
    ...sets.map((body) => fact("set", place, body, shared)),
    ...chains.map((body) => fact("chain", place, body, shared)),
  ];
}

const names: ReadonlySet<string> = new Set([...sets, ...chains, ...limited, limits, OUR_TABLE].map(({ name }) => name));

/** Whether a fact is part of what all networks or endpoints of a host share. */
export function isSkeleton(fact: Fact): boolean {
  return typeOf(fact).isReferredTo === true && "name" in fact && names.has(fact.name);
}
