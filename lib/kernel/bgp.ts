/** FRR's checks of BGP configuration, with its error messages. */
import type { FactOf } from "./fact";
import { bgpKey } from "./kinds/bgp";
import { neighborKey } from "./kinds/neighbor";
import { ANOTHER_ASN, FOREIGN_NEIGHBOR, NO_BGP } from "./refused";
import type { World } from "./world";

/** Why a process or a neighbor is refused. */
export function refuseBgp(world: World, fact: FactOf<"bgp"> | FactOf<"neighbor">): string | undefined {
  return fact.kind === "bgp" ? refuseProcess(world, fact) : refuseNeighbor(world, fact);
}

/** A host has one process. A foreign one is joined and keeps its AS number. */
function refuseProcess(world: World, fact: FactOf<"bgp">): string | undefined {
  const other = world.facts.get(bgpKey(fact, fact.state === "foreign" ? "ours" : "foreign"));
  return other?.kind === "bgp" && other.asn !== fact.asn ? `${ANOTHER_ASN} ${other.asn}` : undefined;
}

function refuseNeighbor(world: World, fact: FactOf<"neighbor">): string | undefined {
  if (fact.state === "foreign") return undefined;
  if (world.facts.has(neighborKey(fact, fact.address, "foreign"))) return `${FOREIGN_NEIGHBOR} ${fact.address}`;
  return world.facts.has(bgpKey(fact)) ? undefined : NO_BGP;
}
