/** What a foreign firewall does to a packet of which only the links and the connection are known. */
import type { Chain, Condition, Rule, Table } from "./rule";

/** A packet that is forwarded. A link that is not given is one that no rule names. */
export interface Packet {
  readonly in?: string;
  readonly out?: string;
  readonly established?: boolean;
  readonly dnat?: boolean;
}

type Fate = "accept" | "drop" | "reject" | "on";

/** Whether a name in a rule, which may end with `*`, means this link; a link may be such a name itself. */
export function covers(pattern: string, link: string | undefined): boolean {
  if (pattern === "*") return true;
  if (link === undefined) return false;
  return pattern === link || (pattern.endsWith("*") && link.startsWith(pattern.slice(0, -1)));
}

function holds(condition: Condition, packet: Packet): boolean {
  switch (condition.on) {
    case "in":
    case "out":
      return condition.names.some((name) => covers(name, packet[condition.on])) !== condition.negated;
    case "established":
      return packet.established === true;
    case "dnat":
      return packet.dnat === true;
    case "other":
      return false;
  }
}

/** A rule that asks for more than is known of the packet decides nothing: some packets of the link would not match it. */
function walk(table: Table, chain: Chain | undefined, packet: Packet): Fate | "return" {
  for (const { when, then } of chain?.rules ?? []) {
    if (!when.every((condition) => holds(condition, packet))) continue;
    if (then.do === "nothing") continue;
    if (then.do !== "jump" && then.do !== "goto") return then.do;
    const fate = walk(table, table.chains.get(then.to), packet);
    if (fate === "accept" || fate === "drop" || fate === "reject") return fate;
    if (then.do === "goto") return "on";
  }
  return "on";
}

/** Where a packet ends up in a chain that the kernel hands it to. */
export function fateOf(table: Table, chain: Chain, packet: Packet): "accept" | "drop" | "reject" {
  const fate = walk(table, chain, packet);
  return fate === "on" || fate === "return" ? chain.base!.policy : fate;
}

/** The links that any rule of a table names. */
export function linksNamed(table: Table): readonly string[] {
  const names = new Set<string>();
  const look = ({ when }: Rule) => when.forEach((condition) => "names" in condition && condition.names.forEach((name) => names.add(name)));
  for (const { rules } of table.chains.values()) rules.forEach(look);
  return [...names].filter((name) => /^[^\s,]+$/.test(name) && name !== "*" && name !== "lo");
}
