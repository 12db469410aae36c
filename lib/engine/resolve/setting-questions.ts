import type { Scope } from "../../ports/backend";
import { ROOT, type Place } from "../../kernel/fact";
import { disableIpv6Of } from "../../kernel/kinds/sysctl";
import { onLoopback } from "../../kernel/sysctls";
import { nested, text, texts } from "../../resources/draft";
import { networkOf, type Registry } from "../../resources/registry";
import type { Draft } from "../../schema/value";
import type { Resolved } from "./resolve";
import { settingsIn } from "./settings";

/** What a plan asks a host about its settings. */
export interface SettingQuestions {
  readonly sysctls: Scope["sysctls"][number][];
  readonly offered: Set<string>;
}

/** Whether a network, or the one that an endpoint is on, has an IPv6 subnet. What is wrong may have anything in its place. */
function hasIpv6(attributes: Draft = {}): boolean {
  const subnets = [attributes, nested(attributes, "network") ?? {}].flatMap((draft): readonly unknown[] => texts(draft, "subnets") ?? []);
  return subnets.some((subnet) => typeof subnet === "string" && subnet.includes(":"));
}

/** Where an instance is to have its first IPv6 address, and by which link. */
function placesOfIpv6(
  { instance, attributes }: Resolved,
  prior: Draft | undefined,
  types: Registry,
): readonly (readonly [Place, string])[] {
  if (!hasIpv6(attributes) || hasIpv6(prior)) return [];
  const [inside, dev] = [nested(attributes, "namespace") ?? {}, text(attributes, "interface")];
  const [host, netns] = [text(inside, "host"), text(inside, "name")];
  if (host !== undefined && netns !== undefined && dev !== undefined) return [[{ host, netns }, dev]];
  const { bridge, hosts = [] } = networkOf(types, { type: instance.type, attributes }) ?? {};
  return bridge === undefined ? [] : hosts.map((on) => [{ host: on, netns: ROOT }, bridge]);
}

/** By host: what new namespaces let do with the settings that are declared, and whether IPv6 is switched off where it is to begin. */
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
  for (const one of resolved) {
    const host = text(one.attributes, "host");
    if (host !== undefined) for (const name of settingsIn(one.attributes)) of(host).offered.add(onLoopback(name));
    for (const [place, dev] of placesOfIpv6(one, prior(one.instance.address), types))
      for (const link of [dev, "default"]) of(place.host).sysctls.push({ netns: place.netns, name: disableIpv6Of(link) });
  }
  return asked;
}
