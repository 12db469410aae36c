import fc from "fast-check";
import { decodeAlias, encodeAlias } from "../../../lib/kernel/alias";
import { fact, type Fact, type Kind } from "../../../lib/kernel/fact";
import {
  addressOf,
  bridgeOf,
  canChange,
  devOf,
  isLink,
  keyOf,
  kinds,
  needsOf,
  normal,
  providesOf,
  rankOf,
  sameFact,
  typeOf,
} from "../../../lib/kernel/kinds";
import { burstOf } from "../../../lib/kernel/kinds/qdisc";
import { lineOf, parseLine, parseWritten, textOf } from "../../../lib/kernel/line";
import { markOf, REMNANT } from "../../../lib/kernel/mark";
import { anyFact } from "../../support/facts";

const ROOT = { host: "local", netns: "-" };
const WEB = { host: "local", netns: "web" };

/** The fact of a line; the test fails if there is none. */
function of(line: string): Fact {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]!.detail);
  return parsed.value;
}

const KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const keysNeeded = (line: string) => needsOf(of(line)).map((need) => need.key);

describe("the canonical line", () => {
  test.each([
    "local - netns web",
    "local - netns web # netweft:shop:netweft_namespace:web",
    "local - netns db from /proc/4711/ns/net",
    "local - netns db from /proc/4711/ns/net inode 4026532205",
    "local - netns db inode 4026532205 # netweft:shop:netweft_namespace:db",
    "local - link nw-blue type bridge mtu 1450 mac 02:11:22:33:44:55 stp off up",
    "local - link nw-blue type bridge mtu 1450 mac 02:11:22:33:44:55 stp on down # netweft:::",
    "local - link eth0 type device mtu 1500 mac 52:54:00:12:34:56 up",
    "local - link wg0 type wireguard mtu 1420 down",
    "local web link eth0 type macvlan parent - eth1 mode bridge mtu 1500 mac 02:11:22:33:44:66 up addresses 192.0.2.5/24,2001:db8::5/64 # netweft:shop:netweft_endpoint:web/eth0",
    "local web link eth0 type macvlan mode passthru mtu 1500 mac 02:11:22:33:44:66 down addresses none # netweft:::",
    "local - link ipv0 type ipvlan parent web eth1 mode l2 mtu 1500 mac 02:11:22:33:44:66 up",
    "local - link eth1 type device master bond0 mtu 1500 mac 02:11:22:33:44:66 up",
    "local - link eth1.10 type vlan parent - eth1 vlan 10 mtu 1500 up",
    "local - veth nwe3f9a1 <> web eth0 mtu 1500 mac 02:11:22:33:44:66 up addresses 10.8.0.2/24,fd00::2/64 # netweft:shop:netweft_endpoint:web/eth0",
    "local - veth nwe3f9a1 <> web eth0 mtu 1500/1400 mac 02:11:22:33:44:66 up/down",
    "local - port nwe3f9a1 bridge nw-blue",
    "local - port nwe3f9a1 bridge nw-blue isolated hairpin",
    "local - key nwgabc123 port 51842 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
    "local - key nwgabc123 port 51842 public ?local/nwgabc123",
    "local - peer nwgabc123 fd6e:7765::2 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint [2001:db8::2]:51842",
    "local - peer nwgabc123 10.7.0.2 public ?edge2/nwgdef456 endpoint 192.0.2.2:51842",
    "local - peer nwgabc123 10.0.0.0/8,10.7.0.2,fd00::/64 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint [fe80::1%eth0]:7 preshared keepalive 25",
    "local - peer nwgabc123 none public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint none",
    "local - qdisc nwe3f9a1 tbf rate 100mbit burst 50000 limit 675000",
    "local web qdisc eth0 tbf rate 64008bit burst 3036 limit 3436",
    "local - qdisc eth0 htb",
    "local web addr 10.8.0.2/24 dev eth0",
    "local web addr fd00::2/64 dev eth0",
    "local web route default via 10.8.0.1 dev eth0 metric 100 table 20",
    "local web route default via fd00::1 dev eth0",
    "local web route default dev eth0",
    "local web route ::/0 dev eth0",
    "local web route 10.9.0.0/16 via 10.8.0.1",
    "local web route default via 10.8.0.1 dev eth0 src 10.8.0.2 metric 100 table 20 proto static",
    "local - route blackhole 10.0.0.0/8 metric 100",
    "local web rule ip 15701 ipproto udp sport 5000-5009 lookup main suppress_prefixlength 0",
    "local web rule ip6 15702 from fd00::/64 ipproto udp sport 53 lookup 15701",
    "local - route unreachable ::/0 table 20",
    "local - route prohibit default",
    "local - route throw 10.6.0.0/16 table 20 proto boot",
    "local web rule ip 100 from 10.8.0.1/24 to 192.0.2.0/24 fwmark 0x10/0xff iif eth0 oif eth9 lookup 20",
    "local - rule ip6 0 prohibit",
    "local - rule ip 32766 fwmark 0x0 lookup main",
    "local - rule ip 5 lookup 9 also not,tos=0x10 proto 0",
    "local - rule ip 5 also goto=200 proto 186",
    "local - proxy 2001:db8::5 dev eth0",
    "local web proxy 10.8.0.5 dev eth0 proto 0",
    "local web sysctl net.ipv4.ip_forward = 1",
    "local web sysctl net.ipv4.tcp_rmem = 4096 131072 6291456",
    "local - sysctl net.ipv4.ip_local_reserved_ports =",
    "local - resolver nw-front listen 10.8.0.1,fd00:8::1 domain front upstream host",
    "local - resolver nw-front listen 10.8.0.1 domain front upstream none subnets 10.8.0.0/24 down",
    "local - resolver nw-front listen 10.8.0.1 domain front upstream 192.0.2.53,2001:db8::53",
    "local - name nw-front web addresses 10.8.0.2,fd00:8::2 aliases cache,db",
    "local - name nw-front web",
    "local - view nw-back to netweft:shop:netweft_bridge_network:front domain back subnets 10.9.0.0/24,fd00:9::/64",
    "local - view nw-back to netweft:shop:netweft_bridge_network:front domain back",
    "local - resolv web nameservers 10.8.0.1,fd00:8::1 search front # netweft:shop:netweft_endpoint:web/eth0",
    "local - resolv web",
    "local - resolv web from eth1 nameservers 10.9.0.1 search back options ndots:2,rotate alone down",
    "local - resolv web from - nameservers 192.0.2.53",
    "local - route default via fe80::1 dev eth0 proto ra",
    "local - sa 192.0.2.1 > 192.0.2.2 reqid 4789 key 1a2b3c4d5e6f7081",
    "local - sa fd00::1 > fd00::2 reqid 1853297333 key 1a2b3c4d5e6f7081 also ffffffff00000000,other",
    "local - sa 192.0.2.1 > 192.0.2.2 reqid 4789 key ?edge1/edge2",
    "local - xfrm out 192.0.2.1 > 192.0.2.2 udp port 4789 reqid 4789",
    "local - xfrm in fd00::1 > fd00::2 udp port 65535 reqid 0 other",
    "local - socket tcp 0.0.0.0 8080",
    "local - socket udp * 53 by dnsmasq",
    "local - socket udp 127.0.0.53 53 dev lo by systemd-resolve",
    "local - bgp 65157 router-id 192.0.2.1",
    "local - bgp 4200000000 router-id 192.0.2.1 altered",
    "local - bgp 65001 router-id 10.0.0.1 foreign",
    "local - neighbor 192.0.2.2 as 65157 source 192.0.2.1 client",
    "local - neighbor 2001:db8::2 as 65157 source 2001:db8::1 down altered",
    "local - neighbor 192.0.2.9 as 0 foreign",
    "local - evpn 42 mac 02:11:22:33:44:66 via 192.0.2.2",
    "local - evpn 16777215 flood via 192.0.2.2",
    "local - policy inet filter forward hook forward reject",
    "local - marking ip-legacy mangle PREROUTING ct 0x0/0xffffffff",
    "local - marking ip x p meta 0x5/0xffffffff prerouting -80",
    "local - policy ip filter FORWARD hook forward drop by docker replies dnat in br-*,docker0 out docker0 back br0 within docker0",
    "local - iptables ip DOCKER-USER nw-front in # netweft:shop:netweft_bridge_network:front",
    "local - iptables ip6 INPUT nwgabc in udp:4789 from fd00::2/128 # netweft:shop:netweft_overlay_network:mesh",
    "local - iptables ip INPUT * in esp from 192.0.2.2/32 for shop/mesh # netweft:shop:netweft_overlay_network:mesh",
  ])("parses back: %s", (line) => {
    expect(lineOf(of(line))).toBe(line);
    expect(normal(of(line))).toEqual(of(line));
  });

  test("parses back for every fact there can be", () => {
    fc.assert(fc.property(anyFact, (made) => expect(of(lineOf(made))).toEqual(made)));
  });

  test("shows a mark after a hash sign, and the plain text omits it", () => {
    const marked = fact("netns", ROOT, { name: "web" }, { mark: "netweft:shop:netweft_namespace:web" });
    expect(lineOf(marked)).toBe("local - netns web # netweft:shop:netweft_namespace:web");
    expect(textOf(marked)).toBe("local - netns web");
  });

  test.each([
    "",
    "local",
    "local - nets web",
    "local - netns",
    "local - netns -",
    "local - netns a/b",
    "local web netns db",
    "local - netns db from proc/1/ns/net",
    "local - netns  web",
    " local - netns web",
    "local - netns web ",
    "local - netns web\nlocal - netns db",
    "local - netns web extra",
    "local - netns w\u0000b",
    "local - link nw-blue type bridge mtu 1450 mac 02:11:22:33:44:55 up",
    "local - link eth0 type device mtu 1500 stp off up",
    "local - link eth0 type device mtu 01500 up",
    "local - link eth0 type device mtu 99999999999 up",
    "local - link eth0 type device mtu 1500 mac 02:AA:22:33:44:55 up",
    "local - link sixteen-letters1 type device mtu 1500 up",
    "local - link a/b type device mtu 1500 up",
    "local - veth a <> web eth0 mtu 1500/1500 mac 02:11:22:33:44:66 up",
    "local - veth a <> web eth0 mtu 1500 mac 02:11:22:33:44:66 up/up",
    "local - veth a <> web eth0 mtu 1500 mac 02:11:22:33:44:66 up addresses 10.8.0.2",
    "local - veth a <> web eth0 mtu 1/2/3 mac 02:11:22:33:44:66 up",
    "local - port a bridge a",
    "local - port a bridge b hairpin isolated",
    "local - port a bridge b # netweft:shop:netweft_endpoint:web",
    "local web key nwgabc123 port 51842 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
    "local - key nwgabc123 port 65536 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
    "local - key nwgabc123 port 51842 public ?",
    "local - key nwgabc123 port 51842 public AQEB",
    "local - key nwgabc123 port 51842 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQF=",
    "local - key nwgabc123 port 51842 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= # netweft:shop:netweft_overlay_network:mesh",
    "local - peer nwgabc123 10.7.0.2/32 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint 192.0.2.2:51842",
    "local - peer nwgabc123 10.7.0.2,10.0.0.0/8 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint 192.0.2.2:51842",
    "local - peer nwgabc123 10.7.0.2/8 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint 192.0.2.2:51842",
    "local - peer nwgabc123 10.7.0.2 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint 192.0.2.2",
    "local - peer nwgabc123 10.7.0.2 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint 192.0.2.2:0",
    "local - peer nwgabc123 10.7.0.2 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint 192.0.2.2:65536",
    "local - peer nwgabc123 10.7.0.2 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint 2001:db8::2:51842",
    "local - peer nwgabc123 10.7.0.2 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint [2001:DB8::2]:51842",
    "local - peer nwgabc123 10.7.0.2 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint [192.0.2.2]:51842",
    "local - peer nwgabc123 10.7.0.2 public AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE= endpoint none keepalive",
    "local - qdisc eth0",
    "local - qdisc eth0 tbf rate 100mbit",
    "local - qdisc eth0 tbf rate 100000kbit burst 50000 limit 675000",
    "local - qdisc eth0 tbf rate 64001bit burst 3036 limit 3436",
    "local - qdisc eth0 tbf rate 1gbit burst 500001 limit 7000000",
    "local - qdisc eth0 tbf rate 4bit burst 3036 limit 3436",
    "local - qdisc eth0 htb rate 100mbit burst 50000 limit 675000",
    "local web addr 10.8.0.2 dev eth0",
    "local web addr 10.8.0.02/24 dev eth0",
    "local web addr FD00::2/64 dev eth0",
    "local web route 0.0.0.0/0 dev eth0",
    "local web route default",
    "local web route default via fd00::0001 dev eth0",
    "local web route 10.9.0.1/16 via 10.8.0.1",
    "local web route 10.9.0.0/16 via fd00::1",
    "local web route default via 10.8.0.1 metric",
    "local web route default via 10.8.0.1 table 1 metric 1",
    "local - proxy 2001:DB8::5 dev eth0",
    "local - proxy 10.8.0.5/32 dev eth0",
    "local - proxy 10.8.0.5",
    "local - proxy 10.8.0.5 dev lo",
    "local - proxy 10.8.0.5 dev eth0 proto",
    "local - proxy 10.8.0.5 dev eth0 proto 256",
    "local - proxy 10.8.0.5 dev eth0 proto static",
    "local web sysctl net.ipv4.ip_forward 1",
    "local web sysctl net.//.kernel.hostname = x",
    "local web sysctl ../etc/passwd = x",
    "local web sysctl net.ipv4.ip_forward = 1\t2",
    "local - resolver nw-front listen domain front upstream host",
    "local - resolver nw-front listen 10.8.0.1 domain front upstream other",
    "local - resolver nw-front listen 10.8.0.1 domain front upstream host subnets 10.8.0.1",
    "local - resolver nw-front listen 10.8.0.1 domain front upstream host up",
    "local - resolver nw-front listen 10.8.0.1 domain front upstream host down down",
    "local web resolver nw-front listen 10.8.0.1 domain front upstream host",
    "local - name nw-front web addresses 10.8.0.2/24",
    "local - view nw-back to shop/front domain back",
    "local - view nw-back to netweft:shop:netweft_bridge_network:front domain back subnets 10.9.0.1",
    "local - name nw-front web aliases db,cache",
    "local - name nw-front web aliases",
    "local - name nw-front web # netweft:shop:netweft_endpoint:web/eth0",
    "local web resolv web nameservers 10.8.0.1",
    "local - resolv ../web nameservers 10.8.0.1",
    "local - resolv web options ndots=2",
    "local - resolv web down alone",
    "local - route default via fe80::1 dev eth0 proto kernel",
    "local - route blackhole 10.0.0.0/8 dev lo",
    "local web rule ip 1 ipproto udp sport 5009-5000 lookup 20",
    "local web rule ip 1 ipproto tcp sport 50 lookup 20",
    "local web rule ip 1 ipproto udp sport 65536 lookup 20",
    "local web route 10.9.0.0/16 via 10.8.0.1 src fd00::2",
    "local - socket sctp 0.0.0.0 80",
    "local - socket tcp ::ffff:127.0.0.1 80",
    "local - socket tcp 0.0.0.0 65536",
    "local - socket tcp 0.0.0.0%lo 80",
    "local web bgp 65157 router-id 192.0.2.1",
    "local - bgp 0 router-id 192.0.2.1",
    "local - bgp 65157 router-id 2001:db8::1",
    "local - bgp 65157 router-id 192.0.2.1 foreign altered",
    "local - bgp 65157 router-id",
    "local - neighbor 192.0.2.2 source 192.0.2.1",
    "local - neighbor 192.0.2.2 as 65157 source 2001:db8::1",
    "local - neighbor edge2 as 65157",
    "local - neighbor 192.0.2.2 as 65157 down client",
    "local - neighbor 192.0.2.2 as 65157 up",
    "local - evpn 0 flood via 192.0.2.2",
    "local - evpn 16777216 flood via 192.0.2.2",
    "local - evpn 42 mac 02:AA:22:33:44:66 via 192.0.2.2",
    "local - evpn 42 via 192.0.2.2",
    "local - evpn 42 mac 02:11:22:33:44:66",
    "local web policy ip filter FORWARD hook forward drop",
    "local - policy ip filter FORWARD hook input drop",
    "local - marking ip mangle PREROUTING meta 0x01/0xff",
    "local - marking ip x p meta 0x1/0xff prerouting -080",
    "local - marking ip mangle PREROUTING mark 0x1/0xff",
    "local web marking ip mangle PREROUTING meta 0x1/0xff",
    "local - policy ip filter FORWARD hook forward drop by me",
    "local - policy ip filter FORWARD hook forward drop in b,a",
    "local - iptables arp FORWARD nw-front in",
    "local - iptables ip FORWARD nw-front both",
    "local - iptables ip INPUT * in",
    "local - iptables ip INPUT * in for shop/mesh",
    "local - iptables ip INPUT * in from 192.0.2.2/32 for shop/mesh",
    "local - iptables ip INPUT * in udp:4789 from 192.0.2.2/32",
    "local - iptables ip INPUT eth0 in udp:4789 for shop/mesh",
    "local - iptables ip INPUT eth0 in esp:0-65535",
    "local - netns web # netweft:a b",
  ])("is refused if it is not in normal form: %p", (line) => {
    const parsed = parseLine(line, { file: "x.json" });
    expect(parsed.ok).toBe(false);
    expect(parsed.diagnostics).toMatchObject([{ code: "invalid-fact", at: { file: "x.json" } }]);
  });

  test("is refused with the canonical text if it is readable but not canonical", () => {
    const parsed = parseLine("local web route 0.0.0.0/0 via 10.8.0.1 dev eth0");
    expect(parsed.diagnostics[0]!.detail).toContain('Its canonical form is "local web route default via 10.8.0.1 dev eth0".');
  });
});

