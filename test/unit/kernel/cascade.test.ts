import fc from "fast-check";
import { applyStep, applySteps, cascadeOf } from "../../../lib/kernel/cascade";
import { factsOf } from "../../../lib/kernel/facts";
import type { Fact } from "../../../lib/kernel/fact";
import { keyOf, needsOf, providesOf } from "../../../lib/kernel/kinds";
import { lineOf } from "../../../lib/kernel/line";
import { settingValue } from "../../../lib/kernel/kinds/settings";
import type { Verb } from "../../../lib/kernel/step";
import { worldOf, type World } from "../../../lib/kernel/world";
import { factOf } from "../../support/test-driver";

const worldWith = (...lines: readonly string[]) => worldOf(lines.map(factOf));
const linesIn = (world: World) => [...world.facts.values()].map(lineOf);
const apply = (world: World, verb: Verb, line: string) => applyStep(world, { verb, fact: factOf(line) })?.text;

const NETNS = "local - netns web";
const BRIDGE = "local - link nw-blue type bridge mtu 1500 mac 02:11:22:33:44:55 stp off up";
const PAIR = "local - veth nwe1 <> web eth0 mtu 1500 mac 02:11:22:33:44:66 up";
const PORT = "local - port nwe1 bridge nw-blue";
const ADDR4 = "local web addr 10.8.0.2/24 dev eth0";
const ADDR6 = "local web addr fd00:8::2/64 dev eth0";
const ROUTE4 = "local web route default via 10.8.0.1 dev eth0";
const ROUTE6 = "local web route default via fd00:8::1 dev eth0";
const NETWORK = [NETNS, BRIDGE, PAIR, PORT, ADDR4, ADDR6, ROUTE4, ROUTE6];

/** What is missing from the network after one step. */
function lostBy(verb: Verb, line: string, extra: readonly string[] = []): readonly string[] {
  const world = worldWith(...NETWORK, ...extra);
  expect(apply(world, verb, line)).toBeUndefined();
  const left = new Set(linesIn(world));
  return [...NETWORK, ...extra].filter((known) => !left.has(known));
}

