/** nftables as plain data: what a rule tests, and what it does with a packet. Text is in `print.ts` and `parse.ts`. */
import type { FieldName } from "./fields";

/** A field of a packet by its name in nft (`ip saddr`), or raw bits of it: `@th,96,24`. */
export type MatchField = FieldName | `@${string}`;

/** Values of one or more fields, each in the canonical text of its data type and without quotation marks: `tcp`, `10.8.0.2`, `80`. */
export type Tuple = readonly string[];

/** What a field is compared with. `flags`: at least one of these bits is set. `bits`: those of the mask have this value. */
export type Operand =
  | { readonly is: "value"; readonly value: Tuple }
  | { readonly is: "bits"; readonly mask: number; readonly value: number }
  | { readonly is: "flags"; readonly flags: readonly string[] }
  | { readonly is: "among"; readonly values: readonly Tuple[] }
  | { readonly is: "named"; readonly set: string };

/** A comparison of one field, or of several that are joined: `ip daddr . iifname`. */
export interface Match {
  readonly is: "match";
  readonly fields: readonly MatchField[];
  readonly op: "==" | "!=" | "<" | ">" | "<=" | ">=";
  readonly operand: Operand;
}

/** A part of a rule before its action. `idle`: without influence on the packet. `unknown`: not understood, so that the rule may or may not apply. */
export type RulePart = Match | { readonly is: "idle"; readonly text: string } | { readonly is: "unknown"; readonly text: string };

export type Verdict =
  | { readonly do: "accept" | "drop" | "return" | "continue" }
  /** `text`: the answer to the sender, as nft's JSON. */
  | { readonly do: "reject"; readonly text?: string }
  | { readonly do: "jump" | "goto"; readonly to: string };

/** A named map, or one that stands in the rule. */
export type VerdictMap =
  { readonly is: "named"; readonly map: string } | { readonly is: "entries"; readonly entries: readonly (readonly [Tuple, Verdict])[] };

/** What a rule does with the packets that it matches. `mark`: these bits get this value. `unknown`: not understood; it may decide. */
export type RuleAction =
  | Verdict
  | { readonly do: "vmap"; readonly fields: readonly MatchField[]; readonly map: VerdictMap }
  | { readonly do: "dnat"; readonly family: "ip" | "ip6"; readonly fields: readonly MatchField[]; readonly map: string }
  | { readonly do: "masquerade" }
  | { readonly do: "mark"; readonly of: "ct" | "meta"; readonly mask: number; readonly value: number }
  /** A new source: one of these addresses, the same for all packets from one address. */
  | { readonly do: "snat"; readonly family: "ip" | "ip6"; readonly to: Tuple }
  | { readonly do: "nothing" }
  | { readonly do: "unknown"; readonly text: string };

/** A rule: it applies its action to packets for which every part holds. */
export interface Rule {
  readonly when: readonly RulePart[];
  readonly then: RuleAction;
}

/** Where in the kernel a base chain is called. */
export interface ChainBase {
  readonly type: "filter" | "nat" | "route";
  readonly hook: "ingress" | "egress" | "prerouting" | "input" | "forward" | "output" | "postrouting";
  readonly priority: number;
  /** The verdict at its end; accept if absent. */
  readonly policy?: "drop";
}

export interface Chain {
  readonly base?: ChainBase;
  readonly rules: readonly Rule[];
}

/** A named set or map with its elements. `data` is the value of an element of a map. */
export interface NamedSet {
  readonly elements: readonly { readonly key: Tuple; readonly data?: Verdict | Tuple }[];
}

/** One table: its chains, and its sets and maps, by name. */
export interface Table {
  readonly family: "ip" | "ip6" | "inet" | "bridge" | "ip-legacy" | "ip6-legacy";
  readonly name: string;
  readonly chains: ReadonlyMap<string, Chain>;
  readonly sets: ReadonlyMap<string, NamedSet>;
}

/** The names of the sets and maps that a rule looks up. */
export function setsIn({ when, then }: Rule): readonly string[] {
  const tested = when.flatMap((part) => (part.is === "match" && part.operand.is === "named" ? [part.operand.set] : []));
  if (then.do === "dnat") return [...tested, then.map];
  return then.do === "vmap" && then.map.is === "named" ? [...tested, then.map.map] : tested;
}
