/** Rules of a foreign firewall, reduced to what decides over a whole link or a whole port: everything else only makes a rule uncertain. */
import type { Payload } from "../../../lib/kernel/pass";

/** What a rule asks of a packet. `other` is anything that is not looked at: a destination, a mark, a rate. */
export type Condition =
  | { readonly on: "in" | "out"; readonly names: readonly string[]; readonly negated: boolean }
  | { readonly on: "state"; readonly states: readonly string[]; readonly negated: boolean }
  /** The networks that the packet comes from; that of a whole family where only the family is asked for. */
  | { readonly on: "source"; readonly networks: readonly string[] }
  | { readonly on: "payload"; readonly payloads: readonly Payload[] }
  /** Whether the packet is for the host itself; neighbour discovery alone has a hop limit of 255. */
  | { readonly on: "dnat" | "local" | "hops" | "other" };

export type Verdict =
  { readonly do: "accept" | "drop" | "reject" | "return" | "nothing" } | { readonly do: "jump" | "goto"; readonly to: string };

export interface Rule {
  readonly when: readonly Condition[];
  readonly then: Verdict;
}

export interface Chain {
  readonly rules: Rule[];
  /** Set for a chain that the kernel itself hands packets to: those that it forwards, or those for the host. */
  readonly base?: { readonly hook: "forward" | "input"; readonly policy: "accept" | "drop" };
}

/** One table: its chains by name. */
export interface Table {
  readonly family: "ip" | "ip6" | "inet" | "bridge" | "ip-legacy" | "ip6-legacy";
  readonly name: string;
  readonly chains: Map<string, Chain>;
}