// The effects of add, set and del on every driver are in test/support/test-driver.ts; these tests are for the model only.
describe("the model of the kernel", () => {
  test("loses with an adopted namespace its name, and the facts inside, but no near end of a pair", () => {
    const adopted = "local - netns web from /proc/4711/ns/net";
    const world = worldWith(adopted, ...NETWORK.slice(1));
    expect(apply(world, "del", adopted)).toBeUndefined();
    expect(linesIn(world)).toEqual(NETWORK.slice(1).filter((line) => line.startsWith("local - ")));
  });

  test("loses with a parent the interfaces on it, in any namespace, with all that is on them; a VLAN follows it down and up", () => {
    const eth1 = "local - link eth1 type device mtu 1500 up";
    const vlan = "local - link eth1.10 type vlan parent - eth1 vlan 10 mtu 1500 up";
    const inside = "local web link mac0 type macvlan parent - eth1.10 mode bridge mtu 1500 mac 02:11:22:33:44:67 up addresses 10.7.0.2/24";
    const lines = [NETNS, eth1, vlan, inside, "local web addr 10.7.0.2/24 dev mac0", "local web route default via 10.7.0.1 dev mac0"];
    const world = worldWith(...lines);
    apply(world, "set", eth1.replace("mtu 1500 up", "mtu 1400 down"));
    expect(linesIn(world)).toEqual([...lines.map((line) => line.replace("mtu 1500", "mtu 1400").replace(/(eth1.* 1400) up/, "$1 down"))]);
    expect(apply(world, "del", eth1)).toBeUndefined();
    expect(linesIn(world)).toEqual([NETNS]);
  });

  test.each([
    ["busy", "local - port eth1 bridge br0", "local - link m0 type macvlan parent - eth1 mode bridge mtu 1500 up"],
    [
      "busy",
      "local - link i0 type ipvlan parent - eth1 mode l2 mtu 1500 up",
      "local - link m0 type macvlan parent - eth1 mode bridge mtu 1500 up",
    ],
    ["busy", "local - link m0 type macvlan parent - eth1 mode bridge mtu 1500 up", "local - port eth1 bridge br0"],
    [
      "exists",
      "local - link v0 type vlan parent - eth1 vlan 10 mtu 1500 up",
      "local - link v1 type vlan parent - eth1 vlan 10 mtu 1500 up",
    ],
  ])("refuses what else would receive by a parent: %s", (word, first, second) => {
    const eth1 = "local - link eth1 type device mtu 1500 up";
    const world = worldWith("local - link br0 type bridge mtu 1500 stp off up", eth1, first);
    expect(apply(world, "add", second)).toContain(word);
  });

  test.each(["port eth1 bridge br0", "link m0 type macvlan parent - eth1 mode bridge mtu 1500 up"])(
    "leaves the port of a bond to the bond: %s",
    (line) => {
      const world = worldWith(
        "local - link br0 type bridge mtu 1500 stp off up",
        "local - link bond0 type bond mtu 1500 up",
        "local - link eth1 type device master bond0 mtu 1500 up",
      );
      expect(apply(world, "add", `local - ${line}`)).toContain("busy");
    },
  );

  test("loses both ends of a pair with either namespace, and the objects on the far one", () => {
    const lines = [
      "local - netns a",
      "local - netns b",
      "local a veth x <> b y mtu 1500 mac 02:11:22:33:44:66 up",
      "local b addr 10.1.0.1/24 dev y",
    ];
    for (const netns of ["a", "b"]) {
      const world = worldWith(...lines);
      apply(world, "del", `local - netns ${netns}`);
      expect(linesIn(world)).toEqual([`local - netns ${netns === "a" ? "b" : "a"}`]);
    }
  });

  test("loses a learned default route when IPv6 is forwarded, unless its link continues to accept advertisements", () => {
    const learned = ROUTE6.replace("fd00:8::1 dev eth0", "fe80::1 dev eth0 metric 9 proto ra");
    const accepts = "local web sysctl net.ipv6.conf.eth0.accept_ra = 2";
    for (const link of ["all", "eth0"]) {
      expect(lostBy("set", `local web sysctl net.ipv6.conf.${link}.forwarding = 1`, [learned])).toEqual([learned]);
      expect(lostBy("set", `local web sysctl net.ipv6.conf.${link}.forwarding = 1`, [learned, accepts])).toEqual([]);
    }
    expect(lostBy("set", "local web sysctl net.ipv6.conf.default.forwarding = 1", [learned])).toEqual([]);
    expect(lostBy("set", "local - sysctl net.ipv6.conf.all.forwarding = 1", [learned])).toEqual([]);
  });

  test("has rules in Docker's chain only if there is one, and loses them with it", () => {
    const policy = "local - policy ip filter FORWARD hook forward drop by docker";
    const rule = "local - iptables ip DOCKER-USER nw-blue in # netweft:shop:netweft_bridge_network:blue";
    const plain = rule.replace("DOCKER-USER", "FORWARD");
    expect(apply(worldWith(), "add", rule)).toContain("No chain");
    expect(apply(worldWith(policy.replace("ip ", "ip6 ")), "add", rule)).toContain("No chain");
    expect(apply(worldWith(), "add", plain)).toBeUndefined();
    expect(lostBy("del", policy, [policy, rule, plain])).toEqual([policy, rule]);
  });

  test("removes with our part of a BGP process our neighbors and learned entries, and leaves foreign configuration", () => {
    const ours = ["local - bgp 65157 router-id 192.0.2.1", "local - neighbor 192.0.2.2 as 65157", "local - evpn 42 flood via 192.0.2.2"];
    const foreign = ["local - bgp 65157 router-id 192.0.2.1 foreign", "local - neighbor 192.0.2.9 as 65001 foreign"];
    expect(lostBy("del", ours[0]!, [...ours, ...foreign])).toEqual(ours);
  });

  test("loses with a WireGuard device its key and its peers, and with a key that is added again the earlier peer", () => {
    const device = "local - link nwg1 type wireguard mtu 1440 up";
    const [one, two] = ["AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=", "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="];
    const key = `local - key nwg1 port 51842 public ${one}`;
    const peer = (address: string, known: string) => `local - peer nwg1 ${address} public ${known} endpoint none`;
    const all = [device, key, peer("10.7.0.2", one), peer("10.7.0.3", two), peer("none", two.replace(/^A/, "B"))];
    expect(lostBy("del", device, all)).toEqual(all);
    expect(lostBy("add", peer("10.7.0.4", two), all)).toEqual([all[3]]);
    const rotated = peer("10.7.0.2", "?edge2/nwg2");
    expect(lostBy("set", rotated, [...all, peer("10.7.0.5", "?edge2/nwg2")])).toEqual([all[2]]);
  });

  test("removes all of IPv6 from a link by its setting, or by that of all links", () => {
    expect(lostBy("set", "local web sysctl net.ipv6.conf.eth0.disable_ipv6 = 1")).toEqual([ADDR6, ROUTE6]);
    expect(lostBy("set", "local web sysctl net.ipv6.conf.all.disable_ipv6 = 1")).toEqual([ADDR6, ROUTE6]);
    expect(lostBy("set", "local web sysctl net.ipv6.conf.eth0.disable_ipv6 = 0")).toEqual([]);
    expect(lostBy("set", "local - sysctl net.ipv6.conf.all.disable_ipv6 = 1")).toEqual([]);
  });

  test("removes proxy neighbour entries with the state of a link, and those of IPv6 where a setting takes IPv6 from it", () => {
    const [four, six] = ["local web proxy 10.8.0.5 dev eth0", "local web proxy fd00:8::5 dev eth0"];
    const lost = (line: string, ...off: readonly string[]) =>
      lostBy("set", line, [...off, four, six]).filter((one) => one.includes("proxy"));
    const off = (link: string, value = 1) => `local web sysctl net.ipv6.conf.${link}.disable_ipv6 = ${value}`;
    expect(lost(PAIR.replace(" up", " up/down"))).toEqual([four, six]);
    expect(lost(PAIR.replace(" 1500", " 1500/1279"))).toEqual([six]);
    for (const link of ["eth0", "all"]) {
      expect(lost(off(link))).toEqual([six]);
      expect(lost(off(link, 0))).toEqual([]);
    }
    expect(lost(off("all"), off("eth0"))).toEqual([]);
    expect(lost(off("default"))).toEqual([]);
    expect(lost(off("all").replace(" web ", " - "))).toEqual([]);
  });

  test("spreads what is set for all links over each of them and those to come", () => {
    const value = (world: World, name: string) => settingValue(world.facts, { host: "local", netns: "web" }, name);
    const world = worldWith(NETNS, PAIR);
    const set = (name: string, to: string) => apply(world, "set", `local web sysctl ${name} = ${to}`);
    set("net.ipv6.conf.eth0.disable_ipv6", "1");
    set("net.ipv6.conf.all.disable_ipv6", "0");
    expect(value(world, "net.ipv6.conf.eth0.disable_ipv6")).toBe("0");
    set("net.ipv6.conf.all.disable_ipv6", "1");
    expect(value(world, "net.ipv6.conf.eth0.disable_ipv6")).toBe("1");
    expect(apply(world, "add", ADDR6)).toBe("ipv6: IPv6 is disabled on this device.");
    set("net.ipv6.conf.eth0.disable_ipv6", "0");
    expect(apply(world, "add", ADDR6)).toBeUndefined();
    set("net.ipv4.ip_forward", "1");
    for (const link of ["all", "default", "eth0", "lo"]) expect(value(world, `net.ipv4.conf.${link}.forwarding`)).toBe("1");
    set("net.ipv4.conf.all.forwarding", "0");
    expect(value(world, "net.ipv4.ip_forward")).toBe("0");
    set("net.ipv4.conf.eth0.forwarding", "1");
    set("net.ipv4.ip_forward", "0");
    expect(value(world, "net.ipv4.conf.eth0.forwarding")).toBe("1");
    expect(value(world, "net.ipv4.no.such")).toBeUndefined();
  });

  test("changes with forwarding whether redirects are accepted, and overwrites what was set", () => {
    const world = worldWith(NETNS);
    const after = (name: string, to: string) => {
      apply(world, "set", `local web sysctl ${name} = ${to}`);
      return settingValue(world.facts, { host: "local", netns: "web" }, "net.ipv4.conf.all.accept_redirects");
    };
    expect(after("net.ipv4.ip_forward", "1")).toBe("0");
    expect(after("net.ipv4.conf.all.accept_redirects", "1")).toBe("1");
    expect(after("net.ipv4.ip_forward", "1")).toBe("1");
    expect(after("net.ipv4.conf.all.accept_redirects", "0")).toBe("0");
    expect(after("net.ipv4.conf.all.forwarding", "0")).toBe("1");
  });

  test("gives links what `default` says when they are made, and lets only those of IPv4 follow it that are not settled", () => {
    const world = worldWith(NETNS);
    const set = (name: string, to: string) => apply(world, "set", `local web sysctl ${name} = ${to}`);
    const values = (setting: string) =>
      ["all", "default", "lo", "eth0", "eth1", "eth2"].map((link) =>
        settingValue(world.facts, { host: "local", netns: "web" }, setting.replace("*", link)),
      );
    const pair = (n: number) => apply(world, "add", PAIR.replace("nwe1", `nwe1${n}`).replace("eth0", `eth${n}`));
    const all = ["net.ipv4.conf.*.rp_filter", "net.ipv4.conf.*.route_localnet", "net.ipv6.conf.*.hop_limit"];
    const write = (link: string, to: string) => all.map((name) => set(name.replace("*", link), to));
    pair(0);
    pair(1);
    apply(world, "add", "local web addr 10.8.0.9/24 dev eth1");
    apply(world, "del", "local web addr 10.8.0.9/24 dev eth1");
    write("default", "1");
    expect(all.map(values)).toEqual([
      ["0", "1", "0", "1", "0", "1"],
      ["0", "1", "0", "0", "0", "1"],
      ["64", "1", "64", "64", "64", "1"],
    ]);
    pair(2);
    write("default", "2");
    write("all", "3");
    expect(all.map(values)).toEqual([
      ["3", "2", "0", "2", "0", "1"],
      ["3", "2", "0", "0", "0", "1"],
      ["3", "2", "64", "64", "64", "1"],
    ]);
    write("eth0", "1");
    write("default", "0");
    expect(values(all[0]!)).toEqual(["3", "0", "0", "1", "0", "1"]);
  });

  test("keeps what links have when `default` is written after all links were", () => {
    const world = worldWith(NETNS, PAIR);
    for (const setting of ["net.ipv4.conf.*.forwarding", "net.ipv6.conf.*.addr_gen_mode"]) {
      for (const [link, to] of [
        ["all", "1"],
        ["default", "0"],
      ] as const)
        apply(world, "set", `local web sysctl ${setting.replace("*", link)} = ${to}`);
      expect(settingValue(world.facts, { host: "local", netns: "web" }, setting.replace("*", "eth0"))).toBe("1");
    }
  });

  test("has no IPv6 settings of a link with an mtu below 1280, and forgets those that were made", () => {
    const setting = "local web sysctl net.ipv6.conf.eth0.accept_ra = 0";
    expect(lostBy("set", PAIR.replace("1500", "1500/1279"), [setting])).toEqual([PAIR, ADDR6, ROUTE6, setting]);
    const small = worldWith(NETNS, PAIR.replace("1500", "1500/1279"));
    expect(apply(small, "set", setting)).toBe("There is no such setting.");
    expect(apply(small, "set", "local web sysctl net.ipv4.conf.eth0.rp_filter = 1")).toBeUndefined();
  });

  test("keeps the settings of a link no longer than the link", () => {
    const setting = "local web sysctl net.ipv4.conf.eth0.rp_filter = 2";
    expect(lostBy("del", PAIR, [setting])).toContain(setting);
  });

  test("keeps addresses of another link of the same name in another namespace", () => {
    const other = [
      "local - netns db",
      "local - veth nwe2 <> db eth0 mtu 1500 mac 02:11:22:33:44:77 up",
      "local db addr 10.8.0.3/24 dev eth0",
    ];
    expect(lostBy("del", NETNS, other)).toEqual(NETWORK.filter((line) => line !== BRIDGE));
  });

  test("does not touch the routes of the loopback link with its last address", () => {
    const lines = ["local - addr 10.255.0.1/32 dev lo", "local - route 10.99.0.0/16 dev lo"];
    expect(lostBy("del", lines[0]!, lines)).toEqual([lines[0]]);
    const alike = ["local - addr 10.255.0.1/24 dev lo", "local - addr 10.255.0.2/24 dev lo"];
    expect(lostBy("del", alike[0]!, alike)).toEqual(alike);
  });

  test.each([
    ["add", "local db addr 10.8.0.2/24 dev eth0", 'Cannot open network namespace "db": No such file or directory'],
    ["add", "local - veth nwe2 <> db eth0 mtu 1500 mac 02:11:22:33:44:77 up", 'argument "db" is wrong: Invalid "netns" value'],
    ["add", "local - veth nwe2 <> web eth0 mtu 1500 mac 02:11:22:33:44:77 up", "File exists"],
    ["add", "local web link eth0 type bridge mtu 1500 mac 02:11:22:33:44:77 stp off up", "File exists"],
    ["add", "local - link nwe1 type bridge mtu 1500 mac 02:11:22:33:44:77 stp off up", "File exists"],
    ["add", "local web link lo type bridge mtu 1500 mac 02:11:22:33:44:77 stp off up", "File exists"],
    ["add", "local - link b type bridge mtu 1500 mac 01:11:22:33:44:77 stp off up", "Cannot assign requested address"],
    ["add", "local - link b type bridge mtu 67 mac 02:11:22:33:44:77 stp off up", "mtu less than device minimum."],
    ["add", "local - link b type bridge mtu 65536 mac 02:11:22:33:44:77 stp off up", "mtu greater than device maximum."],
    ["add", "local - port nwe9 bridge nw-blue", 'Cannot find device "nwe9"'],
    ["add", "local - port nwe1 bridge nw-red", 'argument "nw-red" is wrong: Device does not exist'],
    ["add", "local - port nw-blue bridge nwe1", "Operation not supported"],
    ["add", "local - port lo bridge nw-blue", "Invalid argument"],
    ["add", "local - key nwg1 port 1 public ?local/nwg1", "Unable to modify interface: No such device"],
    ["add", "local - key nw-blue port 1 public ?local/nw-blue", "Unable to modify interface: Operation not supported"],
    ["add", "local - peer nwe1 none public ?local/nwe1 endpoint none", "Unable to modify interface: Operation not supported"],
    ["add", "local web addr 10.8.0.2/16 dev eth0", "File exists"],
    ["add", "local web addr ff02::5/64 dev eth0", "Invalid argument"],
    ["add", "local web route default via 10.8.0.255 dev eth0 metric 5", "Nexthop has invalid gateway."],
    ["add", "local web route 10.9.0.0/16 via 10.9.0.1", "Nexthop has invalid gateway."],
    ["add", "local web route 10.8.0.0/24 dev eth0", "File exists"],
    ["add", "local web route 10.8.0.0/24 via 10.8.0.1 dev eth0", "File exists"],
    ["add", "local web route fd09::/64 via fd00:8::2 dev eth0", "Gateway can not be a local address."],
    ["add", "local web route fd09::/64 via ff02::1 dev eth0", "Invalid gateway address."],
    ["add", "local web route fd09::/64 via fe80::1", "Egress device not specified."],
    ["add", "local web route fd09::/64 via fd00:9::1 dev eth0", "No route to host"],
    ["add", "local web sysctl net.ipv4.conf.eth9.forwarding = 1", "There is no such setting."],
    ["set", "local - veth nwe1 <> web eth7 mtu 1500 mac 02:11:22:33:44:66 up", "Operation not supported"],
  ] as const)("answers to %s %s: %s", (verb, line, message) => {
    const world = worldWith(...NETWORK);
    expect(apply(world, verb, line)).toBe(message);
    expect(linesIn(world)).toEqual(NETWORK);
  });

  test("has no routes over links that are down, and no IPv6 on small ones", () => {
    const down = worldWith(NETNS, PAIR.replace(/up$/, "up/down"), ADDR4, ADDR6);
    expect(apply(down, "add", ROUTE4)).toBe("Nexthop has invalid gateway.");
    expect(apply(down, "add", "local web route 10.9.0.0/16 dev eth0")).toBe("Device for nexthop is not up.");
    expect(apply(down, "add", "local web route fd09::/64 dev eth0")).toBe("Nexthop device is not up.");
    const small = worldWith(NETNS, PAIR.replace("mtu 1500", "mtu 1500/1279"));
    expect(apply(small, "add", ADDR6)).toBe("Invalid argument");
    expect(apply(small, "add", "local web route fd09::/64 dev eth0")).toBe("No such device");
  });

  test("binds a route to the link that its gateway is on, the one with the longest prefix", () => {
    const wide = "local web addr 10.0.0.1/8 dev eth1";
    const world = worldWith(...NETWORK, "local - veth nwe2 <> web eth1 mtu 1500 mac 02:11:22:33:44:77 up", wide);
    apply(world, "add", "local web route 10.50.0.0/16 via 10.8.0.9");
    expect(linesIn(world)).toContain("local web route 10.50.0.0/16 via 10.8.0.9 dev eth0");
  });

  test("keeps a name server without its bridge, and loses with the server its records", () => {
    const server = "local - resolver nw-blue listen 10.8.0.1 domain blue upstream host";
    const names = ["local - name nw-blue web addresses 10.8.0.2", "local - resolv web nameservers 10.8.0.1 search blue"];
    const world = worldWith(NETNS, BRIDGE, server, ...names);
    for (const gone of [NETNS, BRIDGE]) expect(apply(world, "del", gone)).toBeUndefined();
    expect(linesIn(world)).toEqual([server, ...names]);
    expect(apply(world, "del", server)).toBeUndefined();
    expect(linesIn(world)).toEqual([names[1]]);
  });

  test("does not replace a foreign resolv.conf by ours", () => {
    const theirs = "local - resolv web nameservers 192.0.2.53";
    const world = worldWith(NETNS, theirs);
    expect(apply(world, "add", "local - resolv web nameservers 10.8.0.1 # netweft:shop:netweft_endpoint:web/eth0")).toBe("File exists");
    expect(linesIn(world)).toEqual([NETNS, theirs]);
  });

  test("gives a bridge at most 1,023 ports", () => {
    const ends = Array.from({ length: 1024 }, (_, n) => `local - veth v${n} <> web e${n} mtu 1500 mac 02:11:22:33:44:66 up`);
    const world = worldWith(NETNS, BRIDGE, ...ends);
    const refused = applySteps(
      world,
      ends.map((_, n) => ({ verb: "add", fact: factOf(`local - port v${n} bridge nw-blue`) })),
    );
    expect(refused).toEqual({ step: 1023, refusal: { errno: "EXFULL", text: "Exchange full" } });
  });

  test("has one VXLAN device of an identifier, a port and a protocol in a namespace", () => {
    const device = (netns: string, name: string, vni: number, port: number) =>
      `local ${netns} link ${name} type vxlan vni ${vni} local 192.0.2.1 port ${port} learning on mtu 1450 mac 02:11:22:33:44:42 up`;
    const world = worldWith(NETNS, device("-", "nwx42", 42, 4789));
    const other = device("-", "nwx42b", 42, 4789);
    expect(apply(world, "add", other)).toBe("A VXLAN device with the specified VNI already exists.");
    expect(apply(world, "add", device("-", "nwx42", 42, 4789))).toBeUndefined();
    expect(apply(world, "add", device("-", "nwx43", 43, 4789))).toBeUndefined();
    expect(apply(world, "add", device("-", "nwx42c", 42, 8472))).toBeUndefined();
    expect(apply(world, "add", device("web", "nwx42", 42, 4789))).toBeUndefined();
    expect(apply(world, "add", device("-", "nwx42d", 42, 4789).replace("192.0.2.1", "2001:db8::1"))).toBeUndefined();
    expect(apply(world, "del", device("-", "nwx42", 42, 4789))).toBeUndefined();
    expect(apply(world, "add", other)).toBeUndefined();
  });
});

