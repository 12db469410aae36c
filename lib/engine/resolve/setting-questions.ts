import type { Scope } from "../../ports/backend";
import { acceptRaOf, disableIpv6Of } from "../../kernel/kinds/sysctl";
import { onLoopback } from "../../kernel/sysctls";
import { attachmentOf, declaredSettings, ipv6Links, type Registry } from "../../resources/registry";
import type { Draft } from "../../schema/value";
import type { Resolved } from "./resolve";

/** What a plan asks a host about its settings. */
export interface SettingQuestions {
  readonly sysctls: Scope["sysctls"][number][];
  readonly offered: Set<string>;
}

/**
 * By host: what new namespaces let do with the settings that are declared, whether IPv6 is switched off where it is to begin, and
 * the settings of interfaces, also of those whose facts are known only with their addresses: the host is not observed again for these.
 */
export function settingQuestions(
  resolved: readonly Resolved[],
  prior: (address: string) => Draft | undefined,
  types: Registry,
): ReadonlyMap<string, SettingQuestions> {
  const asked = new Map<string, SettingQuestions>();
  const of = (host: string) => {
    const found = asked.get(host) ?? { sysctls: [], offered: new Set() };
    asked.set(host, found);
    return found;
  };
  for (const { instance, attributes } of resolved) {
    const [typed, before] = [{ type: instance.type, attributes }, prior(instance.address)];
    const { host, names = [] } = declaredSettings(types, typed) ?? {};
    if (host !== undefined) for (const name of names) of(host).offered.add(onLoopback(name));
    const link = attachmentOf(types, typed)?.link;
    if (link !== undefined) of(link.host).sysctls.push({ netns: link.netns, name: acceptRaOf(link.dev) });
    const isFirst = before === undefined || ipv6Links(types, { type: instance.type, attributes: before }).length === 0;
    for (const { host: on, netns, dev } of isFirst ? ipv6Links(types, typed) : [])
      for (const link of [dev, "default"]) of(on).sysctls.push({ netns, name: disableIpv6Of(link) });
  }
  return asked;
}
