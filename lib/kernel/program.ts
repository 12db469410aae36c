/**
 * Programs that a host may do without, and what needs them: `dnsmasq` answers for names on a network, `nft` makes the
 * firewall of bridge networks, `conntrack` ends connections whose way in is taken away, `wg` tells WireGuard devices their keys
 * and peers. `wireguard` is whatever makes such devices: the kernel, or the program wireguard-go.
 */
export const PROGRAMS = ["dnsmasq", "nft", "conntrack", "wg", "wireguard"] as const;

/** Those of them by which it is decided what a resource consists of; the lack of any other one is an error where it is needed. */
export const DECISIVE = ["dnsmasq"] as const satisfies readonly Program[];

export type Program = (typeof PROGRAMS)[number];
export type Decisive = (typeof DECISIVE)[number];
