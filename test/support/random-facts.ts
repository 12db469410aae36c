/**
 * Random facts of a small host: two namespaces, two bridges, three pairs, two VXLAN devices, macvlan interfaces on these.
 * Addresses are spelled in any of their textual forms before the facts take their normal form.
 */
import { fact, ROOT, type Fact, type FactOf, type Kind } from "../../lib/kernel/fact";
import { normal } from "../../lib/kernel/kinds";
import { MACVLAN_MODES } from "../../lib/kernel/kinds/on-parent";
import { spell } from "./spellings";

const HOST = "local";
const NAMESPACES = ["a", "b"];
const BRIDGES = ["br0", "br1"];
const PAIRS = ["v0", "v1", "v2"];
const TUNNELS = ["vx0", "vx1"];
const HOSTS = ["192.0.2.2", "192.0.2.3", "2001:db8::2"];
const MTUS = [1500, 1450, 1400, 1280, 1279, 1000];
/** Settings that overwrite, follow or are kept in one way or another, each with the values that it is given. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  "net.ipv4.ip_forward": ["0", "1"],
  "net.ipv4.conf.all.accept_redirects": ["0", "1"],
  ...ofLinks("net.ipv4.conf.*.forwarding", ["default", "eth0"], ["0", "1"]),
  ...ofLinks("net.ipv4.conf.*.rp_filter", ["all", "default", "lo", "eth0", "eth1"], ["0", "1", "2"]),
  ...ofLinks("net.ipv6.conf.*.disable_ipv6", ["all", "default", "eth0"], ["0", "1"]),
};

function ofLinks(name: string, links: readonly string[], values: readonly string[]) {
  return Object.fromEntries(links.map((link) => [name.replace("*", link), values]));
}

export const scope = {
  netns: NAMESPACES,
  adopt: {},
  qdiscs: [ROOT, ...NAMESPACES],
  neighbours: true,
  rules: true,
  proxies: true,
  sysctls: NAMESPACES.flatMap((netns) => Object.keys(SETTINGS).map((name) => ({ netns, name }))),
};

/** Chooses one of some. */
export type Choose = <T>(from: readonly T[]) => T;

const flag = [true, false];
const mostly = [true, true, true, false];
const rarely = [false, false, false, true];

/** The same address in any of its textual forms. */
function spelled(choose: Choose, text: string, format: "ip" | "mac" = "ip"): string {
  return spell(text, format, (count) => choose(Array.from({ length: count }, (_, n) => n)));
}

function addressFor(choose: Choose): string {
  const [net, n] = [choose([0, 1]), choose([1, 2, 3])];
  return choose([`10.0.${net}.${n}`, `fd00:${net}::${n}`]);
}

/** Only addresses are added to `lo`: the kernel has special rules for routes over it. */
function placeFor(choose: Choose, inside: readonly string[]): { readonly netns: string; readonly dev: string } {
  const netns = choose([ROOT, ...NAMESPACES, ...NAMESPACES]);
  return { netns, dev: netns === ROOT ? choose([...BRIDGES, ...PAIRS, TUNNELS[0]!]) : choose(inside) };
}

/** The pool of names and values. */
type Played = Extract<
  Kind,
  "netns" | "link" | "veth" | "port" | "addr" | "route" | "rule" | "qdisc" | "sysctl" | "fdb" | "neigh" | "proxy"
>;

