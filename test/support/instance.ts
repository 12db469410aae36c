import type { Instance } from "../../lib/config/types";
import type { Draft } from "../../lib/schema/value";

/** An instance as the configuration language would produce it, for tests of later stages. */
export function instanceOf(type: string, config: Draft, name = "it"): Instance {
  const lifecycle = { createBeforeDestroy: false, preventDestroy: false, ignoreChanges: [], replaceTriggeredBy: [] };
  const block = `${type}.${name}`;
  return { address: block, block, mode: "managed", type, name, provider: "", config, sensitive: [], dependencies: [], lifecycle };
}
