/** What a foreign firewall does to a packet of which only some things are known. */
import { isNamed, isPayloadIn, isSourceIn, type Payload } from "../../../lib/kernel/pass";
import type { Chain, Condition, Rule, Table, Verdict } from "./rule";

/** A packet that is forwarded, or is for the host (`local`). A link that is not given is one that no rule names. */
export interface Packet {
  readonly in?: string;
  readonly out?: string;
  readonly established?: boolean;
  readonly dnat?: boolean;
  readonly local?: boolean;
  readonly source?: string;
  readonly payload?: Payload;
}

type Fate = "accept" | "drop" | "reject" | "on";

/** Whether a name in a rule, which may end with `*`, means this link; a link may be such a name itself. */
export function covers(pattern: string, link: string | undefined): boolean {
  if (pattern === "*") return true;
  return link !== undefined && isNamed(link, pattern);
}

/** The types of ICMPv6 that find neighbours. The kernel does not track them. */
export const NEIGHBOURS: Payload = { protocol: "icmpv6", from: 135, to: 136 };

function stateOf({ established, payload }: Packet): string {
  if (established) return "established";
  return payload && isPayloadIn(payload, NEIGHBOURS) ? "untracked" : "new";
}

function holds(condition: Condition, packet: Packet): boolean {
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

/** How rules are taken that ask for what is not looked at: as if they did not match, or, `hopeful`, as if those matched that let in. */
type Mood = "sober" | "hopeful";

/** A rule that asks for more than is known of the packet decides nothing: some packets of the link would not match it. */
function walk(table: Table, chain: Chain | undefined, packet: Packet, mood: Mood): Fate | "return" {
  for (const { when, then } of chain?.rules ?? []) {
    const sure = when.every((condition) => holds(condition, packet));
    if (!sure && !(mood === "hopeful" && when.every((condition) => condition.on === "other" || holds(condition, packet)))) continue;
    const fate = fateBy(table, then, packet, mood);
    if (fate !== "on" && (sure || fate === "accept")) return fate;
    if (sure && then.do === "goto") return "on";
  }
  return "on";
}

/** What a rule's verdict does to a packet that matches it. */
function fateBy(table: Table, then: Verdict, packet: Packet, mood: Mood): Fate | "return" {
  if (then.do === "nothing") return "on";
  if (then.do !== "jump" && then.do !== "goto") return then.do;
  const fate = walk(table, table.chains.get(then.to), packet, mood);
  return fate === "return" ? "on" : fate;
}

/** Where a packet ends up in a chain that the kernel hands it to. */
export function fateOf(table: Table, chain: Chain, packet: Packet, mood: Mood = "sober"): "accept" | "drop" | "reject" {
  const fate = walk(table, chain, packet, mood);
  return fate === "on" || fate === "return" ? chain.base!.policy : fate;
}

/** The links that any rule of a table names. */
export function linksNamed(table: Table): readonly string[] {
  const names = new Set<string>();
  const look = ({ when }: Rule) => when.forEach((condition) => "names" in condition && condition.names.forEach((name) => names.add(name)));
  for (const { rules } of table.chains.values()) rules.forEach(look);
  return [...names].filter((name) => /^[^\s,]+$/.test(name) && name !== "*" && name !== "lo");
}
