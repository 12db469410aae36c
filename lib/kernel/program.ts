import type { ReadSet } from "./read-set";

/**
 * Optional programs and features of a host: `dnsmasq` serves DNS on a network, `nft` configures the firewall of bridge
 * networks, `conntrack` deletes conntrack entries of removed rules, `wg` configures keys and peers of WireGuard devices.
 * `wireguard` is the implementation of such devices: the kernel module or wireguard-go. FRR announces overlay networks: `frr`
 * are its tools, `bgpd` its running and reachable daemons. `esp` is the kernel's support for ESP, `vlan` that for VLANs. Some are
 * probed only where they are needed, because the probe takes time.
 */
export const PROGRAMS = ["dnsmasq", "nft", "conntrack", "frr", "bgpd", "wg", "wireguard", "esp", "vlan"] as const;

/** The read sets whose observation includes the probe for a program; all other programs are probed in every observation. */
export const SOUGHT_FOR: Readonly<Partial<Record<Program, ReadSet>>> = {
  frr: "bgp",
  bgpd: "bgp",
  wireguard: "tunnels",
  esp: "ipsec",
  vlan: "interfaces",
};

/** Programs whose presence decides the facts of a resource; the absence of any other one is an error where it is needed. */
export const DECISIVE = ["dnsmasq"] as const satisfies readonly Program[];

export type Program = (typeof PROGRAMS)[number];
export type Decisive = (typeof DECISIVE)[number];
