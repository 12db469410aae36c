/** Ways to disturb the hosts of `disturbed-stack.ts`, and what a drift report is to say of each. */
import type { FindingClass, Layer, Severity } from "../../lib/drift/finding";

/** One way: lines that disappear, and lines that are there; what is found at the line that matches. */
export interface Disturbance {
  readonly name: string;
  readonly gone?: RegExp;
  /** Replaces a part of the line that matches. */
  readonly changed?: readonly [line: RegExp, from: string | RegExp, to: string];
  readonly made?: readonly string[];
  readonly found: RegExp;
  readonly is: readonly [kind: FindingClass, layer: Layer, severity: Severity, by?: "left" | "refused"];
  /** Names of the endpoints concerned, where the row is about these. */
  readonly endpoints?: string;
}

/** A line after its change, with its mark. */
export function edited(line: string, [, from, to]: NonNullable<Disturbance["changed"]>): string {
  const at = line.includes(" # ") ? line.indexOf(" # ") : line.length;
  const changed = line.slice(0, at).replace(from, to);
  if (changed === line.slice(0, at)) throw new Error(`no change of ${line}`);
  return changed + line.slice(at);
}

type Row = readonly [name: string, line: RegExp, layer: Layer, severity: Severity, endpoints?: string];

const gone = ([name, line, layer, severity, endpoints]: Row): Disturbance => ({
  ...{ name: `${name} is gone`, gone: line, found: line, is: ["missing", layer, severity] },
  ...(endpoints !== undefined && { endpoints }),
});

const missing: readonly Disturbance[] = (
  [
    ["a bridge", /^local - link nw-shop-front /, "link", "outage", "web db"],
    ["a veth pair", /^local - veth \S+ <> web eth0/, "link", "outage", "web"],
    ["a VXLAN device", /^local - link nwx42 /, "link", "outage", "near"],
    ["a WireGuard device", /^local - link \S+ type wireguard/, "link", "outage"],
    ["a namespace", /^local - netns db/, "link", "outage", "db near"],
    ["a port", /^local - port \S+ bridge nw-shop-front isolated hairpin/, "link", "outage", "web"],
    ["the port of a VXLAN device", /^local - port nwx42 /, "link", "outage", "near"],
    ["an address", /^local web addr 10\.8\.0\.2/, "address", "outage", "web"],
    ["an IPv6 address", /^local web addr fd00/, "address", "outage", "web"],
    ["a gateway", /^local - addr 10\.8\.0\.1/, "address", "outage", "web db"],
    ["a default route", /^local web route default via 10\.8/, "route", "outage", "web"],
    ["an IPv6 default route", /^local db route default via fd00/, "route", "outage", "db"],
    ["a static route", /^local db route 10\.40/, "route", "outage", "db"],
    ["a route of another table", /^local db route default .* table 20/, "route", "outage", "db"],
    ["a route that holds packets back", /^local db route unreachable/, "route", "exposure"],
    ["a policy rule", /^local db rule ip 100/, "route", "outage", "db"],
    ["an FDB entry", /^local - fdb 1a:60/, "neighbour", "outage", "far"],
    ["the FDB entry of a member", /^local - fdb 00:00:00:00:00:00 dev nwx43/, "neighbour", "outage"],
    ["a neighbour entry", /^local - neigh 10\.20/, "neighbour", "outage", "far"],
    ["a chain that seals a tunnel", /^local - chain sealed-in-nwx44/, "nft", "exposure"],
    ["a chain that guards 127.0.0.1", /^local - chain raw/, "nft", "exposure"],
    ["the table of bridges", /^local - table bridge/, "nft", "outage"],
    ["a masquerade element", /^local - element masquerade4 10\.8/, "nft", "outage", "web db"],
    ["a published port", /^local - element publish4-any/, "nft", "outage", "web"],
    ["a published IPv6 port", /^local - element publish6-any/, "nft", "outage", "web"],
    ["a port published on an address", /^local - element publish4 /, "nft", "outage", "web"],
    ["the jump to a network's chain", /^local - element to nw-shop-front/, "nft", "exposure", "web db"],
    ["the element of a name server's clients", /^local - element served4/, "nft", "outage"],
    ["a WireGuard key", /^local - key /, "keys", "outage"],
    ["a WireGuard peer", /^local - peer /, "keys", "outage"],
    ["a security association", /^local - sa 192\.0\.2\.1 >/, "keys", "outage"],
    ["an IPsec policy", /^local - xfrm out/, "keys", "exposure"],
    ["an IPsec policy for received packets", /^local - xfrm in/, "keys", "exposure"],
    ["a name server", /^local - resolver /, "names", "degraded", "web db"],
    ["a name", /^local - name nw-shop-front web/, "names", "degraded", "web"],
    ["a resolv.conf", /^local - resolv web/, "files", "degraded", "web"],
    ["a rate", /^local web qdisc/, "rates", "degraded", "web"],
    ["the namespace of another host", /^far - netns far/, "link", "outage", "far"],
    ["an FDB entry of another host", /^far - fdb 8a:b4/, "neighbour", "outage", "near"],
  ] as readonly Row[]
).map(gone);

