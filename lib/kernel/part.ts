import type { Kind } from "./fact";
import { IN_TABLE } from "./kinds/table";

/** Parts of a host's state that are observed only on request. */
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

/** The part that holds a kind: everything in Netweft's table is in its firewall. Undefined for kinds that every observation reads. */
export function partOf(kind: Kind): Part | undefined {
  return IN_TABLE.has(kind) ? "firewall" : parts[kind];
}
