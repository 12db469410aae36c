import type { Diagnostic } from "../../diagnostic";
import { isPublished } from "../claims";
import { portsInUse } from "../../reconcile/listeners";
import type { View } from "./view";

/** No program listens on a port to be published. A warning in a plan: the listener may be gone by the apply, which checks again. */
export function portsAreFree({ claims: all, actual }: View): readonly Diagnostic[] {
  const claims = all.filter(isPublished);
  return claims.length === 0 ? [] : portsInUse(claims, actual, "port-in-use");
}
