/**
 * Programs that a host may do without, and what needs them: `dnsmasq` answers for names on a network, `nft` makes the
 * firewall of bridge networks, `conntrack` ends connections whose way in is taken away, and FRR announces overlay networks:
 * `frr` stands for its tools, `bgpd` for its daemons, which run and can be reached. Both are looked for by those only who
 * ask about BGP.
 */
export const PROGRAMS = ["dnsmasq", "nft", "conntrack", "frr", "bgpd"] as const;

/** Those of them that every look at a host looks for. */
export const ALWAYS_SOUGHT = ["dnsmasq", "nft", "conntrack"] as const satisfies readonly Program[];

export type Program = (typeof PROGRAMS)[number];
