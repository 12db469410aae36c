/** Rules of a foreign firewall, reduced to conditions on whole links and ports: any other condition makes a rule's match uncertain. */
import type { Payload } from "../../../../lib/kernel/pass";

/** A condition of a rule. `other` is anything that is not evaluated: a destination, a mark, a rate. */
export type RuleCondition =
  | { readonly on: "in" | "out"; readonly names: readonly string[]; readonly negated: boolean }
  | { readonly on: "state"; readonly states: readonly string[]; readonly negated: boolean }
  /** The source networks of the packet; that of a whole family for a condition on the family. */
  | { readonly on: "source"; readonly networks: readonly string[] }
  | { readonly on: "payload"; readonly payloads: readonly Payload[] }
  /** `local`: the packet is for the host itself. `hops`: a hop limit of 255, which only neighbour discovery has. */
  | { readonly on: "dnat" | "local" | "hops" | "other" };

export type RuleVerdict =
  { readonly do: "accept" | "drop" | "reject" | "return" | "nothing" } | { readonly do: "jump" | "goto"; readonly to: string };

export interface FirewallRule {
  readonly when: readonly RuleCondition[];
  readonly then: RuleVerdict;
}

export interface Chain {
  readonly rules: FirewallRule[];
  /** Set for a base chain, at the forward or the input hook. */
  readonly base?: { readonly hook: "forward" | "input"; readonly policy: "accept" | "drop" };
}

/** One table: its chains by name. */
export interface Table {
  readonly family: "ip" | "ip6" | "inet" | "bridge" | "ip-legacy" | "ip6-legacy";
  readonly name: string;
  readonly chains: Map<string, Chain>;
}
