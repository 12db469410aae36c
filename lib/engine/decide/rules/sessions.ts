import { diagnose, type Diagnostic } from "../../../diagnostic";
import type { FactOf } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";
import { bgpKey } from "../../../kernel/kinds/bgp";
import { neighborKey } from "../../../kernel/kinds/neighbor";
import { textOf } from "../../../kernel/line";
import type { Owned } from "../../goal";
import type { View } from "./view";

/** A host has one BGP process. Somebody else's is joined when it agrees with us in what it is called. */
function inTheWay(wanted: FactOf<"bgp">, facts: Facts): string | undefined {
  const there = facts.get(bgpKey(wanted, "foreign"));
  if (there?.kind !== "bgp") return undefined;
  const { host, asn, routerId } = wanted;
  const begin = `Host "${host}" runs BGP already, as AS ${there.asn} with the router id ${there.routerId}, and not by Netweft.`;
  if (there.asn !== asn)
    return `${begin} A host has one such process, so it cannot be in AS ${asn} for the overlay network as well. Give the network the number ${there.asn}, and Netweft joins the process and leaves alone what else it does; or take the process away ("no router bgp ${there.asn}" in vtysh) if nobody needs it.`;
  if (there.routerId === routerId || facts.has(bgpKey(wanted))) return undefined;
  return `${begin} Netweft joins a process of its own AS, but does not give it another router id, which would end all of its sessions: set "bgp router-id ${routerId}" there when that does no harm.`;
}

function taken(wanted: FactOf<"neighbor">, facts: Facts): string | undefined {
  const there = facts.get(neighborKey(wanted, wanted.address, "foreign"));
  if (there === undefined) return undefined;
  return `"${textOf(there)}" exists on host "${wanted.host}" and is not in the peer-group "netweft", so it is somebody else's. Netweft never changes what is not its own. Remove it by hand if nobody needs it, and Netweft makes its own; or leave the host out of the overlay network.`;
}

function found({ fact, owners }: Owned, facts: Facts): readonly Diagnostic[] {
  const detail = fact.kind === "bgp" ? inTheWay(fact, facts) : fact.kind === "neighbor" ? taken(fact, facts) : undefined;
  if (detail === undefined) return [];
  return [diagnose("foreign-object", detail, { resource: owners[0]!, host: fact.host, fact: textOf(fact) })];
}

/** What we are to have in a host's BGP does not meet what somebody else has there. */
export function sessionsHaveRoom({ goal, actual }: View): readonly Diagnostic[] {
  return [...goal.desired.values()].flatMap((wanted) => {
    const facts = actual.get(wanted.fact.host);
    return facts === undefined ? [] : found(wanted, facts);
  });
}