describe("the normal form", () => {
  test("is its own normal form for every fact there can be", () => {
    fc.assert(fc.property(anyFact, (made) => expect(normal(made)).toEqual(made)));
  });

  test("keeps a rate in whole bytes per second, and a burst in steps that survive the kernel's clock", () => {
    const kept = (rate: number, burst: number) =>
      textOf(normal(fact("qdisc", ROOT, { dev: "eth0", type: "tbf", rate, burst, limit: 700_000 })));
    expect(kept(1_000_007, 3001)).toBe("local - qdisc eth0 tbf rate 1mbit burst 3004 limit 700000");
    expect(kept(1_000_000_000, 500_001)).toBe("local - qdisc eth0 tbf rate 1gbit burst 500032 limit 700000");
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 12_500_000_000 }), fc.integer({ min: 1, max: 200_000_000 }), (bytes, wanted) => {
        const { rate, burst } = normal(fact("qdisc", ROOT, { dev: "eth0", type: "tbf", rate: bytes * 8, burst: wanted, limit: 0 }));
        const ticks = Math.floor(((burst! / bytes) * 1e9) / 64);
        // The kernel may lose a tick, because it multiplies instead of dividing.
        for (const shown of [ticks, ticks - 1])
          expect(normal(fact("qdisc", ROOT, { dev: "eth0", type: "tbf", rate: rate!, burst: burstOf(shown, rate!), limit: 0 })).burst).toBe(
            burst,
          );
      }),
    );
  });

  test("omits from a route what the kernel chooses itself", () => {
    const v4 = fact("route", WEB, { destination: "10.9.1.1/16", dev: "eth0", metric: 0, table: 254 });
    const v6 = fact("route", WEB, { destination: "FD00::/64", dev: "eth0", metric: 1024 });
    expect(textOf(normal(v4))).toBe("local web route 10.9.0.0/16 dev eth0");
    expect(textOf(normal(v6))).toBe("local web route fd00::/64 dev eth0");
  });

  test("gives bridges and only bridges a spanning tree setting", () => {
    expect(normal(fact("link", ROOT, { name: "b", type: "bridge", mtu: 1500, up: true }))).toMatchObject({ stp: false });
    expect(normal(fact("link", ROOT, { name: "d", type: "device", mtu: 1500, up: true, stp: false }))).not.toHaveProperty("stp");
  });

  test("writes addresses canonically and settings with single spaces", () => {
    expect(normal(fact("addr", WEB, { address: "FD00:0::2/64", dev: "eth0" })).address).toBe("fd00::2/64");
    expect(normal(fact("sysctl", WEB, { name: "net.ipv4.tcp_rmem", value: "4096\t131072\t6291456\n" })).value).toBe("4096 131072 6291456");
  });

  test("keeps as many of a veth's addresses as fit into its alias", () => {
    const addresses = Array.from({ length: 20 }, (_, n) => `fd00:1111:2222:3333:4444:5555:6666:${n + 1000}/64`);
    const pair = {
      name: "a",
      peerNetns: "web",
      peer: "eth0",
      mtu: 1500,
      peerMtu: 1500,
      mac: "02:11:22:33:44:66",
      up: true,
      peerUp: true,
      addresses,
    };
    const mark = markOf({ stack: "shop", type: "netweft_endpoint", id: "web/eth0" });
    const kept = normal(fact("veth", ROOT, pair, { mark })).addresses;
    expect(kept).toEqual(addresses.slice(0, kept.length));
    expect(kept.length).toBeGreaterThan(3);
    expect(encodeAlias(mark, addresses)).toBe(encodeAlias(mark, kept));
    expect(Buffer.byteLength(encodeAlias(mark, addresses))).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(encodeAlias(mark, kept) + `,${addresses[kept.length]}`)).toBeGreaterThan(255);
    expect(normal(fact("veth", ROOT, pair, { mark: REMNANT })).addresses).toEqual([]);
    expect(normal(fact("veth", ROOT, pair)).addresses).toEqual(addresses);
  });
});

