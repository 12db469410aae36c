import { UNKNOWN, type Draft, type Value } from "../schema/value";
import { isUnset } from "./draft";

/** What the endpoints of a network may reach on the host when `host_access` is not set: on an internal network DNS only. */
export function hostAccess(draft: Draft): Value {
  if (!isUnset(draft["host_access"])) return draft["host_access"]!;
  return typeof draft["internal"] === "boolean" ? (draft["internal"] ? "dns" : "all") : UNKNOWN;
}
