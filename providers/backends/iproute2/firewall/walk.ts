/** The verdict of a foreign firewall on a partially known packet. */
import { isNamed, isPayloadIn, isSourceIn, type Payload } from "../../../../lib/kernel/pass";
import type { Chain, RuleCondition, FirewallRule, Table, RuleVerdict } from "./rule";

/** A packet that is forwarded, or addressed to the host (`local`). A missing link is one that no rule names. */
export interface Packet {
  readonly in?: string;
  readonly out?: string;
  readonly established?: boolean;
  readonly dnat?: boolean;
  readonly local?: boolean;
  readonly source?: string;
  readonly payload?: Payload;
}

type WalkOutcome = "accept" | "drop" | "reject" | "on";

/** Whether a name in a rule, which may end with `*`, matches this link; a link may itself be such a pattern. */
export function covers(pattern: string, link: string | undefined): boolean {
  if (pattern === "*") return true;
  return link !== undefined && isNamed(link, pattern);
}

/** The ICMPv6 types of neighbour discovery. The kernel does not track them. */
export const NEIGHBOURS: Payload = { protocol: "icmpv6", from: 135, to: 136 };

function stateOf({ established, payload }: Packet): string {
  if (established) return "established";
  return payload && isPayloadIn(payload, NEIGHBOURS) ? "untracked" : "new";
}

function holds(condition: RuleCondition, packet: Packet): boolean {
  switch (condition.on) {
    case "in":
    case "out":
      return condition.names.some((name) => covers(name, packet[condition.on])) !== condition.negated;
    case "state":
      return condition.states.includes(stateOf(packet)) !== condition.negated;
    case "source":
      return packet.source !== undefined && condition.networks.some((network) => isSourceIn(packet.source, network));
    case "payload":
      return packet.payload !== undefined && condition.payloads.some((payload) => isPayloadIn(packet.payload, payload));
    case "dnat":
      return packet.dnat === true;
    case "local":
      return packet.local === true;
    case "hops":
      return packet.payload !== undefined && isPayloadIn(packet.payload, NEIGHBOURS);
    case "other":
      return false;
  }
}

/** How conditions that are not evaluated count: as not matching, or, `lenient`, as matching in rules that accept. */
type WalkMode = "strict" | "lenient";

/** A rule with a condition on something unknown has no verdict: it would not match every packet of the class. */
function walk(table: Table, chain: Chain | undefined, packet: Packet, mode: WalkMode): WalkOutcome | "return" {
  for (const { when, then } of chain?.rules ?? []) {
    const sure = when.every((condition) => holds(condition, packet));
    if (!sure && !(mode === "lenient" && when.every((condition) => condition.on === "other" || holds(condition, packet)))) continue;
    const fate = fateBy(table, then, packet, mode);
    if (fate !== "on" && (sure || fate === "accept")) return fate;
    if (sure && then.do === "goto") return "on";
  }
  return "on";
}

/** The effect of a rule's verdict on a packet that matches it. */
function fateBy(table: Table, then: RuleVerdict, packet: Packet, mode: WalkMode): WalkOutcome | "return" {
  if (then.do === "nothing") return "on";
  if (then.do !== "jump" && then.do !== "goto") return then.do;
  const fate = walk(table, table.chains.get(then.to), packet, mode);
  return fate === "return" ? "on" : fate;
}

/** The final verdict on a packet in a base chain. */
export function fateOf(table: Table, chain: Chain, packet: Packet, mode: WalkMode = "strict"): "accept" | "drop" | "reject" {
  const fate = walk(table, chain, packet, mode);
  return fate === "on" || fate === "return" ? chain.base!.policy : fate;
}

/** The links that the rules of a table name. */
export function linksNamed(table: Table): readonly string[] {
  const names = new Set<string>();
  const look = ({ when }: FirewallRule) =>
    when.forEach((condition) => "names" in condition && condition.names.forEach((name) => names.add(name)));
  for (const { rules } of table.chains.values()) rules.forEach(look);
  return [...names].filter((name) => /^[^\s,]+$/.test(name) && name !== "*" && name !== "lo");
}