type Edit = readonly [name: string, line: RegExp, from: string | RegExp, to: string, layer: Layer, severity: Severity];

const changed: readonly Disturbance[] = (
  [
    ["a bridge is down", /^local - link nw-shop-front /, / up(?= |$)/, " down", "link", "outage"],
    ["a bridge has another mtu", /^local - link nw-shop-front /, "mtu 1500", "mtu 1400", "link", "degraded"],
    ["a bridge has another hardware address", /^local - link nw-shop-back /, /mac \S+/, "mac 02:00:00:00:00:01", "link", "degraded"],
    ["a bridge speaks STP", /^local - link nw-shop-back /, "stp off", "stp on", "link", "degraded"],
    ["a VXLAN device learns", /^local - link nwx42 /, "learning off", "learning on", "link", "degraded"],
    ["an interface has another mtu", /^local - veth \S+ <> web eth0/, "mtu 1500", "mtu 1400", "link", "degraded"],
    ["an interface is down", /^local - veth \S+ <> web eth0/, / up(?= addresses)/, " down", "link", "outage"],
    ["the alias of an interface lacks its addresses", /^local - veth \S+ <> web eth0/, / addresses \S+/, "", "link", "cosmetic"],
    ["a port is not isolated", /^local - port \S+ bridge nw-shop-front isolated hairpin/, " isolated", "", "link", "exposure"],
    ["a port is isolated", /^local - port \S+ bridge nw-shop-back/, /$/, " isolated", "link", "outage"],
    ["a port does not send back", /^local - port \S+ bridge nw-shop-front isolated hairpin/, " hairpin", "", "link", "degraded"],
    ["a port is in another bridge", /^local - port \S+ bridge nw-shop-back/, "nw-shop-back", "nw-shop-front", "link", "outage"],
    ["a VXLAN port learns and floods", /^local - port nwx42 /, " suppress nolearning noflood", "", "link", "degraded"],
    ["a route has another gateway", /^local db route 10\.40/, "10.8.0.254", "10.8.0.253", "route", "outage"],
    ["an FDB entry leads to another host", /^local - fdb 1a:60/, "192.0.2.2", "192.0.2.9", "neighbour", "outage"],
    ["a neighbour entry has another address", /^local - neigh 10\.20/, /lladdr \S+/, "lladdr 02:00:00:00:00:09", "neighbour", "outage"],
    ["a chain lacks a drop", /^local - chain to-nw-shop-back/, "; drop", "", "nft", "exposure"],
    ["a chain lacks a drop and an accept", /^local - chain to-nw-shop-front/, /\{ .*/, "{ }", "nft", "exposure"],
    [
      "a route that holds packets back leads on",
      /^local db route unreachable/,
      /unreachable (\S+)/,
      "$1 via 10.8.0.254",
      "route",
      "exposure",
    ],
    ["a chain lacks an accept", /^local - chain to-nw-shop-front/, "ct status dnat accept; ", "", "nft", "outage"],
    ["a chain drops more", /^local - chain to-nw-shop-front/, "{ ", '{ iifname "eth9" drop; ', "nft", "outage"],
    ["a chain accepts more", /^local - chain to-nw-shop-back/, "{ ", '{ iifname "eth9" accept; ', "nft", "exposure"],
    ["a published port leads elsewhere", /^local - element publish4-any/, "10.8.0.2 . 80", "10.8.0.3 . 80", "nft", "outage"],
    ["a peer has another endpoint", /^local - peer /, "192.0.2.2:", "198.51.100.9:", "keys", "outage"],
    ["a WireGuard device receives on another port", /^local - key /, /port \d+/, "port 51999", "keys", "outage"],
    ["a policy has another association", /^local - xfrm out/, /reqid \d+/, "reqid 7", "keys", "outage"],
    ["IPv4 forwarding is off", /^local - sysctl net\.ipv4\.ip_forward/, "= 1", "= 0", "sysctl", "outage"],
    ["IPv6 forwarding is off", /^local - sysctl net\.ipv6\.conf\.all\.forwarding/, "= 1", "= 0", "sysctl", "outage"],
    ["a published port on 127.0.0.1 is closed", /^local - sysctl .*route_localnet/, "= 1", "= 0", "sysctl", "outage"],
    ["router advertisements are accepted", /^local web sysctl .*eth0\.accept_ra/, "= 0", "= 2", "sysctl", "exposure"],
    ["a setting of a namespace differs", /^local web sysctl net\.core\.somaxconn/, "= 1024", "= 99", "sysctl", "degraded"],
    ["a name server does not run", /^local - resolver /, / subnets \S+/, " down", "names", "degraded"],
    ["a name leads elsewhere", /^local - name nw-shop-front web/, "10.8.0.2", "10.8.0.9", "names", "degraded"],
    ["a resolv.conf names another server", /^local - resolv web/, /nameservers \S+/, "nameservers 192.0.2.53", "files", "degraded"],
    [
      "a rate is another one",
      /^local web qdisc/,
      "rate 100mbit burst 50000 limit 675000",
      "rate 1mbit burst 50000 limit 56250",
      "rates",
      "degraded",
    ],
  ] as readonly Edit[]
).map(([name, line, from, to, layer, severity]) => ({ name, changed: [line, from, to], found: line, is: ["changed", layer, severity] }));

const TAP = "local - link tap0 type tun mtu 1500 mac 02:00:00:00:00:06 up";
const MARK = "netweft:shop:netweft";

type Extra = readonly [name: string, made: readonly string[], is: Disturbance["is"]];

const extra: readonly Disturbance[] = (
  [
    ["a foreign port", [TAP, "local - port tap0 bridge nw-shop-front"], ["unexpected", "link", "exposure", "left"]],
    [
      "a foreign link in a namespace",
      ["local web link dummy0 type dummy mtu 1500 mac 02:00:00:00:00:07 up"],
      ["unexpected", "link", "exposure", "left"],
    ],
    ["a further address of a container", ["local web addr 10.8.0.77/24 dev eth0"], ["unexpected", "address", "exposure", "left"]],
    ["an address by router advertisement", ["local web addr 2001:db8:8::1234/64 dev eth0 proto ra"], ["unexpected", "address", "exposure"]],
    ["a further address of a bridge", ["local - addr 10.77.0.1/24 dev nw-shop-front"], ["unexpected", "address", "exposure", "left"]],
    [
      "a further route of a container",
      ["local web route 10.99.0.0/16 via 10.8.0.1 dev eth0 proto static"],
      ["unexpected", "route", "exposure", "left"],
    ],
    [
      "a further route through a bridge",
      ["local - route 10.98.0.0/16 via 10.8.0.2 dev nw-shop-front proto static"],
      ["unexpected", "route", "exposure", "left"],
    ],
    [
      "a route of the host into a network",
      ["local - route blackhole 10.8.0.64/26 proto static"],
      ["unexpected", "route", "outage", "left"],
    ],
    [
      "a policy rule of the host for a network",
      ["local - rule ip 90 to 10.8.0.0/24 blackhole proto 4"],
      ["unexpected", "route", "outage", "left"],
    ],
    ["a further queue", ["local web qdisc eth1 tbf rate 1mbit burst 50000 limit 56250"], ["unexpected", "rates", "degraded", "left"]],
    ["a further route that drops", ["local db route blackhole 10.97.0.0/16 proto static"], ["unexpected", "route", "outage", "left"]],
    [
      "a further policy rule that drops",
      ["local db rule ip 91 from 10.8.0.9/32 prohibit proto 4"],
      ["unexpected", "route", "outage", "left"],
    ],
    ["a further policy rule", ["local web rule ip 90 from 10.8.0.9/32 lookup 20 proto 4"], ["unexpected", "route", "exposure", "left"]],
    ["a further FDB entry", ["local - fdb 00:00:00:00:00:00 dev nwx42 dst 198.51.100.9"], ["unexpected", "neighbour", "exposure"]],
    [
      "a further neighbour entry",
      ["local - neigh 10.20.0.99 dev nwo-shop-mesh lladdr 02:00:00:00:00:99"],
      ["unexpected", "neighbour", "exposure", "left"],
    ],
    ["a further element", ["local - element masquerade4 10.55.0.0/24"], ["unexpected", "nft", "exposure"]],
    ["a further published port", ["local - element publish4-any tcp . 9999 : 10.8.0.3 . 22"], ["unexpected", "nft", "exposure"]],
    ["a further chain", ["local - chain theirs type filter hook forward priority 5 { accept }"], ["unexpected", "nft", "exposure", "left"]],
    [
      "a further chain that drops",
      ["local - chain theirs type filter hook forward priority 5 { drop }"],
      ["unexpected", "nft", "outage", "left"],
    ],
    ["a further chain that nothing calls", ["local - chain theirs { drop }"], ["unexpected", "nft", "cosmetic", "left"]],
    ["a further set", ["local - set theirs type ipv4_addr"], ["unexpected", "nft", "cosmetic", "left"]],
    [
      "a further peer",
      ["local - peer nwga0mego2sfkk8 none public XuTvyDzVb5QKGlkXFbDhKzxh0f8cJ7b0f4Cq3sT3P0M= endpoint none"],
      ["unexpected", "keys", "exposure"],
    ],
    ["a further name", ["local - name nw-shop-front evil addresses 10.8.0.66"], ["unexpected", "names", "exposure", "left"]],
    ["a listener on a published port", ["local - socket tcp 0.0.0.0 8080 by nginx"], ["unexpected", "listener", "degraded", "left"]],
    [
      "an orphaned bridge",
      [`local - link nw-old type bridge mtu 1500 mac 02:00:00:00:00:0a stp off up # ${MARK}_bridge_network:old`],
      ["orphaned", "link", "exposure", "left"],
    ],
    ["what a killed apply left behind", ["local - netns half # netweft:::"], ["orphaned", "link", "cosmetic", "left"]],
    ["an orphaned namespace", [`local - netns old # ${MARK}_namespace:old`], ["orphaned", "link", "cosmetic", "left"]],
    [
      "an orphaned element",
      [`local - element masquerade4 10.54.0.0/24 # ${MARK}_bridge_network:old`],
      ["orphaned", "nft", "exposure", "left"],
    ],
  ] as readonly Extra[]
).map(([name, made, is]) => ({ name, made, found: patternOf(made.at(-1)!), is }));

/** A line without its mark. */
function patternOf(line: string): RegExp {
  return new RegExp(`^${line.replace(/ # .*/, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}

/** An object without its mark is one that no apply touches. */
const unmarked: Disturbance = {
  name: "an element has lost its mark",
  gone: /^local - element publish4-any/,
  made: ["local - element publish4-any tcp . 8080 : 10.8.0.2 . 80"],
  found: /^local - element publish4-any/,
  is: ["changed", "nft", "cosmetic", "refused"],
};

export const disturbances: readonly Disturbance[] = [...missing, ...changed, ...extra, unmarked];

/** What is on hosts without a disturbance: of the kernel, and of other programs. */
export const noise: readonly string[] = [
  "local - link docker0 type bridge mtu 1500 mac 02:42:00:00:00:01 stp off down",
  "local - addr 172.17.0.1/16 dev docker0",
  "local - link br-theirs type bridge mtu 1500 mac 02:42:00:00:00:02 stp off up",
  "local - link veth12345 type veth mtu 1500 mac 02:42:00:00:00:03 up",
  "local - port veth12345 bridge br-theirs",
  "local - netns theirs",
  "local - route 10.200.0.0/16 dev br-theirs proto static",
  "local web link sit0 type sit mtu 1480 down",
  "local - addr 2001:db8:8::1234/64 dev br-theirs proto ra",
  "local - route 10.201.0.0/16 via 10.8.0.2 dev nw-shop-front proto bird",
  "local - route default via fe80::1 dev br-theirs proto ra",
  "local - link nw-other type bridge mtu 1500 mac 02:42:00:00:00:04 stp off up # netweft:other:netweft_bridge_network:x",
  "local - chain to-nw-other { drop }",
  "local - element to nw-other : jump to-nw-other # netweft:other:netweft_bridge_network:x",
  "local - socket tcp 0.0.0.0 22 by sshd",
];
