/** Settings that hosts do not have in namespaces, or do not let be set there: known when the plan is made. */
import { located, type Diagnostic } from "../../diagnostic";
import type { Observation } from "../../ports/backend";
import { settingAt } from "../../kernel/kinds/settings";
import { onLoopback } from "../../kernel/sysctls";
import { refusedBy } from "../../resources/namespace/sysctls";
import { declaredSettings, type Registry } from "../../resources/registry";
import type { Resolved } from "./resolve";

/** Says of each setting of a namespace why its host does not take it. One that has its value already is there. */
export function unsettable(
  all: Iterable<Pick<Resolved, "instance" | "attributes">>,
  observed: ReadonlyMap<string, Observation>,
  types: Registry,
): readonly Diagnostic[] {
  return [...all].flatMap(({ instance, attributes }) => {
    const { host, netns = "", names } = declaredSettings(types, { type: instance.type, attributes }) ?? {};
    const seen = host === undefined ? undefined : observed.get(host);
    if (host === undefined || names === undefined || seen?.offered === undefined) return [];
    return names.flatMap((name) => {
      const isThere = settingAt(seen.facts, { host, netns }, name) !== undefined;
      const access = isThere ? "writable" : seen.offered!.get(onLoopback(name));
      const found = access === undefined ? undefined : refusedBy(host, name, access);
      if (found === undefined) return [];
      return located(found, { resource: instance.address, host, ...(instance.source && { source: instance.source }) });
    });
  });
}
