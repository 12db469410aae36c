import type { Kind } from "./fact";
import { IN_TABLE } from "./kinds/table";

/** What of a host is read only for those who ask. */
export type Part = "firewall" | "names" | "ipsec" | "neighbours" | "tunnels" | "policies" | "sockets" | "bgp" | "evpn";

const parts: Readonly<Partial<Record<Kind, Part>>> = {
  resolver: "names",
  name: "names",
  resolv: "names",
  sa: "ipsec",
  xfrm: "ipsec",
  fdb: "neighbours",
  neigh: "neighbours",
  key: "tunnels",
  peer: "tunnels",
  iptables: "policies",
  policy: "policies",
  intake: "policies",
  socket: "sockets",
  bgp: "bgp",
  neighbor: "bgp",
  evpn: "evpn",
};

/** The part that facts of a kind are in: everything in Netweft's table is in its firewall. Undefined for what every look reads. */
export function partOf(kind: Kind): Part | undefined {
  return IN_TABLE.has(kind) ? "firewall" : parts[kind];
}