describe("an alias", () => {
  test("reads back as it was written", () => {
    const mark = "netweft:shop:netweft_endpoint:web/eth0";
    expect(decodeAlias(encodeAlias(mark, ["10.8.0.2/24", "fd00::2/64"]))).toEqual({ mark, addresses: ["10.8.0.2/24", "fd00::2/64"] });
    expect(decodeAlias(encodeAlias(mark))).toEqual({ mark, addresses: [] });
  });

  test("of another program shows nothing", () => {
    for (const alias of [undefined, "", "uplink to the rack", "netweft:", "netweft:a:b"]) expect(decodeAlias(alias)).toBeUndefined();
  });
});

describe("the key", () => {
  test("holds the place, the kind and the identity", () => {
    expect(keyOf(of("edge1 web addr 10.8.0.2/24 dev eth0"))).toBe("edge1 web addr 10.8.0.2 dev eth0");
    expect(keyOf(of("edge1 web route default via 10.8.0.1 dev eth0 metric 5"))).toBe("edge1 web route 0.0.0.0/0 metric 5");
  });

  test("is the same for a link and a veth pair of one name, since the kernel gives a name once", () => {
    const pair = of("local - veth x <> web eth0 mtu 1500 mac 02:11:22:33:44:66 up");
    expect(keyOf(pair)).toBe(keyOf(of("local - link x type device mtu 1500 up")));
    expect(providesOf(pair)).toEqual([keyOf(of("local web link eth0 type device mtu 1500 up"))]);
  });

  test("of a peer is its address, because its key changes, and of one that is not ours its key", () => {
    const peer = (address: string, first = "A") => keyOf(of(`local - peer nwg1 ${address} public ${first}${KEY.slice(1)} endpoint none`));
    expect(peer("10.7.0.2")).toBe(peer("10.7.0.2", "B"));
    expect(peer("none")).not.toBe(peer("none", "B"));
    expect(peer("none")).toBe(peer("10.0.0.0/8"));
  });

  test("does not depend on the prefix length of an address", () => {
    expect(keyOf(of("local web addr 10.8.0.2/16 dev eth0"))).toBe(keyOf(of("local web addr 10.8.0.2/24 dev eth0")));
  });
});

