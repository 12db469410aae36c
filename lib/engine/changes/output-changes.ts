import type { OutputValue } from "../../config/types";
import type { Plan } from "../plan";
import { sameValue } from "../replaced";

/** The outputs that differ from the state, by name. */
export function outputChanges(before: ReadonlyMap<string, OutputValue>, after: ReadonlyMap<string, OutputValue>): Plan["outputs"] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const was = before.get(name);
    const is = after.get(name);
    if (was !== undefined && is !== undefined && sameValue(was.value, is.value) && was.sensitive === is.sensitive) return [];
    return [{ name, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) }];
  });
}
