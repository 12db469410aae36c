/** Which part of the foreign BGP configuration of a host excludes a part of ours. */
import { at, type FactLookup } from "../among";
import type { Fact, FactOf } from "../fact";
import { bgpAt } from "./bgp";
import { neighborKey } from "./neighbor";

/** Our part, and the foreign one that excludes it: a process with another AS number or router id, or a neighbor with the same address. */
export type BgpConflict =
  | { readonly what: "asn" | "router-id"; readonly wanted: FactOf<"bgp">; readonly there: FactOf<"bgp"> }
  | { readonly what: "neighbor"; readonly wanted: FactOf<"neighbor">; readonly there: FactOf<"neighbor"> };

/** What excludes a wanted fact on its host; undefined where nothing does, and for facts that are no part of BGP. */
export function bgpConflict(wanted: Fact, host: FactLookup): BgpConflict | undefined {
  if (wanted.kind === "bgp") return conflictOfProcess(wanted, host);
  return wanted.kind === "neighbor" ? conflictOfNeighbor(wanted, host) : undefined;
}

/** A host has one process. A foreign one is joined if its AS number is ours; its router id matters until we have joined. */
function conflictOfProcess(wanted: FactOf<"bgp">, host: FactLookup): BgpConflict | undefined {
  const there = bgpAt(host, wanted, "foreign");
  if (there === undefined) return undefined;
  if (there.asn !== wanted.asn) return { what: "asn", wanted, there };
  const isJoined = there.routerId === wanted.routerId || bgpAt(host, wanted) !== undefined;
  return isJoined ? undefined : { what: "router-id", wanted, there };
}

function conflictOfNeighbor(wanted: FactOf<"neighbor">, host: FactLookup): BgpConflict | undefined {
  const there = at(host, neighborKey(wanted, wanted.address, "foreign"), "neighbor");
  return there && { what: "neighbor", wanted, there };
}
