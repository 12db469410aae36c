import { diagnose, type Diagnostic } from "../../diagnostic";
import { nearest } from "../../schema/nearest";
import { OUTSIDE } from "../../resources/firewall/network";
import type { View } from "./view";

/** Accepted networks exist: an undeclared id is mostly a typo. */
export function entrantsExist({ networks }: View): readonly Diagnostic[] {
  const accepting = networks.filter(({ network }) => network.acceptFrom !== undefined);
  const known = new Set(accepting.flatMap(({ network: { id } }) => id ?? []));
  return accepting.flatMap(({ instance, network: { acceptFrom = [] } }) =>
    acceptFrom.flatMap((id, index) => {
      if (id === OUTSIDE || id === undefined || known.has(id)) return [];
      const meant = nearest(id, known);
      const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
      const detail = `No network of this stack has the id "${id}", so no connection is let in by it.${hint} Ids are "host/name" of networks in the same stack; correct it, or leave it out.`;
      return [diagnose("unknown-network", detail, { resource: instance.address, path: ["accept_from", index] })];
    }),
  );
}
