import type { Part } from "./part";

/**
 * What a host may do without, and what needs it: `dnsmasq` answers for names on a network, `nft` makes the firewall of bridge
 * networks, `conntrack` ends connections whose way in is taken away, `wg` tells WireGuard devices their keys and peers.
 * `wireguard` is whatever makes such devices: the kernel, or the program wireguard-go. FRR announces overlay networks: `frr`
 * stands for its tools, `bgpd` for its daemons, which run and can be reached. `esp` is no program but what a kernel can do: it
 * encrypts what goes between hosts. Some are looked for by those only whom they concern, because that takes time.
 */
export const PROGRAMS = ["dnsmasq", "nft", "conntrack", "frr", "bgpd", "wg", "wireguard", "esp"] as const;

/** What a look at a host must be about for it to look for these; all others every look looks for. */
export const SOUGHT_FOR: Readonly<Partial<Record<Program, Part>>> = {
  frr: "bgp",
  bgpd: "bgp",
  wireguard: "tunnels",
  esp: "ipsec",
};

/** Those of them by which it is decided what a resource consists of; the lack of any other one is an error where it is needed. */
export const DECISIVE = ["dnsmasq"] as const satisfies readonly Program[];

export type Program = (typeof PROGRAMS)[number];
export type Decisive = (typeof DECISIVE)[number];
