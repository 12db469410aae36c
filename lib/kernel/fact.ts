import type { ChainBase, Rule, Tuple, Verdict } from "../nft/expression";

/** The root network namespace of a host, as it is written in places and lines. */
export const ROOT = "-";

/** Location of a fact: a host of the provider configuration and a network namespace on it (`-` is the root namespace). */
export interface Place {
  readonly host: string;
  readonly netns: string;
}

/** The fields of each kind of fact besides its place. Always in normal form: see the kind's `normal`. */
export interface FactBodies {
  /**
   * A named network namespace; its place is the host's root. For another program's namespace that is attached under our name,
   * `inode` identifies it and `from` is a path to it, such as `/proc/4711/ns/net`. Without `from` no path leads to it any more.
   */
  netns: { readonly name: string; readonly from?: string; readonly inode?: number };
  /**
   * A link that is created alone. Ours are bridges, VXLAN and WireGuard devices, macvlan interfaces and VLANs; foreign links of any
   * type are observed too, to detect name clashes. Only VXLAN devices have VNI, local VTEP address, UDP port, and whether the device
   * learns FDB entries from the packets it receives.
   */
  link: {
    readonly name: string;
    readonly type: string;
    readonly mtu: number;
    readonly mac?: string;
    readonly stp?: boolean;
    readonly up: boolean;
    readonly vni?: number;
    readonly local?: string;
    readonly port?: number;
    readonly learning?: boolean;
    /** A VXLAN device that receives the packets of every VNI on its port (`ip link add ... external`): never ours. */
    readonly external?: true;
    /**
     * The link that a macvlan, ipvlan or VLAN interface stands on, and the namespace of that link. Absent where the parent is in a
     * namespace that was not read.
     */
    readonly parent?: string;
    readonly parentNetns?: string;
    /** The mode of a macvlan or ipvlan interface, and the VLAN identifier of a VLAN. */
    readonly mode?: string;
    readonly vlan?: number;
    /** The bond, team or similar device that a foreign link is a port of: it receives all of its packets. Ports of bridges are facts. */
    readonly master?: string;
    /** The addresses of an endpoint whose interface it is, kept in its alias: it has no end on the host that could show them. */
    readonly addresses?: readonly string[];
  };
  /**
   * A veth pair: `name` at the fact's place (the host end), `peer` in the namespace `peerNetns`. `mac` is the peer's.
   * `addresses` are the endpoint's, kept in the alias of the host end so that one dump of the root namespace shows all in use.
   */
  veth: {
    readonly name: string;
    readonly peerNetns: string;
    readonly peer: string;
    readonly mtu: number;
    readonly peerMtu: number;
    readonly mac: string;
    readonly up: boolean;
    readonly peerUp: boolean;
    readonly addresses: readonly string[];
  };
  /**
   * A bridge port. `suppress`: the bridge answers ARP and ND for neighbour entries it has (`neigh_suppress`). `learning` and
   * `flood` are present only when off: the port learns no FDB entries, and unknown unicast is not flooded to it.
   */
  port: {
    readonly dev: string;
    readonly bridge: string;
    readonly isolated: boolean;
    readonly hairpin: boolean;
    readonly suppress?: true;
    readonly learning?: false;
    readonly flood?: false;
  };
  /**
   * VXLAN FDB entry: the remote VTEP `dst` for a MAC address. The all-zero MAC stands for unknown and broadcast destinations,
   * and may have several entries. `master`: the entry is also in the FDB of the bridge that the device is a port of.
   */
  fdb: { readonly mac: string; readonly dev: string; readonly dst: string; readonly master: boolean };
  /** Permanent neighbour (ARP/ND) entry. */
  neigh: { readonly address: string; readonly dev: string; readonly lladdr: string };
  /**
   * A proxy neighbour entry: the host answers ARP or ND on `dev` for `address`, which is not its own. `proto`: the protocol of a
   * foreign entry; ours has none here, and 157 in the kernel.
   */
  proxy: { readonly address: string; readonly dev: string; readonly proto?: number };
  /**
   * The listen port of a WireGuard device, and its public key or a placeholder (see `placeholder.ts`). The private key exists only on
   * the host.
   */
  key: { readonly dev: string; readonly port: number; readonly public: string };
  /**
   * A peer of a WireGuard device: its allowed address, its public key or a placeholder, and its endpoint. For foreign peers
   * `address` may be `none` or a list of addresses and networks, `endpoint` may be `none`, and there may be a preshared key and
   * a persistent-keepalive interval in seconds.
   */
  peer: {
    readonly dev: string;
    readonly address: string;
    readonly public: string;
    readonly endpoint: string;
    readonly preshared?: true;
    readonly keepalive?: number;
  };
  /**
   * An ESP security association in transport mode for packets from `src` to `dst`. `key` is the fingerprint of the key
   * (`esp.ts`), a placeholder, or `other` for an association that Netweft did not create, whose key is not ours to read.
   * `reqid` ties it to policies. Among associations with equal ends and reqid the kernel sends with the newest and receives
   * with all: `also` are the keys of the older ones.
   */
  sa: { readonly src: string; readonly dst: string; readonly reqid: number; readonly key: string; readonly also?: readonly string[] };
  /**
   * An IPsec policy: UDP packets from `src` to port `port` of `dst` are protected by an association with this reqid, or dropped;
   * `out` on the sending host, `in` on the receiving one. `other`: a foreign policy for the same packets with another template.
   */
  xfrm: {
    readonly direction: "in" | "out";
    readonly src: string;
    readonly dst: string;
    readonly port: number;
    readonly reqid: number;
    readonly other?: true;
  };
  /** An address on a link, with its prefix length: `10.8.0.2/24`. `learned`: autoconfigured from router advertisements; never ours. */
  addr: { readonly address: string; readonly dev: string; readonly learned?: true };
  /**
   * A route. `destination` is a network in CIDR form, `0.0.0.0/0` or `::/0` for the default route. Packets leave through `dev`,
   * by way of `via`; those of a route with a `type` are dropped or rejected, or for `throw` the lookup goes on. `source`: the
   * preferred source address of packets that the host itself sends. `proto`: the routing protocol of a foreign route; ours has
   * none here, and 157 in the kernel.
   */
  route: {
    readonly destination: string;
    readonly type?: "blackhole" | "unreachable" | "prohibit" | "throw";
    readonly via?: string;
    readonly dev?: string;
    readonly source?: string;
    readonly metric?: number;
    readonly table?: number;
    readonly proto?: string;
    /** Learned from a router advertisement: only the kernel changes it, and it goes when forwarding is switched on (see `accept_ra`). */
    readonly learned?: true;
  };
  /**
   * A policy rule: packets that it matches use `table`, or are dropped or rejected (`type`). Rules are consulted by rising
   * priority. `udpSport`: UDP packets from this port or range (`5000-5009`). With `suppress`, routes of the table with at most this
   * prefix length do not count, and the next rule is consulted. Without `mask` all 32 bits of `fwmark` are compared. `also`: what else a foreign rule matches or does, as
   * `name=value`. `proto`: the routing protocol of a foreign rule; ours has none here, and 157 in the kernel.
   */
  rule: {
    readonly family: "ip" | "ip6";
    readonly priority: number;
    readonly from?: string;
    readonly to?: string;
    readonly fwmark?: number;
    readonly mask?: number;
    readonly iif?: string;
    readonly oif?: string;
    readonly udpSport?: string;
    readonly table?: number;
    readonly suppress?: number;
    readonly type?: "blackhole" | "unreachable" | "prohibit";
    readonly also?: readonly string[];
    readonly proto?: number;
  };
  /** Netweft's own nftables table, `inet netweft`, which holds the sets, chains and elements below. Its place is the host's root. */
  table: { readonly family: string; readonly name: string };
  /** A named set, or with `data` a map: the data types of its elements in nft's words, `inet_proto` and `inet_service`. */
  set: { readonly name: string; readonly type: Tuple; readonly data?: Tuple; readonly interval: boolean };
  /** A chain with its rules in order. With `base` it is a base chain. */
  chain: { readonly name: string; readonly base?: ChainBase; readonly rules: readonly Rule[] };
  /** An element of a set, or with `data` of a map: `tcp`, `192.0.2.10`, `8080` and `10.8.0.2`, `80`. */
  element: { readonly set: string; readonly element: Tuple; readonly data?: Verdict | Tuple };
  /** Conntrack entries, by the fields that they share. They are only ever deleted, never created or observed. */
  flow: {
    readonly protocol?: string;
    readonly from?: string;
    readonly to?: string;
    readonly port?: number;
    readonly via?: string;
    readonly viaPort?: number;
    /** Only entries without DNAT: the reply source is the original destination. */
    readonly untranslated?: true;
  };
  /** Learned entries of an earlier owner of `address`, an IP or hardware address, on the network of a bridge. They are only ever deleted. */
  stale: { readonly address: string; readonly bridge: string };
  /**
   * The root qdisc of a link. A token bucket filter (`type` is `tbf`) has all three values: the rate in bits per second, and
   * burst and queue limit in bytes.
   */
  qdisc: { readonly dev: string; readonly type: string; readonly rate?: number; readonly burst?: number; readonly limit?: number };
  /** A kernel setting below `/proc/sys`, with dots: `net.ipv4.ip_forward`. Never deleted: the kernel always has a value. */
  sysctl: { readonly name: string; readonly value: string };
  /**
   * The DNS server of the network on a bridge: its listen addresses, its domain, and its upstream servers: the host's, none, or
   * their addresses. Reverse lookups in `subnets` are not forwarded.
   */
  resolver: {
    readonly bridge: string;
    readonly listen: readonly string[];
    readonly domain: string;
    readonly upstream: "host" | "none" | readonly string[];
    readonly subnets?: readonly string[];
    readonly up: boolean;
  };
  /** The DNS records of one endpoint at the server of a bridge: its name, addresses, and aliases. */
  name: { readonly bridge: string; readonly name: string; readonly addresses: readonly string[]; readonly aliases: readonly string[] };
  /**
   * Permission to resolve the names on a bridge network from another one: the server of the network whose bridge has the mark `to` also
   * answers for the records of `bridge`, which has this domain and these subnets.
   */
  view: { readonly bridge: string; readonly to: string; readonly domain: string; readonly subnets: readonly string[] };
  /**
   * A part of the resolv.conf of the namespace `name`: name servers, search domains and options. It is of the endpoint with the default
   * route, or with `part` of the endpoint with this interface, or (`-`) of the namespace itself. `alone`: the host's search domains
   * do not follow. `down`: the stub server that combines the parts does not run. Its place is the host's root.
   */
  resolv: {
    readonly name: string;
    readonly part?: string;
    readonly nameservers: readonly string[];
    readonly search: readonly string[];
    readonly options?: readonly string[];
    readonly alone?: true;
    readonly down?: true;
  };
  /** A listening socket on the host, of any program (`by`). `address` is `*` for both families; `dev`: bound to that link. Observed only. */
  socket: {
    readonly protocol: "tcp" | "udp";
    readonly address: string;
    readonly port: number;
    readonly dev?: string;
    readonly by?: string;
  };
  /** A foreign chain that drops or rejects forwarded packets, and the links that it excepts. Observed only. */
  policy: {
    readonly family: "ip" | "ip6" | "inet" | "bridge" | "ip-legacy" | "ip6-legacy";
    readonly table: string;
    readonly chain: string;
    readonly verdict: "drop" | "reject";
    readonly by?: "docker" | "ufw" | "firewalld";
    readonly replies: boolean;
    readonly dnat: boolean;
    readonly in: readonly string[];
    readonly out: readonly string[];
    readonly back: readonly string[];
    readonly within: readonly string[];
  };
  /**
   * A foreign chain that sets firewall marks, of packets (`meta`) or of connections (`ct`): the bits that its rules set, and those that they
   * may change (`mask`). `prerouting`: the priority of a chain at that hook. Observed only.
   */
  marking: {
    readonly family: "ip" | "ip6" | "inet" | "bridge" | "arp" | "netdev" | "ip-legacy" | "ip6-legacy";
    readonly table: string;
    readonly chain: string;
    readonly of: "meta" | "ct";
    readonly bits: number;
    readonly mask: number;
    readonly prerouting?: number;
  };
  /** A foreign chain that drops or rejects packets to the host itself, and the packets it accepts, each list in the syntax of `pass.ts`. Observed only. */
  intake: {
    readonly family: "ip" | "ip6" | "inet" | "ip-legacy" | "ip6-legacy";
    readonly table: string;
    readonly chain: string;
    readonly verdict: "drop" | "reject";
    readonly by?: "ufw" | "firewalld";
    readonly links: readonly string[];
    readonly lets: readonly string[];
    readonly may: readonly string[];
    readonly stops: readonly string[];
  };
  /**
   * Our part of the host's BGP process, which announces the host's overlay networks to its neighbors. `altered`: some lines of
   * its configuration differ from ours. `foreign`: another owner's process or configuration. Both states are observed only.
   */
  bgp: { readonly asn: number; readonly routerId: string; readonly state?: "altered" | "foreign" };
  /**
   * A BGP neighbor for the routes of overlay networks. `source`: the local address of the session. `client`: a route-reflector
   * client (RFC 4456). `up` is false while there is no session; a neighbor is never declared as down.
   */
  neighbor: {
    readonly address: string;
    readonly asn: number;
    readonly source?: string;
    readonly client: boolean;
    readonly up: boolean;
    readonly state?: "altered" | "foreign";
  };
  /** An EVPN route that the host has learned for an overlay network: the host behind which a MAC address is, or without one, a member host. Observed only. */
  evpn: { readonly vni: number; readonly mac?: string; readonly via: string };
  /**
   * Our accept rule in a chain of iptables for packets that enter or leave by a link, or by any link without `dev`; with `payload`
   * only those, such as `udp:53`, with `source` only those from there. `for` is the network that needs it, as `stack/name`:
   * several networks of a host may need the same rule.
   */
  iptables: {
    readonly family: "ip" | "ip6" | "ip-legacy" | "ip6-legacy";
    readonly chain: string;
    readonly dev?: string;
    readonly direction: "in" | "out";
    readonly payload?: string;
    readonly source?: string;
    readonly for?: string;
  };
}

export type Kind = keyof FactBodies;

/**
 * One kernel object that is created and deleted as a unit: plain frozen data.
 *
 * `mark` is the owner that is written on the object itself (`netweft:<stack>:<type>:<id>`, see `mark.ts`), for the kinds
 * that can carry one. `shared` facts may have several owners and are deleted with the last one.
 */
export type FactOf<K extends Kind> = Place & { readonly kind: K; readonly mark?: string; readonly shared?: true } & FactBodies[K];
export type Fact = { [K in Kind]: FactOf<K> }[Kind];

/** The natural key of a fact: host, namespace, kind and identity, e.g. `edge1 web addr 10.8.0.2 dev eth0`. */
export type Key = string;

/** A set of facts by key. Iteration follows insertion, as the kernel lists objects in the order of their creation. */
export type Facts = ReadonlyMap<Key, Fact>;

/** Makes a frozen fact. Give normal values: the kinds' `normal` is for what comes from outside. */
export function fact<K extends Kind>(
  kind: K,
  place: Place,
  body: FactBodies[K],
  extra: { readonly mark?: string; readonly shared?: true } = {},
): FactOf<K> {
  return Object.freeze({ host: place.host, netns: place.netns, kind, ...body, ...extra }) as unknown as FactOf<K>;
}
