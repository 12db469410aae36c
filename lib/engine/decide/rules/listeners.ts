import type { Diagnostic } from "../../../diagnostic";
import { publishesOf } from "../../claims";
import { portsInUse } from "../../listeners";
import type { View } from "./view";

/** Nobody listens on a port that is to be published. In a plan this is a warning: the listener may be gone by the apply, which looks again. */
export function portsAreFree({ resolved, actual }: View): readonly Diagnostic[] {
  const claims = resolved.flatMap(({ instance, attributes }) =>
    publishesOf({ address: instance.address, type: instance.type, attributes }),
  );
  return claims.length === 0 ? [] : portsInUse(claims, actual, "port-in-use");
}
