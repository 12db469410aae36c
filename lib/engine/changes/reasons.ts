/** Why a plan replaces or deletes an instance: Terraform's order, where there are several reasons. */
import type { Configuration } from "../../config/types";
import type { ActionReason } from "../plan";
import { addressOfBlock, isDeposed, parseAddress, type AddressParts } from "../state/address";

/** The instances that are replaced without a change of their attributes; each set without regard to the others. */
interface Replaced {
  readonly tainted: Iterable<string>;
  /** By `-replace`. */
  readonly requested: Iterable<string>;
  /** By `replace_triggered_by`. */
  readonly triggered: Iterable<string>;
}

/** The reason of each replacement that attributes do not force. */
export function replaceReasons({ tainted, requested, triggered }: Replaced): ReadonlyMap<string, ActionReason> {
  const because = (addresses: Iterable<string>, reason: ActionReason) => [...addresses].map((address) => [address, reason] as const);
  return new Map([
    ...because(requested, "replace_by_request"),
    ...because(tainted, "replace_because_tainted"),
    ...because(triggered, "replace_by_triggers"),
  ]);
}

/** Why an instance that is no longer declared is deleted. `isMoved`: a `moved` block has renamed it. */
export function deleteReason(
  address: string,
  { blocks, repeated }: Pick<Configuration, "blocks" | "repeated">,
  isMoved: boolean,
): ActionReason | undefined {
  const parts = parseAddress(address);
  if (parts === undefined || isDeposed(address)) return undefined;
  const block = addressOfBlock(parts);
  if (!blocks.includes(block)) return isMoved ? "delete_because_no_move_target" : "delete_because_no_resource_config";
  if (repeated?.get(block) !== repetitionOf(parts)) return "delete_because_wrong_repetition";
  return typeof parts.key === "number" ? "delete_because_count_index" : "delete_because_each_key";
}

/** The repetition that keys of this sort come from. */
function repetitionOf({ key }: AddressParts): "count" | "for_each" | undefined {
  return key === undefined ? undefined : typeof key === "number" ? "count" : "for_each";
}
