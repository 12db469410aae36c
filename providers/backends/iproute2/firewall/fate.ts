/** The two views of a foreign chain that the summaries of it are made of. */
import type { Chain, Table } from "../../../../lib/nft/expression";
import { fatesOf, type Fate } from "../../../../lib/nft/evaluate";
import type { Packet } from "../../../../lib/nft/packet";

/** The verdict where only rules count that apply to every packet of the class. */
export function fateOf(table: Table, chain: Chain, packet: Packet): Fate {
  const [fate] = fatesOf(table, chain, packet, new Set()).keys();
  return fate === undefined || fate === "unknown" ? "drop" : fate;
}

/** Whether the packet may be accepted by a rule that cannot be evaluated. */
export function mayAccept(table: Table, chain: Chain, packet: Packet): boolean {
  return fatesOf(table, chain, packet, new Set(["unknown"] as const)).has("accept");
}
