/** The parts that are read of the JSON of ip (`ip -j -d addr show`, `ip -j route show table all`, `ip -j netns list`), tc (`tc -j -d -r qdisc show`) and bridge (`bridge -j fdb show`). */
export interface IpLink {
  readonly ifindex: number;
  readonly ifname: string;
  readonly flags: readonly string[];
  readonly mtu: number;
  readonly link_type: string;
  readonly address?: string;
  /** The bridge, bond or similar device that it is a port of. */
  readonly master?: string;
  readonly group?: string;
  readonly ifalias?: string;
  /** The peer's index, and the id of its namespace in this one; `link` instead if both are in the same namespace. */
  readonly link_index?: number;
  readonly link_netnsid?: number;
  readonly link?: string;
  readonly linkinfo?: {
    readonly info_kind?: string;
    readonly info_data?: {
      readonly external?: boolean;
      readonly stp_state?: number;
      /** Of VXLAN devices and VLANs. */
      readonly id?: number;
      readonly local?: string;
      readonly local6?: string;
      readonly port?: number;
      readonly learning?: boolean;
      /** Of macvlan and ipvlan interfaces. VLANs have `id`. */
      readonly mode?: string;
    };
    readonly info_slave_kind?: string;
    readonly info_slave_data?: {
      readonly state?: string;
      readonly isolated?: boolean;
      readonly hairpin?: boolean;
      readonly neigh_suppress?: boolean;
      readonly learning?: boolean;
      readonly flood?: boolean;
      readonly mcast_flood?: boolean;
      readonly bcast_flood?: boolean;
    };
  };
  readonly addr_info?: readonly IpAddr[];
}

export interface IpAddr {
  readonly family: "inet" | "inet6";
  readonly local?: string;
  readonly prefixlen: number;
  readonly scope?: string;
  readonly tentative?: boolean;
  readonly dadfailed?: boolean;
  /** Autoconfigured: the kernel makes temporary addresses from it, or it is one of those. */
  readonly mngtmpaddr?: boolean;
  readonly temporary?: boolean;
}

export interface IpRoute {
  readonly dst: string;
  /** Absent: unicast. */
  readonly type?: string;
  readonly gateway?: string;
  readonly prefsrc?: string;
  readonly dev?: string;
  readonly protocol?: string;
  readonly metric?: number;
  readonly table?: string;
  /** Only routes of IPv6 have it. */
  readonly pref?: string;
}

/** One line of `bridge -j fdb show`. */
export interface BridgeFdb {
  readonly mac: string;
  readonly ifname: string;
  readonly dst?: string;
  readonly flags?: readonly string[];
  readonly master?: string;
  readonly state?: string;
}

/** One line of `ip -j neigh show nud permanent`. */
export interface IpNeigh {
  readonly dst: string;
  readonly dev: string;
  readonly lladdr?: string;
}

/** One line of `ip -N -j neigh show proxy`. */
export interface IpProxy {
  readonly dst: string;
  /** Absent for an entry for all links, which ip itself cannot make. */
  readonly dev?: string;
  readonly protocol?: string;
}

/** A device with a key in `wg show DEVICE dump`, without the private key. */
export interface WgKey {
  readonly dev: string;
  readonly public: string;
  readonly port: number;
}

/** A peer in the same dump. */
export interface WgPeer {
  readonly dev: string;
  readonly public: string;
  readonly preshared: boolean;
  /** `(none)`, or an address and a port. */
  readonly endpoint: string;
  /** `(none)`, or networks with commas between them. */
  readonly addresses: string;
  /** `off`, or seconds. */
  readonly keepalive: string;
}

export interface IpNetns {
  readonly name: string;
  /** The id in the querying namespace; absent when none of its links has a peer there. */
  readonly id?: number;
}

export interface TcQdisc {
  readonly kind: string;
  readonly handle: string;
  readonly dev: string;
  /** Absent for child qdiscs. */
  readonly root?: boolean;
  /** The options of a token bucket. `rate` is bytes per second, `burst_raw` ticks in base 16. */
  readonly options?: {
    readonly rate?: number;
    readonly burst_raw?: string;
    readonly limit?: number;
    readonly peakrate?: number;
    readonly mpu?: number;
    readonly linklayer?: string;
  };
}
