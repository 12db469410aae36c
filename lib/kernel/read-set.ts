/** Parts of a host's state that are observed only on request. */
export type ReadSet =
  | "firewall"
  | "names"
  | "ipsec"
  | "neighbours"
  | "tunnels"
  | "policies"
  | "sockets"
  | "bgp"
  | "evpn"
  | "rules"
  | "marks"
  | "proxies"
  | "interfaces";
