import { fact, ROOT, type Fact, type FactBodies } from "../../kernel/fact";
import { OUR_GROUP } from "../../kernel/mark";
import { BRIDGE_TABLE, OUR_TABLE } from "../../kernel/kinds/table";

/** The bridge ports from which router advertisements are accepted. */
export const ROUTER_PORTS = "bridge:routers";

/** The sets and maps that hold the entries of networks and endpoints. */
const sets: readonly FactBodies["set"][] = [
  map("from", "ifname", "verdict"),
  map("to", "ifname", "verdict"),
  map("host", "ifname", "verdict"),
  map("post", "ifname", "verdict"),
  { name: "masquerade4", type: "ipv4_addr", interval: true },
  { name: "masquerade6", type: "ipv6_addr", interval: true },
  { name: "isolated4", type: "ipv4_addr", interval: false },
  { name: "isolated6", type: "ipv6_addr", interval: false },
  { name: "open4", type: "ipv4_addr", interval: false },
  { name: "open6", type: "ipv6_addr", interval: false },
  { name: "gateways4", type: "ipv4_addr", interval: false },
  { name: "gateways6", type: "ipv6_addr", interval: false },
  { name: "served4", type: "ipv4_addr . ifname", interval: false },
  { name: "served6", type: "ipv6_addr . ifname", interval: false },
  map("publish4", "inet_proto . ipv4_addr . inet_service", "ipv4_addr . inet_service"),
  map("publish6", "inet_proto . ipv6_addr . inet_service", "ipv6_addr . inet_service"),
  map("publish4-any", "inet_proto . inet_service", "ipv4_addr . inet_service"),
  map("publish6-any", "inet_proto . inet_service", "ipv6_addr . inet_service"),
  { name: ROUTER_PORTS, type: "ifname", interval: false },
];

function map(name: string, type: string, data: string): FactBodies["set"] {
  return { name, type, data, interval: false };
}

/** Queries to a network's own name server stay there, even if port 53 is published on all addresses. */
const kept = [4, 6].flatMap((family) =>
  ["udp", "tcp"].map((protocol) => `${protocol} dport 53 ${family === 4 ? "ip" : "ip6"} daddr @gateways${family} accept`),
);

/** First the exact host address, then any; packets to other machines are never redirected. `::1` cannot be forwarded: replies to it never leave `lo`. */
const published = [
  "fib daddr type local dnat ip to meta l4proto . ip daddr . th dport map @publish4",
  "fib daddr type local dnat ip6 to meta l4proto . ip6 daddr . th dport map @publish6",
  ...kept,
  "meta nfproto ipv4 fib daddr type local dnat ip to meta l4proto . th dport map @publish4-any",
  "ip6 daddr != ::1 fib daddr type local dnat ip6 to meta l4proto . th dport map @publish6-any",
];

/** A name server answers its own network and the host only; other networks must not learn its names. */
const unserved = (["ip", "ip6"] as const).flatMap((ip) => {
  const family = ip === "ip" ? 4 : 6;
  const elsewhere = `iifname != "lo" ${ip} daddr @gateways${family} ${ip} daddr . iifname != @served${family} drop`;
  return [`udp dport 53 ${elsewhere}`, `tcp dport 53 ${elsewhere}`];
});

/** The host accepts no router advertisements from endpoints. */
const ROUTERS = `iifgroup ${OUR_GROUP} icmpv6 type nd-router-advert drop`;

/** Nor do other endpoints: programs that listen for advertisements bypass the kernel's settings. `iifname` is the port at which a frame enters its bridge. */
const NEIGHBOURS = `iifgroup ${OUR_GROUP} iifname != @routers icmpv6 type nd-router-advert drop`;

const chains: readonly FactBodies["chain"][] = [
  // A published port on 127.0.0.1 needs `route_localnet`, which would otherwise let others reach ports that the host binds there.
  base("raw", "filter", "prerouting", -300, ['iifname != "lo" ip daddr 127.0.0.0/8 drop']),
  base("dstnat", "nat", "prerouting", -100, published),
  base("output", "nat", "output", -100, published),
  base("input", "filter", "input", 0, [ROUTERS, ...unserved, "iifname vmap @host"]),
  base("forward", "filter", "forward", 0, [
    "ct state established,related accept",
    "iifname vmap @from",
    "oifname vmap @to",
    // A network that is being created or removed is closed.
    `oifgroup ${OUR_GROUP} drop`,
  ]),
  base("srcnat", "nat", "postrouting", 100, [
    "oifname vmap @post",
    `ip saddr @masquerade4 oifgroup != ${OUR_GROUP} masquerade`,
    `ip6 saddr @masquerade6 oifgroup != ${OUR_GROUP} masquerade`,
  ]),
  base("bridge:prerouting", "filter", "prerouting", -300, [NEIGHBOURS]),
];

function base(name: string, type: string, hook: string, priority: number, rules: readonly string[]): FactBodies["chain"] {
  return { name, base: `type ${type} hook ${hook} priority ${priority}`, rules };
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

const names: ReadonlySet<string> = new Set([...sets, ...chains, OUR_TABLE].map(({ name }) => name));

/** Whether a fact is part of the skeleton that all networks of a host share. */
export function isSkeleton(fact: Fact): boolean {
  return (fact.kind === "table" || fact.kind === "set" || fact.kind === "chain") && names.has(fact.name);
}