describe("what an overlay's entries depend on", () => {
  const bridge = (mtu: number) => `local - link nw-blue type bridge mtu ${mtu} mac 02:11:22:33:44:55 stp off up`;
  const [known4, known6] = ["10.8.0.2", "fd00:8::2"].map((ip) => `local - neigh ${ip} dev nw-blue lladdr 02:11:22:33:44:66`);

  test("a VXLAN device has entries of its own address's protocol, and of IPv4 without one", () => {
    const device = (local: string) =>
      `local - link nwx42 type vxlan vni 42${local} port 4789 learning on mtu 1450 mac 02:11:22:33:44:42 up`;
    const entry = (dst: string) => `local - fdb 02:11:22:33:44:66 dev nwx42 dst ${dst}`;
    expect(apply(worldWith(device("")), "add", entry("192.0.2.2"))).toBeUndefined();
    expect(apply(worldWith(device("")), "add", entry("2001:db8::2"))).toBe("Address family not supported by protocol");
    expect(apply(worldWith(device(" local 2001:db8::1")), "add", entry("192.0.2.2"))).toBe("Address family not supported by protocol");
    expect(apply(worldWith(device(" local 2001:db8::1")), "add", entry("2001:db8::2"))).toBeUndefined();
  });

  test("an entry is known to a bridge only where its device is a port, and only one of an address is", () => {
    const pair = [1, 2].map(
      (n) => `local - link nwx4${n} type vxlan vni 4${n} port 4789 learning off mtu 1450 mac 02:11:22:33:44:7${n} up`,
    );
    const world = worldWith(BRIDGE, ...pair, "local - port nwx42 bridge nw-blue");
    const entry = (n: number) => `local - fdb 02:11:22:33:44:66 dev nwx4${n} dst 192.0.2.2`;
    const entries = () => [...world.facts.values()].filter(({ kind }) => kind === "fdb").map(lineOf);
    for (const n of [1, 2]) apply(world, "add", `${entry(n)} master`);
    expect(entries()).toEqual([entry(1), `${entry(2)} master`]);
    apply(world, "add", "local - port nwx41 bridge nw-blue");
    apply(world, "set", `${entry(1)} master`);
    expect(entries()).toEqual([`${entry(1)} master`, entry(2)]);
    expect(apply(world, "add", "local - fdb 00:00:00:00:00:00 dev nwx41 dst 192.0.2.2 master")).toBe("Invalid argument");
  });

  test("a link without IPv6 has no neighbours of IPv6, and forgets those that it had", () => {
    expect(apply(worldWith(bridge(1279)), "add", known6!)).toBe("IPv6 is disabled on this device.");
    const world = worldWith(bridge(1500), known4!, known6!);
    expect(apply(world, "set", bridge(1279))).toBeUndefined();
    expect([...world.facts.values()].map(lineOf)).toEqual([bridge(1279), known4]);
  });
});

