/** Rules of a foreign firewall, reduced to what decides over a whole link: everything else only makes a rule uncertain. */

/** What a rule asks of a packet. `other` is anything that is not looked at: an address, a port, a mark. */
export type Condition =
  | { readonly on: "in" | "out"; readonly names: readonly string[]; readonly negated: boolean }
  | { readonly on: "established" | "dnat" | "other" };

export type Verdict =
  { readonly do: "accept" | "drop" | "reject" | "return" | "nothing" } | { readonly do: "jump" | "goto"; readonly to: string };

export interface Rule {
  readonly when: readonly Condition[];
  readonly then: Verdict;
}

export interface Chain {
  readonly rules: Rule[];
  /** Set for a chain that the kernel itself hands forwarded packets to. */
  readonly base?: { readonly policy: "accept" | "drop" };
}

/** One table: its chains by name. */
export interface Table {
  readonly family: "ip" | "ip6" | "inet" | "bridge" | "ip-legacy" | "ip6-legacy";
  readonly name: string;
  readonly chains: Map<string, Chain>;
}
