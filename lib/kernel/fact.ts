/** The root network namespace of a host, as it is written in places and lines. */
export const ROOT = "-";

/** Where a fact lives: a host of the provider configuration, and a network namespace on it (`-` is the host's own). */
export interface Place {
  readonly host: string;
  readonly netns: string;
}

/** What a fact of each kind says beside its place. Always in normal form: see the kind's `normal`. */
export interface FactBodies {
  /**
   * A named network namespace; it lives at the host's root. When it is another program's, attached under our name, `inode`
   * says which one, and `from` where it is to be found: a path such as `/proc/4711/ns/net`. Without `from` it is not there any more.
   */
  netns: { readonly name: string; readonly from?: string; readonly inode?: number };
  /**
   * A link that is born alone. Ours are bridges, VXLAN and WireGuard devices; foreign links of any type are observed too, so
   * that clashes are seen. Only VXLAN devices have the last four: network identifier, own address, UDP port, and whether they
   * learn from what they receive where addresses are.
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
    /** A VXLAN device that takes the packets of every network from its port (`ip link add ... external`): never ours. */
    readonly external?: true;
  };
  /**
   * A veth pair: `name` at the fact's place (the host's end), `peer` in the namespace `peerNetns`. `mac` is the peer's.
   * `addresses` are those of the endpoint, kept in the alias of the host's end so that one read of the root namespace shows all in use.
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
   * The attachment of a link to a bridge. `suppress`: the bridge answers for neighbours behind it that it knows. `learning`
   * and `flood` are said where they are off: no address is learned there, and nothing is sent there that is not known to be.
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
   * Where a VXLAN device sends what is for a hardware address: the host at `dst`. The address of zeros stands for all that is
   * not known, and may have several. `master`: the bridge that the device is a port of is told, too.
   */
  fdb: { readonly mac: string; readonly dev: string; readonly dst: string; readonly master: boolean };
  /** The hardware address of a neighbour on a link, which nobody asks for any more. */
  neigh: { readonly address: string; readonly dev: string; readonly lladdr: string };
  /**
   * What a WireGuard device listens on, and the public half of its key or a hole (see `hole.ts`). The private half is nowhere
   * but on the host.
   */
  key: { readonly dev: string; readonly port: number; readonly public: string };
  /**
   * A peer of a WireGuard device: its address inside the tunnel, its public key or a hole, and where it is outside. Of peers
   * that are not ours, `address` may be `none` or a list of addresses and networks, `endpoint` may be `none`, and there may be
   * a key that both must know, and packets every so many seconds that say nothing.
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
   * A security association: how packets from `src` to `dst` are encrypted with ESP, in transport mode. `key` is the fingerprint
   * of the key (`esp.ts`), a hole, or `other` where Netweft did not make the association, whose key then is nobody's business.
   * `reqid` ties it to policies. Of several with the same ends and number the kernel sends by the newest and receives by all:
   * `also` are the keys of the older ones.
   */
  sa: { readonly src: string; readonly dst: string; readonly reqid: number; readonly key: string; readonly also?: readonly string[] };
  /**
   * That what goes by UDP from `src` to the port `port` of `dst` is under an association with this number, or is dropped; `out`
   * on the host that sends it, `in` on the host that receives it. `other`: somebody's policy for the same packets says something else.
   */
  xfrm: {
    readonly direction: "in" | "out";
    readonly src: string;
    readonly dst: string;
    readonly port: number;
    readonly reqid: number;
    readonly other?: true;
  };
  /** An address on a link, with its prefix length: `10.8.0.2/24`. */
  addr: { readonly address: string; readonly dev: string };
  /** A unicast route. `destination` is a network in CIDR form, `0.0.0.0/0` or `::/0` for the default route. */
  route: {
    readonly destination: string;
    readonly via?: string;
    readonly dev?: string;
    readonly metric?: number;
    readonly table?: number;
    /** The kernel learned it from a router's advertisement: nobody's to change, and gone when forwarding begins (`accept_ra`). */
    readonly learned?: true;
  };
  /** Netweft's own nftables table, `inet netweft`: everything of the four kinds below is in it. Lives at the host's root. */
  table: { readonly family: string; readonly name: string };
  /** A named set, or with `data` a map. `type` and `data` are written as nft does: `inet_proto . inet_service`. */
  set: { readonly name: string; readonly type: string; readonly data?: string; readonly interval: boolean };
  /** A chain with its rules in order, each as nft lists it. With `base` it hangs at a hook: `type filter hook forward priority 0`. */
  chain: { readonly name: string; readonly base?: string; readonly rules: readonly string[] };
  /** An element of a set, or with `data` of a map: `tcp . 192.0.2.10 . 8080`, `10.8.0.2 . 80`. */
  element: { readonly set: string; readonly element: string; readonly data?: string };
  /** Connections that the kernel tracks, by what they have in common. They are only ever ended, never made or looked for. */
  flow: {
    readonly protocol?: string;
    readonly from?: string;
    readonly to?: string;
    readonly port?: number;
    readonly via?: string;
    readonly viaPort?: number;
    /** Only entries whose replies come from the very address and port that were asked. */
    readonly untranslated?: true;
  };
  /** Learned entries of an earlier owner of `address`, an IP or hardware address, on the network of a bridge. They are only ever deleted. */
  stale: { readonly address: string; readonly bridge: string };
  /**
   * What was put at the root of a link to hold back what leaves by it. A token bucket (`type` is `tbf`) has all three
   * values: bits per second, and bytes that may pass at once and that may wait.
   */
  qdisc: { readonly dev: string; readonly type: string; readonly rate?: number; readonly burst?: number; readonly limit?: number };
  /** A kernel setting below `/proc/sys`, with dots: `net.ipv4.ip_forward`. Never taken away: the kernel always has a value. */
  sysctl: { readonly name: string; readonly value: string };
  /** The name server of the network on a bridge: which addresses it answers on, for which domain, and whom it asks further. */
  resolver: {
    readonly bridge: string;
    readonly listen: readonly string[];
    readonly domain: string;
    readonly upstream: "host" | "none";
    readonly up: boolean;
  };
  /** What the name server of a bridge answers for one endpoint: the first name, its addresses, and other names for it. */
  name: { readonly bridge: string; readonly name: string; readonly addresses: readonly string[]; readonly aliases: readonly string[] };
  /** Whom the programs in the namespace `name` ask, and the domains in which they look. Lives at the host's root. */
  resolv: { readonly name: string; readonly nameservers: readonly string[]; readonly search: readonly string[] };
  /** What listens on the host, whoever it is. `address` is `*` where it takes both families; `dev`: bound to that link; `by`: the program. Only ever seen. */
  socket: {
    readonly protocol: "tcp" | "udp";
    readonly address: string;
    readonly port: number;
    readonly dev?: string;
    readonly by?: string;
  };
  /** A foreign chain that ends forwarded packets, and which links it makes exceptions for. Only ever seen. */
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
  /** A foreign chain that ends packets for the host itself, and which ones it lets in, each list in words of `pass.ts`. Only ever seen. */
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
   * The host's BGP process, as far as it is ours: what announces the host's overlay networks to the neighbors. `altered`: its
   * lines are not all as we wrote them. `foreign`: somebody else's, or what somebody else has in ours. Both are only ever seen.
   */
  bgp: { readonly asn: number; readonly routerId: string; readonly state?: "altered" | "foreign" };
  /**
   * Whom the BGP process exchanges the routes of overlay networks with. `source`: the own address of the session. `client`: it
   * is told the routes of the others (RFC 4456). `up` is false while there is no session; a neighbor is never asked for as down.
   */
  neighbor: {
    readonly address: string;
    readonly asn: number;
    readonly source?: string;
    readonly client: boolean;
    readonly up: boolean;
    readonly state?: "altered" | "foreign";
  };
  /** What the host has learned by EVPN of an overlay network: behind which host a hardware address is, or without one, who belongs to the network. Only ever seen. */
  evpn: { readonly vni: number; readonly mac?: string; readonly via: string };
  /** A rule of ours in a chain of iptables: accepts what comes in by a link, or leaves by it; with `payload` only that, as `udp:53`. */
  iptables: {
    readonly family: "ip" | "ip6" | "ip-legacy" | "ip6-legacy";
    readonly chain: string;
    readonly dev: string;
    readonly direction: "in" | "out";
    readonly payload?: string;
  };
}

