/**
 * The test suite that every backend must pass. It accesses the host only through `Driver`; facts and steps are canonical
 * lines, so that the same text is a step and its expected observation.
 */
import type { Backend, Observation, Outcome, Scope } from "../../lib/ports/backend";
import { OWN_NAMESPACE } from "../../lib/kernel/adopted";
import type { Fact } from "../../lib/kernel/fact";
import { lineOf, parseLine, textOf } from "../../lib/kernel/line";
import type { Step, Verb } from "../../lib/kernel/step";
import { until } from "./until";

/** A driver with one host, `local`, that has no test objects. Opened again for every test. */
export interface Bench {
  readonly driver: Backend;
  /** Creates these facts on the host as another program would, without the driver. */
  foreign(lines: readonly string[]): Promise<void>;
  /** The path of a network namespace of another program; a different one each time. */
  namespaceOfAnother(): Promise<string>;
  /** A similar path without a namespace. */
  nothing(): Promise<string>;
  /** Starts FRR on the host. */
  startBgp(): Promise<void>;
  close(): Promise<void>;
}

export interface DriverUnderTest {
  readonly name: string;
  open(): Promise<Bench>;
}

const HOST = "local";
const EMPTY: Scope = { netns: [], adopt: {}, sysctls: [] };
const MARK = "netweft:shop:netweft_namespace:web";

const NETNS = `local - netns web # ${MARK}`;
const BRIDGE = "local - link nw-blue type bridge mtu 1450 mac 02:11:22:33:44:55 stp off up # netweft:shop:netweft_bridge_network:blue";
const PAIR =
  "local - veth nwe1 <> web eth0 mtu 1450 mac 02:11:22:33:44:66 up addresses 10.8.0.2/24,fd00:8::2/64 # netweft:shop:netweft_endpoint:web/eth0";
const PORT = "local - port nwe1 bridge nw-blue isolated";
const GATEWAYS = ["local - addr 10.8.0.1/24 dev nw-blue", "local - addr fd00:8::1/64 dev nw-blue"];
const ADDRS = ["local web addr 10.8.0.2/24 dev eth0", "local web addr fd00:8::2/64 dev eth0"];
const ROUTES = [
  "local web route default via 10.8.0.1 dev eth0",
  "local web route default via fd00:8::1 dev eth0",
  "local web route 10.9.0.0/16 via 10.8.0.1 dev eth0 metric 100 table 20",
  "local web route 10.6.0.0/16 via 10.8.0.1 dev eth0 src 10.8.0.2",
  "local web route blackhole 10.5.0.0/16",
  "local web route unreachable fd00:5::/64 metric 50 table 20",
];
const WITHOUT_LINK = ROUTES.slice(-2);
const RATES = [
  "local - qdisc nwe1 tbf rate 100mbit burst 50000 limit 675000",
  "local web qdisc eth0 tbf rate 64kbit burst 3036 limit 3436",
];
const RATED: Scope = { netns: ["web"], adopt: {}, sysctls: [], qdiscs: ["-", "web"] };
const RULES = [
  "local - rule ip 100 from 10.8.0.0/24 to 192.0.2.1/32 fwmark 0x10/0xff iif lo oif eth9 lookup 20",
  "local - rule ip 100 fwmark 0x10 prohibit",
  "local web rule ip 200 from 10.8.0.2/24 lookup main",
  "local web rule ip 201 ipproto udp sport 5000-5009 lookup main suppress_prefixlength 0",
  "local web rule ip6 200 to fd00:9::/64 blackhole",
];
const RULED: Scope = { netns: ["web"], adopt: {}, sysctls: [], rules: true };
const PROXIES = [
  "local - proxy 10.8.0.5 dev nw-blue",
  "local - proxy fd00:8::5 dev nw-blue",
  "local web proxy 10.8.0.6 dev eth0",
  "local web proxy fd00:8::6 dev eth0",
];
const ANSWERED: Scope = { netns: ["web"], adopt: {}, sysctls: [], proxies: true };
const RESOLVER = "local - resolver nw-blue listen 10.8.0.1,fd00:8::1 domain blue upstream none subnets 10.8.0.0/24,fd00:8::/64";
const NAMES = ["local - name nw-blue web addresses 10.8.0.2,fd00:8::2 aliases cache,db", "local - name nw-blue api addresses 10.8.0.3"];
const VIEW = "local - view nw-blue to netweft:shop:netweft_bridge_network:green domain blue subnets 10.8.0.0/24,fd00:8::/64";
const RESOLV = "local - resolv web nameservers 10.8.0.1,fd00:8::1 search blue # netweft:shop:netweft_endpoint:web/eth0";
const SECOND =
  "local - resolv web from eth1 nameservers 192.0.2.53 search back,corp.example options ndots:2 # netweft:shop:netweft_endpoint:web/eth1";
const OWN = "local - resolv web from - search corp.example options rotate alone # netweft:shop:netweft_namespace:web";
const SYSCTL = "local web sysctl net.ipv4.ip_forward = 1";
const OFFERED = {
  "net.core.somaxconn": "writable",
  "net.core.rmem_max": "read-only",
  "net.core.netdev_max_backlog": "absent",
  "net.ipv4.nosuch": "absent",
  "net.ipv4.conf.lo.rp_filter": "writable",
  "net.ipv4.route.flush": "write-only",
  "net.ipv6.conf.default.stable_secret": "writable",
  "net.ipv6.neigh.default.gc_thresh3": "absent",
} as const;
/** A namespace on a bridge with all objects of a small network. */
const NETWORK = [NETNS, BRIDGE, PAIR, PORT, ...GATEWAYS, ...ADDRS, ...ROUTES];
/** Netweft's table for a network with a published port, in the order of creation. */
const FIREWALL = [
  "local - table inet netweft",
  "local - set from type ifname : verdict",
  "local - set masquerade4 type ipv4_addr flags interval",
  "local - set publish4 type inet_proto . ipv4_addr . inet_service : ipv4_addr . inet_service",
  "local - set publish6-any type inet_proto . inet_service : ipv6_addr . inet_service",
  "local - set accept.shop/blue type ifname",
  "local - set served6 type ipv6_addr . ifname",
  'local - chain input type filter hook input priority 0 { tcp dport 53 iifname != "lo" ip6 daddr . iifname != @served6 drop }',
  "local - chain dstnat type nat hook prerouting priority -100 { dnat ip to meta l4proto . ip daddr . th dport map @publish4; ip6 daddr != ::1 fib daddr type local dnat ip6 to meta l4proto . th dport map @publish6-any }",
  "local - chain forward type filter hook forward priority 0 { ct state established,related accept; iifname vmap @from; oifgroup 157 drop }",
  'local - chain from-nw-blue { ct status dnat oifname "nw-blue" accept; oifname != "nw-blue" ct state new tcp flags ack drop; oifname @accept.shop/blue accept; ip saddr 10.8.0.0/24 drop }',
  'local - chain encap-out type filter hook output priority 0 { udp dport 4789 @th,96,24 0x2a oifname != "nwg42" drop; udp dport 4789 @th,96,24 0xffffff rt ipsec missing drop }',
  'local - chain encap-in type filter hook input priority 0 { udp dport 4789 @th,96,24 0x1 iifname != "nwg42" drop; udp dport 4789 @th,96,24 0x2a meta ipsec missing drop }',
  "local - chain srcnat type nat hook postrouting priority 100 { ip saddr @masquerade4 oifgroup != 157 masquerade }",
  "local - chain snat-nw-blue type nat hook postrouting priority 99 { ip saddr 10.8.0.0/24 oifgroup != 157 snat ip to 192.0.2.1; ip6 saddr fd00:8::/64 oifgroup != 157 snat ip6 to jhash ip6 saddr mod 3 seed 0x1 map { 0 : 2001:db8::2, 1 : 2001:db8::1, 2 : 2001:db8::3 } }",
  "local - set limited4 type ipv4_addr : verdict",
  "local - set sources4-nwe1-sctp-8080 type ipv4_addr flags interval",
  'local - chain sources-nwe1 { iifname "nw-blue" return; meta l4proto sctp ct original proto-dst 8080-8089 ct original ip daddr 192.0.2.1 ip saddr @sources4-nwe1-sctp-8080 return; meta l4proto tcp ct original proto-dst 80 ct original ip6 daddr 2001:db8::1 drop }',
  "local - chain limits type filter hook forward priority -1 { ct status dnat ip daddr vmap @limited4 }",
  "local - element limited4 10.8.0.2 : jump sources-nwe1 # netweft:shop:netweft_endpoint:web/eth0",
  "local - element sources4-nwe1-sctp-8080 0.0.0.0/0 # netweft:shop:netweft_endpoint:web/eth0",
  "local - chain empty { }",
  "local - element from nw-blue : jump from-nw-blue # netweft:shop:netweft_bridge_network:blue",
  "local - element masquerade4 10.8.0.0/24 # netweft:shop:netweft_bridge_network:blue",
  "local - element accept.shop/blue nw-green # netweft:shop:netweft_bridge_network:green",
  "local - element served6 fd00:8::1 . nw-blue # netweft:shop:netweft_bridge_network:blue",
  "local - element publish4 tcp . 192.0.2.10 . 8080 : 10.8.0.2 . 80 # netweft:shop:netweft_endpoint:web/eth0",
  "local - element publish6-any udp . 8080 : fd00:8::2 . 80 # netweft:shop:netweft_endpoint:web/eth0",
  "local - element publish6-any sctp . 8080 : fd00:8::2 . 80 # netweft:shop:netweft_endpoint:web/eth0",
];
/** A VXLAN device on a bridge, and its entries for remote VTEPs. */
const OVERLAY = [
  BRIDGE,
  "local - link nwx42 type vxlan vni 42 local 192.0.2.1 port 4789 learning off mtu 1450 mac 02:11:22:33:44:42 up # netweft:shop:netweft_overlay_network:mesh",
  "local - port nwx42 bridge nw-blue suppress nolearning noflood",
];
const LEADING = [
  "local - fdb 00:00:00:00:00:00 dev nwx42 dst 192.0.2.2",
  "local - fdb 00:00:00:00:00:00 dev nwx42 dst 192.0.2.3",
  "local - fdb 02:11:22:33:44:77 dev nwx42 dst 192.0.2.2 master",
  "local - neigh 10.8.0.7 dev nw-blue lladdr 02:11:22:33:44:77",
  "local - neigh fd00:8::7 dev nw-blue lladdr 02:11:22:33:44:77",
];
/** A WireGuard device, its configuration, and its peers. */
const TUNNEL = "local - link nwgabc123 type wireguard mtu 1440 up # netweft:shop:netweft_overlay_network:mesh";
const KEY = "local - key nwgabc123 port 51842 public ?local/nwgabc123";
const KEYS = ["AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=", "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="] as const;
const PEERS = [
  `local - peer nwgabc123 10.7.0.2 public ${KEYS[1]} endpoint [2001:db8::2]:51842`,
  `local - peer nwgabc123 fd6e:7765::2 public ${KEYS[0]} endpoint 192.0.2.2:51842`,
];
const TUNNELS: Scope = { ...EMPTY, tunnels: true };
const NEIGHBOURS: Scope = { ...EMPTY, neighbours: true };
const PROCESS = "local - bgp 65157 router-id 192.0.2.1";
const NEIGHBORS = [
  "local - neighbor 192.0.2.2 as 65157 source 192.0.2.1 client",
  "local - neighbor 192.0.2.3 as 65157",
  "local - neighbor 2001:db8::4 as 65157 source 2001:db8::1",
];
const ROUTED: Scope = { ...EMPTY, bgp: true };
const TABLE: Scope = { ...EMPTY, firewall: true };
const WEB: Scope = { ...EMPTY, netns: ["web"] };
const CALLED: Scope = { ...WEB, names: true };

