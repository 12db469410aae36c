/** What a plan says of a replacement or a deletion, in Terraform's words. */
import type { ResourceChange } from "../engine/plan";
import { currentAddress, deposedKey, parseAddress } from "../engine/state";
import { harmless, type TerminalStyle } from "./look";

/** The part of a title behind the address of an instance that is replaced: `must be replaced`. */
export function replacement({ reason }: ResourceChange, look: TerminalStyle): string {
  const replaced = look.paint("red", "replaced");
  if (reason === "replace_because_tainted") return `is tainted, so must be ${replaced}`;
  if (reason === "replace_by_request") return `will be ${replaced}, as requested`;
  if (reason === "replace_by_triggers") return `will be ${replaced} due to changes in replace_triggered_by`;
  return `must be ${replaced}`;
}

/** Whose action it is; deposed objects have their keys. */
export function subject(address: string): string {
  const key = deposedKey(address);
  return key === undefined ? harmless(address) : `${harmless(currentAddress(address))} (deposed object ${key})`;
}

/** Why an instance is deleted: a line below the title, or none. */
export function deletionReason({ address, reason, movedFrom }: ResourceChange): string {
  const { type = "", name = "", key } = parseAddress(address) ?? {};
  const shown = harmless(JSON.stringify(key ?? null));
  const because = {
    delete_because_no_resource_config: `${type}.${name} is not in configuration`,
    delete_because_no_move_target: `${harmless(movedFrom ?? "")} was moved to ${harmless(address)}, which is not in configuration`,
    delete_because_wrong_repetition: wrongRepetition(key),
    delete_because_count_index: `index [${shown}] is out of range for count`,
    delete_because_each_key: `key [${shown}] is not in for_each map`,
  } as const;
  return reason !== undefined && reason in because ? `  # (because ${because[reason as keyof typeof because]})\n` : "";
}

function wrongRepetition(key: string | number | undefined): string {
  if (key === undefined) return "resource uses count or for_each";
  return `resource does not use ${typeof key === "number" ? "count" : "for_each"}`;
}
