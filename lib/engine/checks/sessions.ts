import { diagnose, type Diagnostic } from "../../diagnostic";
import type { FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { bgpKey } from "../../kernel/kinds/bgp";
import { neighborKey } from "../../kernel/kinds/neighbor";
import { textOf } from "../../kernel/line";
import type { Owned } from "../../reconcile/goal";
import type { View } from "./view";

/** A host has one BGP process. A foreign one is joined if its AS number and router id match ours. */
function inTheWay(wanted: FactOf<"bgp">, facts: Facts): string | undefined {
  const there = facts.get(bgpKey(wanted, "foreign"));
  if (there?.kind !== "bgp") return undefined;
  const { host, asn, routerId } = wanted;
  const begin = `Host "${host}" runs BGP already, as AS ${there.asn} with the router id ${there.routerId}, configured by another owner.`;
  if (there.asn !== asn)
    return `${begin} A host has one BGP process, so it cannot also be in AS ${asn} for the overlay network. Set the network's AS number to ${there.asn}, and Netweft joins the process without changing its other configuration; or remove the process ("no router bgp ${there.asn}" in vtysh) if nothing needs it.`;
  if (there.routerId === routerId || facts.has(bgpKey(wanted))) return undefined;
  return `${begin} Netweft joins a process with the same AS number, but does not change its router id, which would reset all of its sessions: set "bgp router-id ${routerId}" there when a reset is acceptable.`;
}

function taken(wanted: FactOf<"neighbor">, facts: Facts): string | undefined {
  const there = facts.get(neighborKey(wanted, wanted.address, "foreign"));
  if (there === undefined) return undefined;
  return `"${textOf(there)}" exists on host "${wanted.host}" and is not in the peer-group "netweft", so it is foreign. Netweft never changes foreign objects. Remove it manually if nothing needs it, and Netweft configures its own; or leave the host out of the overlay network.`;
}

function found({ fact, owners }: Owned, facts: Facts): readonly Diagnostic[] {
  const detail = fact.kind === "bgp" ? inTheWay(fact, facts) : fact.kind === "neighbor" ? taken(fact, facts) : undefined;
  if (detail === undefined) return [];
  return [diagnose("foreign-object", detail, { resource: owners[0]!, host: fact.host, fact: textOf(fact) })];
}

/** Our BGP configuration does not conflict with the foreign one on the host. */
export function sessionsHaveRoom({ goal, actual }: View): readonly Diagnostic[] {
  return [...goal.desired.values()].flatMap((wanted) => {
    const facts = actual.get(wanted.fact.host);
    return facts === undefined ? [] : found(wanted, facts);
  });
}
