/** Settings that hosts do not have in namespaces, or do not let be set there: known when the plan is made. */
import { located, type Diagnostic } from "../../diagnostic";
import type { Observation } from "../../ports/backend";
import { onLoopback } from "../../kernel/sysctls";
import { nested, text } from "../../resources/draft";
import { refusedBy } from "../../resources/namespace/sysctls";
import type { Resolved } from "./resolve";

/** The settings that an instance has set in its namespace, by the names that every namespace has. */
export function settingsIn(attributes: Resolved["attributes"]): readonly string[] {
  return Object.keys(nested(attributes, "sysctls") ?? {});
}

/** Says of each setting of a namespace why its host does not take it. One that has its value already is there. */
export function unsettable(
  all: Iterable<Pick<Resolved, "instance" | "attributes">>,
  observed: ReadonlyMap<string, Observation>,
): readonly Diagnostic[] {
  return [...all].flatMap(({ instance, attributes }) => {
    const [host, netns] = [text(attributes, "host"), text(attributes, "name")];
    const seen = observed.get(host ?? "");
    if (host === undefined || seen?.offered === undefined) return [];
    return settingsIn(attributes).flatMap((name) => {
      const access = seen.facts.has(`${host} ${netns} sysctl ${name}`) ? "writable" : seen.offered!.get(onLoopback(name));
      const found = access === undefined ? undefined : refusedBy(host, name, access);
      if (found === undefined) return [];
      return located(found, { resource: instance.address, host, ...(instance.source && { source: instance.source }) });
    });
  });
}
