import { diagnose, type Diagnostic } from "../../diagnostic";
import { bgpConflict, type BgpConflict } from "../../kernel/kinds/bgp-conflicts";
import { textOf } from "../../kernel/line";
import type { View } from "./view";

function explain(conflict: BgpConflict): string {
  const { host } = conflict.wanted;
  if (conflict.what === "neighbor")
    return `"${textOf(conflict.there)}" exists on host "${host}" and is not in the peer-group "netweft", so it is foreign. Netweft never changes foreign objects. Remove it manually if nothing needs it, and Netweft configures its own; or leave the host out of the overlay network.`;
  const { what, wanted, there } = conflict;
  const begin = `Host "${host}" runs BGP already, as AS ${there.asn} with the router id ${there.routerId}, configured by another owner.`;
  return what === "asn"
    ? `${begin} A host has one BGP process, so it cannot also be in AS ${wanted.asn} for the overlay network. Set the network's AS number to ${there.asn}, and Netweft joins the process without changing its other configuration; or remove the process ("no router bgp ${there.asn}" in vtysh) if nothing needs it.`
    : `${begin} Netweft joins a process with the same AS number, but does not change its router id, which would reset all of its sessions: set "bgp router-id ${wanted.routerId}" there when a reset is acceptable.`;
}

/** Our BGP configuration does not conflict with the foreign one on the host. */
export function sessionsHaveRoom({ goal, actual }: View): readonly Diagnostic[] {
  return [...goal.desired.values()].flatMap(({ fact, owners }) => {
    const facts = actual.get(fact.host);
    const conflict = facts && bgpConflict(fact, facts);
    if (conflict === undefined) return [];
    return [diagnose("foreign-object", explain(conflict), { resource: owners[0]!, host: fact.host, fact: textOf(fact) })];
  });
}
