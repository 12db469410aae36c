/**
 * What a host may do without, and what needs it: `dnsmasq` answers for names on a network, `nft` makes the firewall of
 * bridge networks, `conntrack` ends connections whose way in is taken away. `esp` is no program but what a kernel can do: it
 * encrypts what goes between the hosts of an overlay network.
 */
export const PROGRAMS = ["dnsmasq", "nft", "conntrack", "esp"] as const;

export type Program = (typeof PROGRAMS)[number];