const makers: { readonly [K in Played]: (choose: Choose) => FactOf<K> } = {
  netns: (choose) => {
    const name = choose(NAMESPACES);
    return fact("netns", { host: HOST, netns: ROOT }, { name }, { mark: `netweft:${choose(["s", "t"])}:netweft_namespace:${name}` });
  },
  link(choose) {
    const other = choose([tunnelFor, tunnelFor, interfaceFor, undefined, undefined]);
    if (other) return other(choose);
    const name = choose(BRIDGES);
    const body = {
      name,
      type: "bridge",
      mtu: choose(MTUS),
      mac: spelled(choose, `02:00:00:00:00:a${choose([1, 2, 3])}`, "mac"),
      stp: choose(flag),
      up: choose(mostly),
    };
    return fact("link", { host: HOST, netns: ROOT }, body, { mark: `netweft:${choose(["s", "t"])}:netweft_bridge_network:${name}` });
  },
  veth(choose) {
    const [name, peerNetns] = [choose(PAIRS), choose(NAMESPACES)];
    const ends = {
      peer: choose(["eth0", "eth0", "eth1"]),
      mtu: choose(MTUS),
      peerMtu: choose(MTUS),
      up: choose(mostly),
      peerUp: choose(mostly),
    };
    const body = { name, peerNetns, ...ends, mac: `02:00:00:00:01:0${choose([1, 2, 3])}`, addresses: choose([[], ["10.0.0.2/24"]]) };
    return fact("veth", { host: HOST, netns: ROOT }, body, { mark: `netweft:s:netweft_endpoint:${name}` });
  },
  port: (choose) =>
    fact(
      "port",
      { host: HOST, netns: ROOT },
      { dev: choose([...PAIRS, ...TUNNELS]), bridge: choose(BRIDGES), isolated: choose(flag), hairpin: choose(flag), ...unusual(choose) },
    ),
  qdisc(choose) {
    const { netns, dev } = placeFor(choose, ["eth0", "eth0", "eth1"]);
    const rate = choose([64_000, 7_777_776, 20_000_000, 1_000_000_000]);
    return fact(
      "qdisc",
      { host: HOST, netns },
      { dev, type: "tbf", rate, burst: choose([3036, 12_345, 500_001]), limit: choose([3400, 700_000]) },
    );
  },
  addr(choose) {
    const { netns, dev } = placeFor(choose, ["eth0", "eth0", "eth1", "lo"]);
    const address = addressFor(choose);
    return fact("addr", { host: HOST, netns }, { address: `${spelled(choose, address)}/${address.includes(":") ? 64 : 24}`, dev });
  },
  route(choose) {
    const { netns, dev } = placeFor(choose, ["eth0", "eth0", "eth1", "eth1"]);
    const via = addressFor(choose);
    const six = via.includes(":");
    const body = {
      destination: choose(six ? ["::/0", "fd09::/64"] : ["0.0.0.0/0", "10.9.0.0/16"]),
      dev,
      metric: choose([undefined, undefined, 100]),
      table: choose([undefined, undefined, 20]),
    };
    const { dev: _, ...without } = body;
    if (choose(rarely)) return fact("route", { host: HOST, netns }, { ...without, type: choose(["blackhole", "unreachable"] as const) });
    const learned = six && choose(rarely) ? { learned: true as const } : {};
    const own = addressFor(choose);
    const source = choose(rarely) && own.includes(":") === six ? { source: own } : {};
    return fact(
      "route",
      { host: HOST, netns },
      { ...body, ...(choose(mostly) ? { via: spelled(choose, via) } : {}), ...source, ...learned },
    );
  },
  rule(choose) {
    const six = choose(flag);
    const ends = six ? ["fd00:8::1/64", "fd00:8::/64", undefined] : ["10.8.0.1/24", "10.8.0.2/32", undefined];
    const mark = choose([{}, {}, { fwmark: 16 }, { fwmark: 16, mask: 255 }, { fwmark: 0, mask: 255 }]);
    const [from, to, iif, type] = [
      choose(ends),
      choose(ends),
      choose([undefined, undefined, "eth0"]),
      choose([undefined, "prohibit"] as const),
    ];
    const body = {
      family: six ? ("ip6" as const) : ("ip" as const),
      priority: choose([100, 100, 200]),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...mark,
      ...(iif === undefined ? {} : { iif }),
      ...(type === undefined ? { table: choose([20, 254]) } : { type }),
    };
    return fact("rule", { host: HOST, netns: choose([ROOT, ...NAMESPACES]) }, body);
  },
  fdb(choose) {
    const mac = choose(["00:00:00:00:00:00", "02:00:00:00:00:b1", "02:00:00:00:00:b2"]);
    const dev = choose([...TUNNELS, ...TUNNELS, "br0", "v0"]);
    const dst = spelled(choose, choose(HOSTS));
    return fact("fdb", { host: HOST, netns: ROOT }, { mac: spelled(choose, mac, "mac"), dev, dst, master: choose(flag) });
  },
  neigh(choose) {
    const lladdr = spelled(choose, `02:00:00:00:00:c${choose([1, 2])}`, "mac");
    const dev = choose([...BRIDGES, ...TUNNELS, "v0"]);
    return fact("neigh", { host: HOST, netns: ROOT }, { address: spelled(choose, addressFor(choose)), dev, lladdr });
  },
  proxy(choose) {
    const { netns, dev } = placeFor(choose, ["eth0", "eth0", "eth1"]);
    return fact("proxy", { host: HOST, netns }, { address: spelled(choose, addressFor(choose)), dev });
  },
  sysctl(choose) {
    const name = choose(Object.keys(SETTINGS));
    return fact("sysctl", { host: HOST, netns: choose(NAMESPACES) }, { name, value: choose(SETTINGS[name]!) });
  },
};

