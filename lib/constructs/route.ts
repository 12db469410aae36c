/** A static route: Docker has none. */
export interface Route {
  /** The destination network in CIDR form. */
  readonly destination: string;
  /**
   * `unicast`; `blackhole`, which drops packets; or `unreachable`, which also tells their senders.
   * @default "unicast"
   */
  readonly type?: "unicast" | "blackhole" | "unreachable";
  /** The gateway, in a network of the interface. */
  readonly via?: string;
  /** The preferred source address of connections that are opened from here. */
  readonly source?: string;
  /** Of routes to one destination the one with the lowest metric is used. */
  readonly metric?: number;
  /**
   * The routing table. Another one than the main table needs `rules`.
   * @default the main table
   */
  readonly table?: number;
  /** Policy rules that send packets to the table. */
  readonly rules?: RouteRule[];
}

/** A policy rule: which packets use a routing table. */
export interface RouteRule {
  /**
   * Rules are consulted by rising priority.
   * @default 1000
   */
  readonly priority?: number;
  /** The source address or network of the packets. */
  readonly from?: string;
  /** Their destination address or network. */
  readonly to?: string;
  /** The interface that they arrive by. */
  readonly iif?: string;
  /** Their firewall mark. */
  readonly fwmark?: number;
  /** The bits of `fwmark` that are compared. */
  readonly mask?: number;
}