describe("needs", () => {
  test("contain the link of an object, and both links of a port", () => {
    expect(keysNeeded("local web addr 10.8.0.2/24 dev eth0")).toEqual(["local web link eth0"]);
    expect(keysNeeded("local web route default via 10.8.0.1 dev eth0")).toEqual(["local web link eth0"]);
    expect(keysNeeded("local - port a bridge b")).toEqual(["local - link a", "local - link b"]);
    expect(keysNeeded("local web sysctl net.ipv6.conf.eth0/1.accept_ra = 0")).toEqual(["local web link eth0.1"]);
  });

  test("contain the namespaces of both ends of a veth pair", () => {
    expect(keysNeeded("local - veth x <> web eth0 mtu 1500 mac 02:11:22:33:44:66 up")).toEqual(["local - netns web"]);
    expect(keysNeeded("local a veth x <> b eth0 mtu 1500 mac 02:11:22:33:44:66 up")).toEqual(["local - netns a", "local - netns b"]);
  });

  test("contain only the namespace for objects on its loopback link", () => {
    expect(keysNeeded("local web addr 10.255.0.1/32 dev lo")).toEqual(["local - netns web"]);
    expect(keysNeeded("local - addr 10.255.0.1/32 dev lo")).toEqual([]);
    expect(keysNeeded("local web sysctl net.ipv6.conf.all.forwarding = 1")).toEqual(["local - netns web"]);
  });

  test("come before what needs them in the order of creation", () => {
    const rankOfKind = (kind: Kind) => (kind === "link" ? Math.max(kinds.link.rank, kinds.veth.rank) : kinds[kind].rank);
    fc.assert(fc.property(anyFact, (made) => needsOf(made).every(({ key }) => rankOfKind(key.split(" ")[2] as Kind) < rankOf(made))));
  });
});

