import { diagnose, type Diagnostic } from "../../diagnostic";
import { nearest } from "../../schema/nearest";
import { OUTSIDE } from "../../resources/firewall/network";
import type { View } from "./view";

/** Accepted networks exist: an undeclared id is mostly a typo. */
export function entrantsExist({ resolved }: View): readonly Diagnostic[] {
  const networks = resolved.filter(({ instance }) => instance.type === "netweft_bridge_network");
  const known = new Set(networks.flatMap(({ attributes: { id } }) => (typeof id === "string" ? [id] : [])));
  return networks.flatMap(({ instance, attributes }) => {
    const entrants = attributes["accept_from"];
    if (!Array.isArray(entrants)) return [];
    return entrants.flatMap((id, index) => {
      if (id === OUTSIDE || typeof id !== "string" || known.has(id)) return [];
      const meant = nearest(id, known);
      const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
      const detail = `No network of this stack has the id "${id}", so no connection is let in by it.${hint} Ids are "host/name" of networks in the same stack; correct it, or leave it out.`;
      return [diagnose("unknown-network", detail, { resource: instance.address, path: ["accept_from", index] })];
    });
  });
}