export type Kind = keyof FactBodies;

/**
 * One kernel object that is born and dies as one: plain frozen data.
 *
 * `mark` is the owner that is written on the object itself (`netweft:<stack>:<type>:<id>`, see `mark.ts`), for the kinds
 * that can carry one. `shared` facts may have several owners and go with the last one.
 */
export type FactOf<K extends Kind> = Place & { readonly kind: K; readonly mark?: string; readonly shared?: true } & FactBodies[K];
export type Fact = { [K in Kind]: FactOf<K> }[Kind];

/** The natural key of a fact: host, namespace, kind and identity, e.g. `edge1 web addr 10.8.0.2 dev eth0`. */
export type Key = string;

/** A fact that another one needs; `diesWith`: when the needed one goes, the kernel takes this one along. */
export interface Need {
  readonly key: Key;
  readonly diesWith: boolean;
}

/** Everything that the core knows about one kind of fact. One file per kind in `kinds/`, listed in `kinds/index.ts`. */
export interface FactType<K extends Kind> {
  readonly kind: K;
  /** Position in the order of creation; removal goes the other way. See `rankOf`, which also looks at the single fact. */
  readonly rank: number;
  /** Whether the object itself can carry the mark of its owner. */
  readonly markable: boolean;
  /** Whether the kernel object can be removed at all; a sysctl only gets another value. */
  readonly removable: boolean;
  /** What tells it from others of its kind at its place: `10.8.0.2 dev eth0`. */
  identity(fact: FactOf<K>): string;
  /** The one form in which facts are compared. Idempotent. */
  normal(fact: FactOf<K>): FactOf<K>;
  /** Keys that it cannot be without, whether facts of their own or provided by one (`providesOf`). */
  needs(fact: FactOf<K>): readonly Need[];
  /** Whether the kernel can turn `from` into `to` without removing it; both have the same key. */
  canChange(from: FactOf<K>, to: FactOf<K>): boolean;
  /** The part of the canonical line after host, namespace and kind. */
  text(fact: FactOf<K>): string;
  /** The inverse of `text`: the body out of the words of the line; undefined when they make no sense. */
  parse(words: readonly string[], place: Place): FactBodies[K] | undefined;
}

/** Makes a frozen fact. Give normal values: the kinds' `normal` is for what comes from outside. */
export function fact<K extends Kind>(
  kind: K,
  place: Place,
  body: FactBodies[K],
  extra: { readonly mark?: string; readonly shared?: true } = {},
): FactOf<K> {
  return Object.freeze({ host: place.host, netns: place.netns, kind, ...body, ...extra }) as unknown as FactOf<K>;
}
