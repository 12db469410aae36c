/**
 * Programs that a host may do without, and what needs them: `dnsmasq` answers for names on a network, `nft` makes the
 * firewall of bridge networks, `conntrack` ends connections whose way in is taken away.
 */
export const PROGRAMS = ["dnsmasq", "nft", "conntrack"] as const;

export type Program = (typeof PROGRAMS)[number];
