/** Programs that a host may do without, and what needs them: `dnsmasq` answers for names on a network. */
export const PROGRAMS = ["dnsmasq"] as const;

export type Program = (typeof PROGRAMS)[number];