describe("the answers of a kind", () => {
  const everyFact = (holds: (one: Fact) => boolean) => fc.assert(fc.property(anyFact, holds));

  test("about an address or a bridge come with a link", () => {
    everyFact((one) => (addressOf(one) ?? bridgeOf(one)) === undefined || devOf(one) !== undefined);
  });

  test("about another program's namespace come with its name", () => {
    everyFact((one) => typeOf(one).adopts?.(one) === undefined || typeOf(one).leadsInto !== undefined);
  });

  test("about a part of a host are about what an observation of that part shows", () => {
    const parts = Object.values(kinds).flatMap(({ opensToAll, readSet }) => (opensToAll ? [readSet] : []));
    expect(parts).not.toContain(undefined);
    everyFact((one) => [...parts, undefined].includes(typeOf(one).uses?.(one)));
  });

  test("about an own deletion are those of links", () => {
    everyFact((one) => (typeOf(one).deletedBesides !== undefined) === isLink(one));
  });
});

describe("a change", () => {
  const link = (rest: string) => of(`local - link b type ${rest}`);
  const pair = (rest: string) => of(`local - veth x <> ${rest}`);

  test("is possible in place where the kernel can do it", () => {
    expect(canChange(link("bridge mtu 1500 stp off up"), link("bridge mtu 1400 mac 02:11:22:33:44:55 stp on down"))).toBe(true);
    expect(canChange(pair("web eth0 mtu 1500 mac 02:11:22:33:44:66 up"), pair("web eth0 mtu 1/2 mac 02:11:22:33:44:67 up/down"))).toBe(
      true,
    );
    expect(canChange(of("local - port a bridge b"), of("local - port a bridge c isolated"))).toBe(true);
    expect(canChange(of("local - qdisc a htb"), of("local - qdisc a tbf rate 1mbit burst 3036 limit 9286"))).toBe(true);
    expect(canChange(of("local web route default via 10.8.0.1"), of("local web route default dev eth0"))).toBe(true);
    expect(canChange(of("local - sysctl net.a = 1"), of("local - sysctl net.a = 2"))).toBe(true);
    expect(canChange(of("local - netns web"), of("local - netns web # netweft:a:b:c"))).toBe(true);
  });

  test("is a replacement where the kernel cannot", () => {
    expect(canChange(link("bridge mtu 1500 stp off up"), link("device mtu 1500 up"))).toBe(false);
    expect(canChange(pair("web eth0 mtu 1500 mac 02:11:22:33:44:66 up"), pair("web eth1 mtu 1500 mac 02:11:22:33:44:66 up"))).toBe(false);
    expect(canChange(pair("web eth0 mtu 1500 mac 02:11:22:33:44:66 up"), of("local - link x type veth mtu 1500 up"))).toBe(false);
    expect(canChange(of("local web addr 10.8.0.2/24 dev eth0"), of("local web addr 10.8.0.2/16 dev eth0"))).toBe(false);
    expect(canChange(of("local - netns web"), of("local - netns web from /proc/1/ns/net"))).toBe(false);
    expect(canChange(of("local - netns web from /proc/7/ns/net inode 5"), of("local - netns web from /proc/7/ns/net inode 6"))).toBe(false);
    expect(canChange(of("local - netns web from /proc/7/ns/net inode 5"), of("local - netns web from /proc/8/ns/net inode 5"))).toBe(true);
  });

  test("does not exist between equal facts, whatever the order of their properties", () => {
    fc.assert(
      fc.property(anyFact, (made) => {
        const turned = Object.fromEntries(Object.entries(structuredClone(made)).reverse()) as unknown as Fact;
        return sameFact(made, turned) && sameFact(made, { ...made, shared: true });
      }),
    );
  });

  test("exists between facts with different lines", () => {
    fc.assert(fc.property(anyFact, anyFact, (a, b) => sameFact(a, b) === (lineOf(a) === lineOf(b)) || a.kind === "route"));
    expect(sameFact(of("local - netns web"), of("local - netns web # netweft:a:b:c"))).toBe(false);
  });

  test("exists between a key and its placeholder", () => {
    expect(sameFact(of(`local - key nwg1 port 1 public ${KEY}`), of("local - key nwg1 port 1 public ?local/nwg1"))).toBe(false);
  });

  test("does not exist between a route with its link and one that leaves it to the kernel", () => {
    const open = of("local web route 10.9.0.0/16 via 10.8.0.1");
    expect(sameFact(open, of("local web route 10.9.0.0/16 via 10.8.0.1 dev eth0"))).toBe(true);
    expect(sameFact(open, of("local web route 10.9.0.0/16 via 10.8.0.9 dev eth0"))).toBe(false);
    expect(sameFact(of("local web route 10.9.0.0/16 dev eth1"), of("local web route 10.9.0.0/16 dev eth0"))).toBe(false);
  });
});

describe("addresses in another spelling", () => {
  test.each([
    ["local web route default via 2001:db8:1:0::1 dev eth0", "local web route default via 2001:db8:1::1 dev eth0"],
    ["local - element masquerade6 FD00:10::/64", "local - element masquerade6 fd00:10::/64"],
    ["local - element publish6 tcp . 0::99 . 80 : FD00::A . 80", "local - element publish6 tcp . ::99 . 80 : fd00::a . 80"],
    ["local - chain post-x { ip6 saddr fd00:10:0:0::/64 masquerade }", "local - chain post-x { ip6 saddr fd00:10::/64 masquerade }"],
  ])("are refused in %s with the canonical form, and accepted where an earlier version wrote them", (line, canonical) => {
    const refused = parseLine(line);
    expect(refused.ok || refused.diagnostics[0]!.detail).toContain(`Its canonical form is "${canonical}".`);
    const written = parseWritten(line);
    expect(written.ok && lineOf(written.value)).toBe(canonical);
  });
});