describe("cascadeOf", () => {
  test("returns the remaining facts without changing its input", () => {
    const facts = factsOf(NETWORK.map(factOf));
    const left = cascadeOf(facts, [{ verb: "del", fact: factOf(ADDR4) }]);
    expect([...left.values()].map(lineOf)).toEqual(NETWORK.filter((line) => line !== ADDR4 && line !== ROUTE4));
    expect(facts.size).toBe(NETWORK.length);
  });

  test("skips steps that would be refused", () => {
    const left = cascadeOf(factsOf([factOf(NETNS)]), [
      { verb: "add", fact: factOf(PORT) },
      { verb: "add", fact: factOf(BRIDGE) },
    ]);
    expect([...left.values()].map(lineOf)).toEqual([NETNS, BRIDGE]);
  });
});

describe("after any steps", () => {
  const anyLine = fc.constantFrom(
    ...NETWORK,
    "local - netns db",
    "local - veth nwe2 <> db eth0 mtu 1500 mac 02:11:22:33:44:77 up",
    "local - port nwe2 bridge nw-blue isolated",
    "local - qdisc nwe2 tbf rate 1mbit burst 3036 limit 9286",
    "local db qdisc eth0 htb",
    "local db addr 10.8.0.3/24 dev eth0",
    "local db route default via 10.8.0.1 dev eth0",
    "local web addr 10.8.0.7/24 dev eth0",
    BRIDGE.replace(/up$/, "down"),
    PAIR.replace(/up$/, "up/down"),
    PAIR.replace("1500", "1500/1279"),
    "local - addr 10.8.0.1/24 dev nw-blue",
    "local - route 10.9.0.0/16 via 10.8.0.2 dev nw-blue",
  );
  const anySteps = fc.array(fc.record({ verb: fc.constantFrom<Verb>("add", "add", "set", "del"), fact: anyLine.map(factOf) }), {
    maxLength: 40,
  });

  test("all dependencies of existing facts exist", () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const world = worldOf([]);
        for (const step of steps) applyStep(world, step);
        const keys = new Set([...world.facts.values()].flatMap((fact: Fact) => [keyOf(fact), ...providesOf(fact)]));
        for (const fact of world.facts.values()) for (const { key } of needsOf(fact)) expect(keys).toContain(key);
      }),
    );
  });

  test("steps are idempotent", () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const world = worldOf([]);
        for (const step of steps) {
          if (applyStep(world, step) !== undefined) continue;
          const before = linesIn(world);
          expect(applyStep(world, step)).toBeUndefined();
          expect(linesIn(world)).toEqual(before);
        }
      }),
    );
  });

  test("the indexes are those of a newly created world", () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const world = worldOf([]);
        for (const step of steps) applyStep(world, step);
        const fresh = worldOf([...world.facts.values()]);
        const sorted = ({ dependents }: World) => [...dependents].map(([key, set]) => [key, [...set].sort()]).sort();
        expect(sorted(world)).toEqual(sorted(fresh));
        expect([...world.ends].sort()).toEqual([...fresh.ends].sort());
        expect(world.carried).toEqual(fresh.carried);
      }),
    );
  });
});
