/** The conntrack entries of what rules and elements say of packets. */
import type { FactOf } from "../kernel/fact";
import { isIpv6 } from "../net/ip";
import type { MatchField, Tuple } from "../nft/expression";

/** The fields that conntrack entries share. */
export type ConntrackMatch = Omit<FactOf<"flow">, "host" | "netns" | "kind" | "mark" | "shared">;

/** The entries of connections whose fields have these values. A field that entries do not have, and a range, narrow nothing. */
export function matchOf(fields: readonly MatchField[], values: Tuple): ConntrackMatch {
  return Object.assign({}, ...fields.map((field, n) => partOf(field, values[n]!))) as ConntrackMatch;
}

function partOf(field: MatchField, value: string): ConntrackMatch {
  switch (field) {
    case "meta l4proto":
      return { protocol: value };
    case "ip daddr":
    case "ip6 daddr":
    case "ct original ip daddr":
    case "ct original ip6 daddr":
      return { to: hostCidr(value) };
    case "th dport":
    case "ct original proto-dst":
      return value.includes("-") ? {} : { port: Number(value) };
    default:
      return {};
  }
}

/** The network of one address. */
export function hostCidr(address: string): string {
  return address.includes("/") ? address : `${address}/${isIpv6(address) ? 128 : 32}`;
}
