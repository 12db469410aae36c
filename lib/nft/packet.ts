/** Packets, and classes of packets that have some properties in common. */
import { contains, parseNetwork } from "../net/cidr";

/** Packets of one protocol with a destination port in a range; for `icmpv6`, with a type in the range. */
export interface Payload {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

/**
 * What is known of a packet, or of all packets of a class. An absent field is not known, or differs among them. A link may be a
 * pattern (`br-*`), and the empty text is a link that no rule names.
 */
export interface Packet {
  readonly in?: string;
  readonly out?: string;
  readonly inGroup?: number;
  readonly outGroup?: number;
  /** Its state in conntrack. */
  readonly state?: "new" | "established" | "related" | "invalid" | "untracked";
  /** Whether its connection has a translated destination. */
  readonly dnat?: boolean;
  /** Whether it is addressed to the host itself. */
  readonly local?: boolean;
  /** The network of its source address, and of its destination. */
  readonly source?: string;
  readonly destination?: string;
  readonly payload?: Payload;
}

/** All ports. */
export const EVERY_PORT = { from: 0, to: 65535 } as const;

/** The ICMPv6 types of neighbour discovery. The kernel does not track them. */
export const NEIGHBOURS: Payload = { protocol: "icmpv6", from: 135, to: 136 };

/** Whether every packet of one payload is in the other; undefined is any. */
export function isPayloadIn(inner: Payload | undefined, outer: Payload | undefined): boolean {
  if (outer === undefined) return true;
  return inner?.protocol === outer.protocol && outer.from <= inner.from && inner.to <= outer.to;
}

/** Whether one network contains every address of the other; undefined is any, of both families. */
export function isSourceIn(inner: string | undefined, outer: string | undefined): boolean {
  if (outer === undefined) return true;
  const [small, large] = [inner === undefined ? undefined : parseNetwork(inner), parseNetwork(outer)];
  return small !== undefined && large !== undefined && small.prefix >= large.prefix && contains(large, small.ip);
}

/** Whether the name of a link matches the pattern: equal, or a prefix if it ends with `*`. */
export function isNamed(link: string, pattern: string): boolean {
  return link === pattern || (pattern.endsWith("*") && link.startsWith(pattern.slice(0, -1)));
}