/** A VXLAN device. Two of one number, port and protocol are refused. */
function tunnelFor(choose: Choose): FactOf<"link"> {
  const [name, from] = [choose(TUNNELS), choose([undefined, "192.0.2.1", "2001:db8::1"])];
  const local = from === undefined ? {} : { local: spelled(choose, from) };
  const wire = { vni: choose([42, 43]), ...local, port: choose([4789, 4789, 4790]), learning: choose(flag) };
  const rest = { mtu: choose(MTUS), mac: `02:00:00:00:02:0${choose([1, 2])}`, up: choose(mostly) };
  return fact(
    "link",
    { host: HOST, netns: ROOT },
    { name, type: "vxlan", ...wire, ...rest },
    { mark: `netweft:s:netweft_overlay_network:${name}` },
  );
}

/** A macvlan interface of a namespace, on a link of the host. */
function interfaceFor(choose: Choose): FactOf<"link"> {
  const name = choose(["eth0", "eth1", "eth2"]);
  const below = { parent: choose([...BRIDGES, ...PAIRS, TUNNELS[0]!]), parentNetns: ROOT, mode: choose(MACVLAN_MODES) };
  const rest = { mtu: choose(MTUS), mac: `02:00:00:00:03:0${choose([1, 2, 3])}`, up: choose(mostly) };
  return fact(
    "link",
    { host: HOST, netns: choose(NAMESPACES) },
    { name, type: "macvlan", ...below, ...rest, addresses: choose([[], ["10.0.0.2/24"]]) },
    { mark: `netweft:s:netweft_endpoint:${name}` },
  );
}

/** What ports of overlay networks have otherwise than most. */
function unusual(choose: Choose) {
  return {
    ...(choose(rarely) ? { suppress: true as const } : {}),
    ...(choose(rarely) ? { learning: false as const } : {}),
    ...(choose(rarely) ? { flood: false as const } : {}),
  };
}

/** The frequency of each kind, by repetition. */
const KINDS: readonly Played[] = [
  "netns",
  "netns",
  "link",
  "link",
  "link",
  "veth",
  "veth",
  "veth",
  "port",
  "port",
  "qdisc",
  "qdisc",
  "addr",
  "addr",
  "addr",
  "route",
  "route",
  "route",
  "rule",
  "rule",
  "sysctl",
  "sysctl",
  "sysctl",
  "fdb",
  "fdb",
  "neigh",
  "neigh",
  "proxy",
  "proxy",
];

/** A fact in normal form, of names and values that recur. */
export function randomFact(choose: Choose): Fact {
  return normal(makers[choose(KINDS)](choose) as Fact);
}
