import type { Diagnostic } from "../../diagnostic";
import { publishesOf } from "../claims";
import { portsInUse } from "../../reconcile/listeners";
import type { View } from "./view";

/** No program listens on a port to be published. A warning in a plan: the listener may be gone by the apply, which checks again. */
export function portsAreFree({ resolved, actual }: View): readonly Diagnostic[] {
  const claims = resolved.flatMap(({ instance, attributes }) =>
    publishesOf({ address: instance.address, type: instance.type, attributes }),
  );
  return claims.length === 0 ? [] : portsInUse(claims, actual, "port-in-use");
}