export function factOf(line: string): Fact {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]!.detail);
  return parsed.value;
}

const steps = (verb: Verb, lines: readonly string[]): Step[] => lines.map((line) => ({ verb, fact: factOf(line) }));
const add = (...lines: readonly string[]) => steps("add", lines);
const del = (...lines: readonly string[]) => steps("del", lines);
const change = (from: string, to: string): Step => ({ verb: "set", fact: factOf(to), from: factOf(from) });

/** The line with a part of it replaced. */
const but = (line: string, part: string, other: string) => line.replace(part, other);

export function testDriver({ name, open }: DriverUnderTest): void {
  describe(`the driver ${name}`, () => {
    let bench: Bench;
    /** What an empty host has. */
    let before: ReadonlySet<string> | undefined;
    /** The host's generation: only the driver under test changes it. */
    let generation: string | undefined;

    const observe = async (scope: Scope = WEB): Promise<Observation> => {
      const observation = (await bench.driver.observe(new Map([[HOST, scope]]))).get(HOST)!;
      if (!observation.ok) throw new Error(observation.diagnostics.map(({ detail }) => detail).join("\n"));
      generation = observation.value.generation;
      return observation.value;
    };
    const linesOf = ({ facts }: Observation) => [...facts.values()].map(lineOf).filter((line) => !before?.has(line));
    const observed = async (scope?: Scope) => linesOf(await observe(scope)).sort();
    const run = async (
      work: readonly Step[],
      scope: Scope = WEB,
      onStep: (host: string, done: number) => void = () => {},
    ): Promise<Outcome> => {
      const from = generation ?? (await observe(EMPTY)).generation;
      const outcome = (await bench.driver.run(new Map([[HOST, { steps: work, scope, generation: from }]]), onStep)).get(HOST)!;
      generation = outcome.after?.generation;
      return outcome;
    };
    /** Runs steps that must all succeed. */
    const done = async (work: readonly Step[], scope?: Scope) => {
      const outcome = await run(work, scope);
      expect(outcome.failed?.diagnostic.detail).toBeUndefined();
      expect(outcome.done).toBe(work.length);
      return outcome;
    };
    /** A namespace of another program, and the line that attaches it as `db`. */
    const ofAnother = async () => {
      const path = await bench.namespaceOfAnother();
      const scope: Scope = { ...EMPTY, netns: ["db"], adopt: { db: [{ path }] } };
      const inode = (await observe(scope)).inodes.get(path)!;
      return { path, scope, inode, adopted: `local - netns db from ${path} inode ${inode} # netweft:shop:netweft_namespace:db` };
    };
    const expectObserved = async (lines: readonly string[], scope?: Scope) => expect(await observed(scope)).toEqual([...lines].sort());

    beforeEach(async () => {
      bench = await open();
      generation = undefined;
      before ??= new Set(linesOf(await observe(EMPTY)));
    });
    afterEach(() => bench.close());

    test("what a new namespace lets do with settings is seen before there is one", async () => {
      const { offered } = await observe({ ...EMPTY, offered: Object.keys(OFFERED) });
      expect(Object.fromEntries(offered!)).toEqual(OFFERED);
      expect((await observe(EMPTY)).offered!.size).toBe(0);
    });

    describe("adding", () => {
      test("creates facts of every kind, which are observed as requested", async () => {
        const outcome = await done(add(...NETWORK, SYSCTL));
        expect(linesOf(outcome.after!).sort()).toEqual([...NETWORK].sort());
        await expectObserved([...NETWORK, SYSCTL], { ...WEB, sysctls: [{ netns: "web", name: "net.ipv4.ip_forward" }] });
      });

      test("an existing object succeeds and changes nothing", async () => {
        await done(add(...NETWORK, SYSCTL));
        await done(add(...NETWORK, SYSCTL));
        await expectObserved(NETWORK);
      });

      test("creates links that are down, different ends and a namespace without a mark", async () => {
        const lines = [
          "local - netns web",
          "local - link nw-down type bridge mtu 1500 mac 02:11:22:33:44:77 stp on down # netweft:shop:netweft_bridge_network:down",
          "local - veth nwe2 <> web eth1 mtu 1500/1400 mac 02:11:22:33:44:88 up/down # netweft:shop:netweft_endpoint:web/eth1",
          "local - port nwe2 bridge nw-down hairpin",
          "local web addr 10.7.0.2/24 dev eth1",
        ];
        await done(add(...lines));
        await expectObserved(lines);
      });

      test("keeps a bridge's mtu independent of its ports", async () => {
        const small = but(PAIR, "mtu 1450", "mtu 1300");
        await done(add(NETNS, BRIDGE, small, PORT));
        await expectObserved([NETNS, BRIDGE, small, PORT]);
        await done(del(small));
        await expectObserved([NETNS, BRIDGE]);
      });
    });

    describe("an interface on a link of the host", () => {
      const MACVLAN =
        "local web link eth5 type macvlan parent - nw-blue mode bridge mtu 1400 mac 02:11:22:33:44:05 up addresses 10.8.0.5/24 # netweft:shop:netweft_endpoint:web/eth5";
      const SHIM =
        "local - link nwm-blue type macvlan parent - nw-blue mode bridge mtu 1450 mac 02:11:22:33:44:06 up # netweft:shop:netweft_macvlan_network:blue";
      const ADDRESS = "local web addr 10.8.0.5/24 dev eth5";

      beforeEach(() => done(add(NETNS, BRIDGE)));

      test("is created in a namespace, and changes its mode, its mtu and its addresses in place", async () => {
        await done(add(MACVLAN, ADDRESS, SHIM));
        await expectObserved([NETNS, BRIDGE, MACVLAN, ADDRESS, SHIM]);
        const other = but(but(but(MACVLAN, "mode bridge", "mode private"), "mtu 1400", "mtu 1300"), "10.8.0.5/24", "10.8.0.6/24");
        await done([change(MACVLAN, other)]);
        await expectObserved([NETNS, BRIDGE, other, ADDRESS, SHIM]);
        await done(del(SHIM, other));
        await expectObserved([NETNS, BRIDGE]);
      });

      test("shows its addresses without its namespace, where that is asked for", async () => {
        await done(add(MACVLAN, ADDRESS));
        const shown = async (scope: Scope) => (await observed(scope)).filter((line) => line.includes(" macvlan "));
        expect(await shown(EMPTY)).toEqual([]);
        expect(await shown({ ...EMPTY, interfaces: true })).toEqual([MACVLAN]);
      });

      test("gets a smaller mtu with its parent, keeps everything when that goes down, and goes with it", async () => {
        await done(add(MACVLAN, ADDRESS));
        const small = but(but(BRIDGE, "mtu 1450", "mtu 1300"), " up ", " down ");
        await done([change(BRIDGE, small)]);
        await expectObserved([NETNS, small, but(MACVLAN, "mtu 1400", "mtu 1300"), ADDRESS]);
        await done(del(small));
        await expectObserved([NETNS]);
      });

      test("that its parent refuses is tried before anything is deleted, so that the one which works stays", async () => {
        const moved = but(MACVLAN, "- nw-blue", "- nwe1");
        await done(add(MACVLAN, ADDRESS, PAIR, PORT));
        const steps = [...del(ADDRESS, MACVLAN), ...add(moved, ADDRESS)];
        const outcome = await run(steps);
        expect(outcome).toMatchObject({ done: 0, failed: { step: 2, diagnostic: { code: "kernel-refused" } } });
        expect(outcome.failed!.diagnostic.detail).toMatch(
          /busy. It was tried before the steps that were left, and none of them was executed/,
        );
        await expectObserved([NETNS, BRIDGE, MACVLAN, ADDRESS, PAIR, PORT]);
        await done([...del(PORT), ...steps]);
        await expectObserved([NETNS, BRIDGE, moved, ADDRESS, PAIR]);
      });

      test.each([
        ["on a link that does not exist", but(MACVLAN, "- nw-blue", "- nw-none"), /Cannot find device/],
        ["with a larger mtu than its parent", but(MACVLAN, "mtu 1400", "mtu 1451"), /Invalid argument/],
        ["on the port of a bridge", but(but(MACVLAN, "- nw-blue", "- nwe1"), "eth5", "eth6"), /busy/],
      ])("is refused %s", async (_, line, words) => {
        await done(add(SHIM, PAIR, PORT));
        const outcome = await run(add(line));
        expect(outcome).toMatchObject({ done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } });
        expect(outcome.failed!.diagnostic.detail).toMatch(words);
      });
    });

    describe("a policy rule", () => {
      const FOREIGN = [
        "local - rule ip 100 from 10.8.0.0/24 lookup 30 proto 0",
        "local - rule ip 7 from 10.9.0.0/16 lookup 30 also not proto 4",
      ];

      test("is added and deleted in any namespace; foreign rules are observed, and stay", async () => {
        await bench.foreign(FOREIGN);
        await done(add(NETNS, ...RULES), RULED);
        await expectObserved([NETNS, ...FOREIGN, ...RULES], RULED);
        await expectObserved([NETNS]);
        await done(add(...RULES), RULED);
        await done(del(...RULES), RULED);
        await done(del(...RULES), RULED);
        await expectObserved([NETNS, ...FOREIGN], RULED);
      });

      test("goes with its namespace", async () => {
        await done(add(NETNS, ...RULES), RULED);
        await done(del(NETNS), RULED);
        await expectObserved(RULES.slice(0, 2), RULED);
      });
    });

    describe("a proxy neighbour entry", () => {
      const FOREIGN = ["local - proxy 10.8.0.9 dev nw-blue proto 4", "local - proxy fd00:8::9 dev nw-blue proto 0"];
      const ours = (line: string) => line.replace(/ proto .*/, "");
      beforeEach(() => done(add(...NETWORK)));

      test("is added and deleted in any namespace, and observed only on request", async () => {
        await done(add(...PROXIES), ANSWERED);
        await expectObserved([...NETWORK, ...PROXIES], ANSWERED);
        await expectObserved(NETWORK);
        await done(add(...PROXIES), ANSWERED);
        await expectObserved([...NETWORK, ...PROXIES], ANSWERED);
        await done(del(...PROXIES), ANSWERED);
        await done(del(...PROXIES), ANSWERED);
        await expectObserved(NETWORK, ANSWERED);
      });

      test("of another program is observed, stays when ours is deleted, and is taken over", async () => {
        await bench.foreign(FOREIGN);
        await done(del(...FOREIGN.map(ours)), ANSWERED);
        await expectObserved([...NETWORK, ...FOREIGN], ANSWERED);
        await done([change(FOREIGN[0]!, ours(FOREIGN[0]!)), ...add(ours(FOREIGN[1]!))], ANSWERED);
        await expectObserved([...NETWORK, ...FOREIGN.map(ours)], ANSWERED);
      });

      test("goes with its link, and when the link goes down", async () => {
        await done(add(...PROXIES), ANSWERED);
        await done([change(BRIDGE, but(BRIDGE, " up ", " down ")), ...del(PAIR)], ANSWERED);
        expect((await observed(ANSWERED)).filter((line) => line.includes(" proxy "))).toEqual([]);
      });

      test("of IPv6 is refused on a link without IPv6, with the failing step, and one of IPv4 is not", async () => {
        const small = but(PAIR, "mtu 1450", "mtu 1450/1279");
        await done([change(PAIR, small)]);
        const { failed } = await run(add(...PROXIES), ANSWERED);
        expect(failed).toMatchObject({ step: 3, diagnostic: { code: "kernel-refused", at: { fact: PROXIES[3] } } });
        expect(failed!.diagnostic.detail).toContain("No buffer space available");
        const nowhere = but(PROXIES[0]!, "nw-blue", "nw-none");
        const missing = await run(add(nowhere), ANSWERED);
        expect(missing.failed!.diagnostic.detail).toContain('Cannot find device "nw-none"');
      });
    });

    describe("a qdisc", () => {
      test("is created at both ends of a veth pair, and observed only in namespaces of the scope", async () => {
        await done(add(...NETWORK, ...RATES), RATED);
        await expectObserved([...NETWORK, ...RATES], RATED);
        await expectObserved([...NETWORK, RATES[0]!], { ...RATED, qdiscs: ["-"] });
        await expectObserved([...NETWORK, RATES[1]!], { ...RATED, qdiscs: ["web", "absent"] });
        await expectObserved(NETWORK);
      });

      test.each(["8kbit burst 131108", "1mbit burst 3036", "7777776bit burst 3892", "1gbit burst 500000", "100gbit burst 50001920"])(
        "is observed as requested: %s",
        async (values) => {
          const line = `local - qdisc nwe1 tbf rate ${values} limit 4294967295`;
          await done(add(NETNS, PAIR, line), RATED);
          await expectObserved([NETNS, PAIR, line], RATED);
        },
      );

      test("gets other values, is deleted and created again", async () => {
        await done(add(...NETWORK, ...RATES), RATED);
        const other = RATES.map((line) => but(but(but(line, "100mbit", "1gbit"), "64kbit", "20mbit"), "limit 3436", "limit 70000"));
        const normal = [but(other[0]!, "burst 50000", "burst 50016"), other[1]!];
        await done(
          RATES.map((line, n) => change(line, normal[n]!)),
          RATED,
        );
        await expectObserved([...NETWORK, ...normal], RATED);
        await done(del(...normal), RATED);
        await expectObserved(NETWORK, RATED);
        await done(del(...normal), RATED);
        await done(add(...RATES), RATED);
        await done(add(...RATES), RATED);
        await expectObserved([...NETWORK, ...RATES], RATED);
      });

      test("is deleted with its link, and stays when the link goes down", async () => {
        await done(add(...NETWORK, ...RATES), RATED);
        const down = but(PAIR, " up ", " down ");
        await done([change(PAIR, down)], RATED);
        expect((await observed(RATED)).filter((line) => line.includes(" qdisc "))).toEqual(RATES);
        await done(del(PAIR), RATED);
        await expectObserved([NETNS, BRIDGE, ...GATEWAYS, ...WITHOUT_LINK], RATED);
      });

      test("is refused on a missing link, and if another qdisc exists, with the failing step", async () => {
        const nowhere = but(RATES[1]!, "eth0", "eth9");
        const absent = await run(add(...NETWORK, nowhere, SYSCTL), RATED);
        expect(absent.failed).toMatchObject({ step: NETWORK.length, diagnostic: { code: "kernel-refused", at: { fact: nowhere } } });
        expect(absent.failed!.diagnostic.detail).toContain('Cannot find device "eth9"');
        await done(add(...RATES), RATED);
        const taken = await run(add(but(RATES[0]!, "100mbit", "50mbit"), BRIDGE), RATED);
        expect(taken.failed).toMatchObject({ step: 0, diagnostic: { code: "kernel-refused" } });
        expect(taken.failed!.diagnostic.detail).toMatch(/File exists|Exclusivity flag on/);
      });
    });

    describe("changing", () => {
      beforeEach(() => done(add(...NETWORK)));
      const expectChanged = async (from: string, to: string) => {
        await done([change(from, to)]);
        await expectObserved([...NETWORK.filter((line) => line !== from), to]);
      };

      test("sets a bridge's mtu, hardware address and spanning tree", () =>
        expectChanged(
          BRIDGE,
          but(but(but(BRIDGE, "mtu 1450", "mtu 1400"), "stp off", "stp on"), "02:11:22:33:44:55", "02:11:22:33:44:00"),
        ));

      test("sets the mtu of both ends of a veth pair and the MAC address of the peer", () =>
        expectChanged(PAIR, but(but(PAIR, "mtu 1450", "mtu 1400/1300"), "02:11:22:33:44:66", "02:11:22:33:44:00")));

      test("sets the addresses in a veth pair's alias", () => expectChanged(PAIR, but(PAIR, "10.8.0.2/24,fd00:8::2/64", "10.8.0.99/24")));

      test("sets a port's flags", () => expectChanged(PORT, but(PORT, "isolated", "hairpin")));

      test("sets a route's gateway", () => expectChanged(ROUTES[0]!, but(ROUTES[0]!, "10.8.0.1", "10.8.0.9")));

      test("sets an IPv6 route's gateway", () => expectChanged(ROUTES[1]!, but(ROUTES[1]!, "fd00:8::1", "fd00:8::9")));

      test("sets a route's type and source", () =>
        expectChanged(ROUTES[4]!, "local web route 10.5.0.0/16 via 10.8.0.1 dev eth0 src 10.8.0.2"));

      test("sets the marks of namespaces, bridges and veth pairs", async () => {
        const other = (line: string) => but(line, "netweft:shop:", "netweft:other:");
        const marked = [NETNS, BRIDGE, PAIR];
        await done(marked.map((line) => change(line, other(line))));
        await expectObserved([...NETWORK.filter((line) => !marked.includes(line)), ...marked.map(other)]);
      });

      test("moves a port to another bridge", async () => {
        const green =
          "local - link nw-green type bridge mtu 1500 mac 02:11:22:33:44:99 stp off up # netweft:shop:netweft_bridge_network:green";
        const moved = but(PORT, "nw-blue", "nw-green");
        await done([...add(green), change(PORT, moved)]);
        await expectObserved([...NETWORK.filter((line) => line !== PORT), green, moved]);
      });

      test("sets a kernel setting", async () => {
        await done([...add(SYSCTL), change(SYSCTL, but(SYSCTL, "= 1", "= 0"))]);
        await expectObserved([...NETWORK, but(SYSCTL, "= 1", "= 0")], { ...WEB, sysctls: [{ netns: "web", name: "net.ipv4.ip_forward" }] });
      });
    });

    describe("deleting", () => {
      test("deletes everything in reverse order", async () => {
        await done(add(...NETWORK));
        await done(del(...[...NETWORK].reverse()));
        await expectObserved([]);
      });

      test("a missing object succeeds", async () => {
        await done(del(...[...NETWORK].reverse()));
        await done([...add(...NETWORK), ...del(NETNS, ...[...NETWORK].reverse())]);
        await expectObserved([]);
      });

      test("and adding again changes an address's prefix length", async () => {
        await done(add(NETNS, BRIDGE, GATEWAYS[0]!));
        const wider = but(GATEWAYS[0]!, "/24", "/16");
        await done([...del(GATEWAYS[0]!), ...add(wider)]);
        await expectObserved([NETNS, BRIDGE, wider]);
      });
    });

    describe("the firewall", () => {
      beforeEach(() => done(add(...FIREWALL), TABLE));
      const without = (...gone: readonly string[]) => FIREWALL.filter((line) => !gone.includes(line));
      const line = (start: string) => FIREWALL.find((one) => one.startsWith(`local - ${start}`))!;

      test("is observed as requested, and only on request", async () => {
        await expectObserved(FIREWALL, TABLE);
        await expectObserved([], EMPTY);
      });

      test("is deleted in reverse order, and all at once with its table", async () => {
        await done(del(...[...FIREWALL].reverse()), TABLE);
        await expectObserved([], TABLE);
        await done(add(...FIREWALL), TABLE);
        await done(del(FIREWALL[0]!), TABLE);
        await expectObserved([], TABLE);
      });

      test("loses nothing by deletions of missing objects", async () => {
        const absent = ["local - element masquerade4 10.77.0.0/24", "local - chain nowhere { drop }", "local - set nowhere type ifname"];
        await done([...del(...absent), ...del(line("chain empty"))], TABLE);
        await expectObserved(without(line("chain empty")), TABLE);
      });

      test("has the rules of a chain replaced, and the values and owners of elements changed", async () => {
        const changes = [
          [line("chain from-nw-blue"), "local - chain from-nw-blue { drop }"],
          [line("element publish4"), but(but(line("element publish4"), "10.8.0.2", "10.8.0.9"), "web/eth0", "api/eth0")],
        ] as const;
        await done(
          changes.map(([from, to]) => change(from, to)),
          TABLE,
        );
        await expectObserved([...without(...changes.map(([from]) => from)), ...changes.map(([, to]) => to)], TABLE);
      });

      test("refuses a second owner of a port, and then only the steps before the transaction are done", async () => {
        const second = but(line("element publish4"), "web/eth0", "api/eth0");
        const outcome = await run([...add("local - chain more { drop }", second, "local - chain never { drop }")], TABLE);
        expect(outcome).toMatchObject({ done: 1, failed: { step: 1, diagnostic: { code: "kernel-refused" } } });
        expect(outcome.failed!.diagnostic.detail).toContain("File exists");
        await expectObserved([...FIREWALL, "local - chain more { drop }"], TABLE);
      });

      test("refuses to delete chains that rules and elements refer to", async () => {
        for (const held of ["chain from-nw-blue", "set masquerade4"]) {
          const outcome = await run(del(line(held)), TABLE);
          expect(outcome.failed?.diagnostic.detail).toContain("Device or resource busy");
        }
        await expectObserved(FIREWALL, TABLE);
      });
    });

    describe("a step that fails", () => {
      test("stops the host's work, and the outcome names the step and quotes the kernel", async () => {
        const outcome = await run(add(NETNS, "local - addr 10.1.0.1/24 dev nowhere", BRIDGE));
        expect(outcome).toMatchObject({ failed: { step: 1, diagnostic: { severity: "error", code: "kernel-refused" } } });
        expect(outcome.done).toBeLessThanOrEqual(1);
        const { detail, at } = outcome.failed!.diagnostic;
        expect(detail).toContain('Step 2 on host "local"');
        expect(detail).toContain("add local - addr 10.1.0.1/24 dev nowhere");
        expect(detail).toMatch(/Cannot find device|does not exist/);
        expect(at).toMatchObject({ host: "local", fact: "local - addr 10.1.0.1/24 dev nowhere" });
        expect([...outcome.after!.facts.values()].map(textOf).filter((line) => !before?.has(line))).toEqual(["local - netns web"]);
      });

      test.each([
        ["a name that is in use", [BRIDGE], "local - link nw-blue type bridge mtu 1400 mac 02:11:22:33:44:00 stp off up", /File exists/],
        [
          "a gateway outside of the link's networks",
          [NETNS, BRIDGE, PAIR, ADDRS[0]!],
          "local web route default via 10.99.0.1 dev eth0",
          /invalid gateway/,
        ],
        [
          "an IPv6 gateway outside of the link's networks",
          [NETNS, BRIDGE, PAIR, ADDRS[1]!],
          "local web route default via fd00:99::1 dev eth0",
          /No route to host/,
        ],
        [
          "a source address of another namespace",
          [NETNS, BRIDGE, PAIR, ADDRS[0]!],
          "local web route default via 10.8.0.1 dev eth0 src 10.8.0.9",
          /Invalid prefsrc address/,
        ],
        [
          "a destination that already has a route",
          [NETNS, BRIDGE, PAIR, ADDRS[0]!, ROUTES[0]!],
          "local web route default via 10.8.0.9 dev eth0",
          /File exists/,
        ],
        ["a bridge as a port", [BRIDGE, but(BRIDGE, "nw-blue", "nw-red")], "local - port nw-red bridge nw-blue", /enslave a bridge/],
        [
          "an mtu that is too small",
          [NETNS],
          "local - link nw-tiny type bridge mtu 60 mac 02:11:22:33:44:00 stp off up",
          /mtu|Invalid argument|Numerical result/,
        ],
      ])("is %s", async (_, prepared, line, words) => {
        await done(add(...prepared));
        const outcome = await run(add(line));
        expect(outcome).toMatchObject({ done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } });
        expect(outcome.failed!.diagnostic.detail).toMatch(words);
      });
    });

    describe("the kernel also deletes", () => {
      beforeEach(() => done(add(...NETWORK)));
      const without = (...gone: readonly string[]) => NETWORK.filter((line) => !gone.includes(line));

      test("with a namespace all that is in it, and the host ends of its veth pairs", async () => {
        await done(del(NETNS));
        await expectObserved([BRIDGE, ...GATEWAYS]);
      });

      test("with a veth pair its port, addresses and routes", async () => {
        await done(del(PAIR));
        await expectObserved([NETNS, BRIDGE, ...GATEWAYS, ...WITHOUT_LINK]);
      });

      test("with a bridge its addresses and the attachment of its ports, which remain", async () => {
        await done(del(BRIDGE));
        await expectObserved(without(BRIDGE, PORT, ...GATEWAYS));
      });

      test("with the last IPv4 address of a link the IPv4 routes over it, and with an IPv6 address none", async () => {
        await done(del(...ADDRS));
        await expectObserved(without(...ADDRS, ROUTES[0]!, ROUTES[2]!, ROUTES[3]!));
      });

      test("nothing with an IPv4 address that is not the last one", async () => {
        const second = "local web addr 10.7.0.2/24 dev eth0";
        await done([...del(ROUTES[3]!), ...add(second), ...del(ADDRS[0]!)]);
        await expectObserved([...without(ADDRS[0]!, ROUTES[3]!), second]);
      });

      test("with a source address the IPv4 routes from it in the main table; others stay, those of IPv6 without a source", async () => {
        const [own, own6] = ["local web addr 10.8.0.7/32 dev eth0", "local web addr fd00:8::7/128 dev eth0"];
        const main = "local web route 10.4.0.0/16 via 10.8.0.1 dev eth0 src 10.8.0.7";
        const main6 = "local web route fd00:4::/64 via fd00:8::1 dev eth0 src fd00:8::7";
        await done(add(own, own6));
        await settled(() => observe());
        await done(add(main, `${main} table 20`, main6, `${main6} table 20`));
        await expectObserved([...NETWORK, own, own6, main, `${main} table 20`, main6, `${main6} table 20`]);
        await done(del(own, own6));
        const left = but(main6, " src fd00:8::7", "");
        await expectObserved([...NETWORK, `${main} table 20`, left, `${left} table 20`]);
      });

      test("with the first address of a network its secondary addresses, but not vice versa", async () => {
        const later = ["local - addr 10.8.0.51/24 dev nw-blue", "local - addr 10.8.0.52/24 dev nw-blue"];
        await done([...add(...later), ...del(later[0]!)]);
        await expectObserved([...NETWORK, later[1]!]);
        await done(del(GATEWAYS[0]!));
        await expectObserved(without(GATEWAYS[0]!));
      });

      test("the IPv6 addresses and the routes of a link that goes down, and does not restore them when it comes up", async () => {
        const down = but(PAIR, " up ", " up/down ");
        await done([change(PAIR, down)]);
        await expectObserved([...without(PAIR, ADDRS[1]!, ...ROUTES), ...WITHOUT_LINK, down]);
        await done([change(down, PAIR)]);
        await expectObserved([...without(ADDRS[1]!, ...ROUTES), ...WITHOUT_LINK]);
      });

      test("nothing of a link whose peer goes down", async () => {
        const down = but(PAIR, " up ", " down/up ");
        await done([change(PAIR, down)]);
        await expectObserved([...without(PAIR), down]);
      });

      test("all of IPv6 on a link with an mtu below 1280", async () => {
        const small = but(PAIR, "mtu 1450", "mtu 1450/1279");
        await done([change(PAIR, small)]);
        await expectObserved([...without(PAIR, ADDRS[1]!, ROUTES[1]!), small]);
      });
    });

    describe("a foreign object", () => {
      const FOREIGN = [
        "local - link br-other type bridge mtu 1500 mac 02:aa:00:00:00:01 stp off up",
        "local - link vo1 type veth mtu 1500 mac 02:aa:00:00:00:02 up",
        "local - link vo2 type veth mtu 1500 mac 02:aa:00:00:00:03 up",
        "local - port vo1 bridge br-other",
        "local - addr 10.66.0.1/24 dev br-other",
        "local - route 10.67.0.0/16 via 10.66.0.9 dev br-other proto static",
      ];

      test("is observed without a mark, and is never changed", async () => {
        await bench.foreign(FOREIGN);
        await expectObserved(FOREIGN);
        await done(add(...NETWORK));
        await expectObserved([...FOREIGN, ...NETWORK]);
        await done(del(NETNS, BRIDGE));
        await expectObserved(FOREIGN);
      });

      test("is attached under a name of ours and released with all its content", async () => {
        const { adopted, scope } = await ofAnother();
        const inside = [but(PAIR, "<> web", "<> db"), "local db addr 10.8.0.2/24 dev eth0"];
        await done(add(adopted, ...inside), scope);
        await expectObserved([adopted, ...inside], scope);
        await done(add(adopted), scope);
        await done(del(...[...inside].reverse(), adopted), scope);
        await expectObserved([], scope);
      });
    });

    describe("names", () => {
      const NAMED = [NETNS, BRIDGE, ...GATEWAYS, RESOLVER, ...NAMES, VIEW, RESOLV, SECOND, OWN];
      beforeEach(() => done(add(...NAMED), CALLED));

      test("are served by a server per bridge, from a file per endpoint; they are observed on request", async () => {
        await expectObserved(NAMED, CALLED);
        await expectObserved([NETNS, BRIDGE, ...GATEWAYS]);
        const files = (await observed({ ...EMPTY, names: true })).filter((line) => / - (resolver|name|view|resolv) /.test(line));
        expect(files).toEqual([RESOLVER, ...NAMES, VIEW].sort());
        await done(add(...NAMED), CALLED);
        await expectObserved(NAMED, CALLED);
      });

      test.each([
        [
          "a server's domain, addresses and upstream",
          RESOLVER,
          "local - resolver nw-blue listen 10.8.0.1 domain green upstream 192.0.2.53,2001:db8::53 subnets 10.8.0.0/16",
        ],
        ["an endpoint's addresses and aliases", NAMES[0]!, "local - name nw-blue web addresses 10.8.0.9,fd00:8::9"],
        ["the names that another network may resolve", VIEW, but(VIEW, "domain blue subnets 10.8.0.0/24,fd00:8::/64", "domain green")],
        ["the DNS servers of a namespace", RESOLV, but(RESOLV, "10.8.0.1,fd00:8::1 search blue", "fd00:8::1")],
        ["those that it has by another endpoint", SECOND, but(SECOND, "192.0.2.53 search back,corp.example options ndots:2", "192.0.2.54")],
        ["its own", OWN, but(OWN, "search corp.example options rotate alone", "nameservers 192.0.2.9")],
      ])("change in place: %s", async (_, from, to) => {
        await done([change(from, to)], CALLED);
        await expectObserved([...NAMED.filter((line) => line !== from), to], CALLED);
      });

      test("are deleted one by one, and those of a network with its server", async () => {
        await done(del(NAMES[1]!, VIEW, RESOLV), CALLED);
        await expectObserved([NETNS, BRIDGE, ...GATEWAYS, RESOLVER, NAMES[0]!, SECOND, OWN], CALLED);
        await done(del(RESOLVER), CALLED);
        await expectObserved([NETNS, BRIDGE, ...GATEWAYS, SECOND, OWN], CALLED);
        await done(del(OWN, SECOND, RESOLV, NAMES[0]!, VIEW, RESOLVER), CALLED);
        await expectObserved([NETNS, BRIDGE, ...GATEWAYS], CALLED);
      });

      test("outlive their bridge and the namespace", async () => {
        await done(del(NETNS, BRIDGE), CALLED);
        await expectObserved([RESOLVER, ...NAMES, VIEW, RESOLV, but(SECOND, " #", " down #"), but(OWN, " #", " down #")], CALLED);
        await done(add(NETNS), CALLED);
        await expectObserved([NETNS, RESOLVER, ...NAMES, VIEW, RESOLV, SECOND, OWN], CALLED);
        await done(del(OWN, SECOND, RESOLV, RESOLVER, NETNS), CALLED);
        await expectObserved([], CALLED);
      });

      test("are supported if the host has dnsmasq, and the host reports it", async () => {
        expect((await observe(EMPTY)).programs).toContain("dnsmasq");
      });
    });

    describe("a namespace of another program", () => {
      test("is identified by its path, and a path without a namespace yields none", async () => {
        const [path, other] = [await bench.namespaceOfAnother(), await bench.namespaceOfAnother()];
        const gone = await bench.nothing();
        const { inodes } = await observe({ ...EMPTY, adopt: { db: [{ path }, { path: other }], no: [{ path: gone }] } });
        expect(new Set([inodes.get(path), inodes.get(other), inodes.get(OWN_NAMESPACE)]).size).toBe(3);
        expect([...inodes.values()].filter((inode) => inode === null)).toHaveLength(1);
        expect(inodes.get(gone)).toBeNull();
      });

      test("is not attached if its path has another one than was planned, or none", async () => {
        const { path, inode, scope } = await ofAnother();
        const elsewhere = [
          [`local - netns db from ${path} inode ${inode + 1}`, `${path} shows another network namespace than the one that was planned`],
          [`local - netns db from ${await bench.nothing()} inode ${inode}`, "There is no network namespace at"],
        ];
        for (const [line, why] of elsewhere) {
          const outcome = await run(add(line!), scope);
          expect([outcome.done, outcome.failed?.step]).toEqual([0, 0]);
          expect(outcome.failed!.diagnostic.detail).toContain(why);
          await expectObserved([], scope);
        }
      });

      test("is identified by its inode once its path no longer leads to it, and released after deleting only our objects in it", async () => {
        const { adopted, inode, scope } = await ofAnother();
        const inside = [but(PAIR, "<> web", "<> db"), "local db addr 10.8.0.2/24 dev eth0"];
        await done(add(adopted, ...inside), scope);
        const other = await bench.namespaceOfAnother();
        const later: Scope = { ...scope, adopt: { db: [{ inode }, { path: other }] } };
        const held = `local - netns db inode ${inode} # netweft:shop:netweft_namespace:db`;
        await expectObserved([held, ...inside], later);
        await done(del(...[...inside].reverse(), held), later);
        await expectObserved([], later);
      });
    });

    describe("an observation", () => {
      test("includes the content only of namespaces in the scope", async () => {
        await done(add(...NETWORK, "local - netns db"));
        const inside = async (...netns: readonly string[]) =>
          (await observed({ ...EMPTY, netns })).filter((line) => !line.startsWith("local - "));
        expect(await inside()).toEqual([]);
        expect(await inside("db", "absent")).toEqual([]);
        expect(await inside("db", "web")).toEqual([...ADDRS, ...ROUTES].sort());
        await expectObserved([...NETWORK, "local - netns db"], { ...EMPTY, netns: ["db", "web"] });
      });

      test("includes only settings in the scope, with the kernel's defaults if none was set", async () => {
        await done(add("local - netns web"));
        const names = ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding", "net.ipv6.conf.lo.accept_ra", "net.ipv4.tcp_keepalive_time"];
        await expectObserved(
          [
            "local - netns web",
            "local web sysctl net.ipv4.ip_forward = 0",
            "local web sysctl net.ipv6.conf.all.forwarding = 0",
            "local web sysctl net.ipv6.conf.lo.accept_ra = 1",
            "local web sysctl net.ipv4.tcp_keepalive_time = 7200",
          ],
          { ...WEB, sysctls: names.map((setting) => ({ netns: "web", name: setting })) },
        );
        await expectObserved(["local - netns web"], { ...WEB, sysctls: [{ netns: "absent", name: "net.ipv4.ip_forward" }] });
      });

      test("detects an IPv6 address on two links of one bridge", async () => {
        const second = [
          "local - netns db",
          "local - veth nwe2 <> db eth0 mtu 1450 mac 02:11:22:33:44:77 up # netweft:shop:netweft_endpoint:db/eth0",
          "local - port nwe2 bridge nw-blue",
          "local db addr fd00:8::2/64 dev eth0",
        ];
        await done(add(...NETWORK.map((line) => but(line, " isolated", ""))));
        await settled(() => observe(WEB));
        await done(add(...second));
        const { unsettled } = await settled(() => observe({ ...EMPTY, netns: ["web", "db"] }));
        expect([...unsettled]).toEqual([["local db addr fd00:8::2 dev eth0", "dadfailed"]]);
      });

      test("reports the host's capabilities", async () => {
        const capabilities = (await bench.driver.capabilities([HOST])).get(HOST)!;
        expect(capabilities).toMatchObject({ ok: true, value: { features: expect.arrayContaining(["bridge", "veth"]) } });
      });
    });

    describe("a VXLAN device", () => {
      test("has FDB entries for remote VTEPs, which are observed only on request", async () => {
        await done(add(...OVERLAY, ...LEADING), NEIGHBOURS);
        await expectObserved([...OVERLAY, ...LEADING], NEIGHBOURS);
        await expectObserved(OVERLAY);
      });

      test("gets another remote VTEP, and loses one entry of several", async () => {
        await done(add(...OVERLAY, ...LEADING), NEIGHBOURS);
        const moved = but(LEADING[2]!, "192.0.2.2", "192.0.2.3");
        const other = but(LEADING[3]!, "44:77", "44:78");
        await done([change(LEADING[2]!, moved), change(LEADING[3]!, other), ...del(LEADING[0]!, LEADING[4]!)], NEIGHBOURS);
        await expectObserved([...OVERLAY, LEADING[1]!, moved, other], NEIGHBOURS);
        await done(del(LEADING[0]!, LEADING[4]!), NEIGHBOURS);
      });

      test("is deleted with its entries, and a bridge that goes down loses its neighbour entries", async () => {
        await done(add(...OVERLAY, ...LEADING), NEIGHBOURS);
        const down = but(BRIDGE, " up", " down");
        await done([change(BRIDGE, down)], NEIGHBOURS);
        await expectObserved([down, ...OVERLAY.slice(1), ...LEADING.slice(0, 3)], NEIGHBOURS);
        await done(del(OVERLAY[1]!), NEIGHBOURS);
        await expectObserved([down], NEIGHBOURS);
      });

      test("keeps its entries when its bridge gets another hardware address, and the bridge loses its neighbour entries", async () => {
        await done(add(...OVERLAY, ...LEADING), NEIGHBOURS);
        const other = BRIDGE.replace(/ mac \S+/, " mac 02:11:22:33:44:99");
        await done([change(BRIDGE, other)], NEIGHBOURS);
        await expectObserved([other, ...OVERLAY.slice(1), ...LEADING.slice(0, 3)], NEIGHBOURS);
      });

      test("changes learning and flooding in place", async () => {
        await done(add(...OVERLAY));
        const [, device, port] = OVERLAY as [string, string, string];
        const [learning, flooding] = [but(device, "learning off", "learning on"), "local - port nwx42 bridge nw-blue"];
        await done([change(device, learning), change(port, flooding)]);
        await expectObserved([BRIDGE, learning, flooding]);
      });

      test("has an exclusive VNI", async () => {
        await done(add(...OVERLAY));
        const second = but(OVERLAY[1]!, "nwx42", "nwx43");
        expect(await run(add(second))).toMatchObject({ done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } });
      });

      test("keeps its own entries when it leaves its bridge, which loses its copies", async () => {
        await done(add(...OVERLAY, ...LEADING), NEIGHBOURS);
        await done(del(OVERLAY[2]!), NEIGHBOURS);
        await expectObserved([...OVERLAY.slice(0, 2), ...LEADING.map((line) => line.replace(/ master$/, ""))], NEIGHBOURS);
      });
    });

    describe("a WireGuard device", () => {
      /** The line of the current key. */
      const keyLine = async () => (await observed(TUNNELS)).find((line) => line.includes(" key "))!;
      const other = (line: string, n: 0 | 1) => line.replace(KEYS[1 - n]!, KEYS[n]);

      test("generates its own key, and is observed with its peers only on request", async () => {
        await done(add(TUNNEL, KEY, ...PEERS), TUNNELS);
        const made = await keyLine();
        expect(made).toMatch(/^local - key nwgabc123 port 51842 public [A-Za-z0-9+/]{43}=$/);
        await expectObserved([TUNNEL, made, ...PEERS], TUNNELS);
        await expectObserved([TUNNEL]);
      });

      test("keeps an existing key and existing peers", async () => {
        await done(add(TUNNEL, KEY, ...PEERS), TUNNELS);
        const made = await keyLine();
        await done(add(TUNNEL, ...PEERS), TUNNELS);
        await expectObserved([TUNNEL, made, ...PEERS], TUNNELS);
      });

      test("changes its port with the same key, and generates another key on request", async () => {
        await done(add(TUNNEL, KEY), TUNNELS);
        const made = await keyLine();
        const moved = but(made, "51842", "51843");
        await done([change(made, moved)], TUNNELS);
        await expectObserved([TUNNEL, moved], TUNNELS);
        await done([change(moved, KEY)], TUNNELS);
        const again = await keyLine();
        expect(again).toMatch(/ port 51842 public [A-Za-z0-9+/]{43}=$/);
        expect(again).not.toBe(made);
      });

      test("never gets a key from a plan, nor a peer whose key is still a placeholder", async () => {
        await done(add(TUNNEL, KEY), TUNNELS);
        const [made, certain] = [await keyLine(), KEY.replace(/\?.*/, KEYS[0])];
        await expect(run(add(certain), TUNNELS)).rejects.toThrow("made by its host");
        await expect(run([change(made, certain)], TUNNELS)).rejects.toThrow("made by its host");
        await expect(run(add(PEERS[0]!.replace(KEYS[1], "?other/nwgabc123")), TUNNELS)).rejects.toThrow();
        await expectObserved([TUNNEL, made], TUNNELS);
      });

      test("identifies a peer by its address: a new key replaces the old one, and the endpoint is updated", async () => {
        await done(add(TUNNEL, ...PEERS), TUNNELS);
        const rotated = PEERS[0]!.replace(KEYS[1], "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=");
        const moved = but(PEERS[1]!, "192.0.2.2:51842", "192.0.2.3:51900");
        await done([change(PEERS[0]!, rotated), change(PEERS[1]!, moved)], TUNNELS);
        await expectObserved([TUNNEL, rotated, moved], TUNNELS);
      });

      test("replaces the peer of an address when another one is added with it", async () => {
        await done(add(TUNNEL, PEERS[0]!), TUNNELS);
        const second = other(PEERS[0]!, 0);
        await done(add(second), TUNNELS);
        await expectObserved([TUNNEL, second], TUNNELS);
      });

      test("loses peers and its key one by one, including missing ones, and all when it is deleted", async () => {
        await done(add(TUNNEL, KEY, ...PEERS), TUNNELS);
        const made = await keyLine();
        await done(del(PEERS[0]!, PEERS[0]!), TUNNELS);
        await expectObserved([TUNNEL, made, PEERS[1]!], TUNNELS);
        await done(del(made, made), TUNNELS);
        await expectObserved([TUNNEL, PEERS[1]!], TUNNELS);
        await done(del(TUNNEL), TUNNELS);
        await done(del(PEERS[1]!, made, TUNNEL), TUNNELS);
        await expectObserved([], TUNNELS);
      });

      test("keeps a key that has another address by now when the peer of the old address is deleted", async () => {
        await done(add(TUNNEL, PEERS[0]!), TUNNELS);
        const moved = but(PEERS[0]!, "10.7.0.2", "10.7.0.3");
        await done([...add(moved), ...del(PEERS[0]!)], TUNNELS);
        await expectObserved([TUNNEL, moved], TUNNELS);
      });

      test("is created once under its name, changes in place, and is deleted", async () => {
        await done(add(TUNNEL, KEY), TUNNELS);
        const made = await keyLine();
        const taken = but(TUNNEL, "overlay_network:mesh", "overlay_network:other");
        expect(await run(add(taken), TUNNELS)).toMatchObject({ done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } });
        const small = but(TUNNEL, "mtu 1440 up", "mtu 1360 down");
        await done([change(TUNNEL, small)], TUNNELS);
        await expectObserved([small, made], TUNNELS);
      });

      test("releases its name and its port for another one", async () => {
        await done(add(TUNNEL, KEY), TUNNELS);
        const [made, second] = [await keyLine(), (line: string) => line.replaceAll("nwgabc123", "nwgdef456")];
        for (const [from, to] of [
          [TUNNEL, TUNNEL],
          [TUNNEL, second(TUNNEL)],
        ] as const)
          await done([...del(from), ...add(to, from === to ? KEY : second(KEY))], TUNNELS);
        expect(await keyLine()).toMatch(/^local - key nwgdef456 port 51842 /);
        expect(await keyLine()).not.toBe(second(made));
      });

      test("and nothing else has keys and peers", async () => {
        await done(add(BRIDGE));
        const refused = { done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } };
        expect(await run(add(but(KEY, "nwgabc123", "nw-blue")), TUNNELS)).toMatchObject(refused);
        expect(await run(add(but(PEERS[0]!, "nwgabc123", "nw-blue")), TUNNELS)).toMatchObject(refused);
        expect(await run(add(KEY), TUNNELS)).toMatchObject(refused);
      });
    });

    describe("sockets and firewalls", () => {
      const SOCKETS = [
        "local - socket tcp * 8081",
        "local - socket tcp 0.0.0.0 8080",
        "local - socket tcp 127.0.0.1 8082",
        "local - socket udp :: 8083",
        "local - socket udp 127.0.0.1 8080",
      ];
      const POLICIES = [
        "local - policy ip filter FORWARD hook forward drop by docker in docker0 out br-* within br-*,docker0",
        "local - policy ip6 filter FORWARD hook forward drop",
      ];
      const RULES = ["in", "out"].map(
        (direction) => `local - iptables ip DOCKER-USER nw-blue ${direction} # netweft:shop:netweft_bridge_network:blue`,
      );
      const ASKED: Scope = { ...EMPTY, policies: true };

      test("a socket of another program is observed only on request, in the host's own namespace", async () => {
        await bench.foreign(SOCKETS);
        expect(await observed(EMPTY)).toEqual([]);
        const found = await observed({ ...EMPTY, sockets: true });
        expect(found.map((line) => line.replace(/ by \S+$/, "")).sort()).toEqual([...SOCKETS].sort());
      });

      test("a foreign chain is observed with its exceptions, only on request", async () => {
        await bench.foreign(POLICIES);
        expect(await observed(EMPTY)).toEqual([]);
        await expectObserved(POLICIES, ASKED);
      });

      test("foreign chains that set firewall marks are observed with the bits, only on request", async () => {
        const markings = [
          "local - marking ip mangle PREROUTING meta 0x1000000/0xff000000",
          "local - marking ip6 mangle OUTPUT ct 0x200/0xf00",
          "local - marking inet vpn pre meta 0x5/0xffffffff prerouting -80",
          "local - marking inet vpn later meta 0x5/0xffffffff",
          "local - marking ip vpn pre ct 0x1/0xff",
        ];
        await bench.foreign(markings);
        expect(await observed(EMPTY)).toEqual([]);
        await expectObserved(markings, { ...EMPTY, marks: true });
      });

      test("a foreign chain for packets to the host itself is observed with what it accepts, only on request", async () => {
        const intake = "local - intake ip filter INPUT hook input drop lets *@*=udp:53";
        await bench.foreign([intake]);
        expect(await observed(EMPTY)).toEqual([]);
        await expectObserved([intake], ASKED);
      });

      test("connections and learned entries are only deleted, and need not be there", async () => {
        const gone = [
          "local - flow tcp port 8080 via 10.8.0.2 port 80",
          "local - stale 10.8.0.9 on nw-blue",
          "local - stale 02:11:22:33:44:99 on nw-blue",
        ];
        await done([...add(...NETWORK), ...del(...gone)]);
        await expectObserved(NETWORK);
      });

      test("our rules in a foreign chain are added, observed and deleted one by one", async () => {
        await bench.foreign(POLICIES);
        await done(add(...RULES), ASKED);
        await expectObserved([...POLICIES, ...RULES], ASKED);
        await done(add(...RULES), ASKED);
        await done(del(RULES[0]!), ASKED);
        await done(del(RULES[0]!), ASKED);
        await expectObserved([...POLICIES, RULES[1]!], ASKED);
      });

      test("a rule in a missing chain is refused", async () => {
        const outcome = await run(add(RULES[0]!.replace("ip ", "ip6 ")), ASKED);
        expect(outcome).toMatchObject({ done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } });
      });

      test("a default route from a router advertisement is distinguished from others", async () => {
        const learned = [
          "local - link br-other type bridge mtu 1500 mac 02:aa:00:00:00:01 stp off up",
          "local - route default via fe80::1 dev br-other proto ra",
        ];
        await bench.foreign(learned);
        await expectObserved(learned);
      });
    });

    describe("BGP", () => {
      const FOREIGN = [`${PROCESS} foreign`, "local - neighbor 192.0.2.99 as 65001 foreign"];
      const bgp = async (scope: Scope = ROUTED) => (await observed(scope)).map((line) => line.replace(/ down$/, ""));
      const expectBgp = async (...lines: readonly string[]) => expect(await bgp()).toEqual([...lines].sort());
      beforeEach(() => bench.startBgp());

      test("is a process with its neighbors, observed only on request, together with its programs", async () => {
        expect((await observe(ROUTED)).programs).toEqual(expect.arrayContaining(["frr", "bgpd"]));
        await expectBgp();
        await done(add(PROCESS, ...NEIGHBORS), ROUTED);
        await expectBgp(PROCESS, ...NEIGHBORS);
        expect(await bgp(EMPTY)).toEqual([]);
        expect((await observe(EMPTY)).programs).not.toEqual(expect.arrayContaining(["bgpd"]));
      });

      test("exists once, however often it is added, and is deleted with its neighbors", async () => {
        await done(add(PROCESS, ...NEIGHBORS), ROUTED);
        await done(add(PROCESS, ...NEIGHBORS), ROUTED);
        await expectBgp(PROCESS, ...NEIGHBORS);
        await done(del(NEIGHBORS[0]!), ROUTED);
        await expectBgp(PROCESS, ...NEIGHBORS.slice(1));
        await done(del(PROCESS), ROUTED);
        await done(del(...NEIGHBORS, PROCESS), ROUTED);
        await expectBgp();
      });

      test("changes in place, and by deletion and creation", async () => {
        await done(add(PROCESS, ...NEIGHBORS), ROUTED);
        const [process, first, second] = [
          "local - bgp 65157 router-id 192.0.2.77",
          but(NEIGHBORS[0]!, " client", ""),
          but(NEIGHBORS[1]!, "as 65157", "as 65157 source 192.0.2.1 client"),
        ];
        await done([change(PROCESS, process), change(NEIGHBORS[0]!, first), change(NEIGHBORS[1]!, second)], ROUTED);
        await expectBgp(process, first, second, NEIGHBORS[2]!);
        const other = "local - bgp 65158 router-id 192.0.2.1";
        await done([...del(process), ...add(other, "local - neighbor 192.0.2.2 as 65158 source 192.0.2.1")], ROUTED);
        await expectBgp(other, "local - neighbor 192.0.2.2 as 65158 source 192.0.2.1");
      });

      test("of another program is joined, and stays when ours is deleted", async () => {
        await bench.foreign(FOREIGN);
        await expectBgp(...FOREIGN);
        await done(add(PROCESS, ...NEIGHBORS), ROUTED);
        await expectBgp(...FOREIGN, PROCESS, ...NEIGHBORS);
        await done(del(PROCESS), ROUTED);
        await expectBgp(...FOREIGN);
      });

      test("refuses another AS number beside a foreign one, and a foreign neighbor; the steps before it are done", async () => {
        await bench.foreign(FOREIGN);
        const number = await run(add("local - bgp 65158 router-id 192.0.2.1", ...NEIGHBORS), ROUTED);
        expect(number).toMatchObject({ done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } });
        expect(number.failed!.diagnostic.detail).toContain("BGP is already running; AS is 65157");
        await expectBgp(...FOREIGN);
        const taken = await run(add(PROCESS, NEIGHBORS[0]!, "local - neighbor 192.0.2.99 as 65157", NEIGHBORS[1]!), ROUTED);
        expect(taken).toMatchObject({ done: 2, failed: { step: 2, diagnostic: { code: "kernel-refused" } } });
        expect(taken.failed!.diagnostic.detail).toContain("The neighbor is foreign: 192.0.2.99.");
        await expectBgp(...FOREIGN, PROCESS, NEIGHBORS[0]!);
      });

      test("never deletes a foreign neighbor", async () => {
        await bench.foreign(FOREIGN);
        await done(add(PROCESS), ROUTED);
        await done(del("local - neighbor 192.0.2.99 as 65001"), ROUTED);
        await expectBgp(...FOREIGN, PROCESS);
      });

      test("refuses a neighbor without a process", async () => {
        const outcome = await run(add(NEIGHBORS[0]!), ROUTED);
        expect(outcome).toMatchObject({ done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } });
        expect(outcome.failed!.diagnostic.detail).toContain("BGP is not running");
      });
    });

    describe("the generation", () => {
      test("is unchanged by observations, and changes with work", async () => {
        const first = await observe();
        expect((await observe()).generation).toBe(first.generation);
        const { after } = await done(add(NETNS));
        expect(after!.generation).not.toBe(first.generation);
        expect((await observe()).generation).toBe(after!.generation);
      });

      test("of an earlier observation is refused, and nothing is done", async () => {
        const { generation } = await observe();
        await done(add(NETNS));
        const work = new Map([[HOST, { steps: add(BRIDGE), scope: WEB, generation }]]);
        const outcome = (await bench.driver.run(work, () => {})).get(HOST)!;
        expect(outcome).toMatchObject({ done: 0, failed: { diagnostic: { code: "host-changed" } } });
        expect(outcome.failed!.diagnostic.detail).toMatch(/A run of \S+@\S+, which began at \d{4}-\S+Z, changed host/);
        await expectObserved([NETNS]);
      });
    });

    test("the progress counts up to the number of steps that are done", async () => {
      const counts: number[] = [];
      await run(add(...NETWORK), WEB, (host, count) => host === HOST && counts.push(count));
      expect(counts.at(-1)).toBe(NETWORK.length);
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
    });
  });
}

/** Observes the host until no duplicate address detection is running. */
async function settled(observeAgain: () => Promise<Observation>): Promise<Observation> {
  let current = await observeAgain();
  await until(async () => ![...(current = await observeAgain()).unsettled.values()].includes("tentative"), "The addresses do not settle.");
  return current;
}
