/**
 * The effective value of a kernel setting. A link without a value of its own has that of `default`; what it keeps when that
 * changes is in `inherited.ts`. Some settings propagate: a write to `all` also writes every link and `default`, and overwrites
 * a link's own value.
 */
import { among, at, indexed, type FactLookup, type FactSource } from "../among";
import type { Fact, FactOf, Facts, Key, Place } from "../fact";
import { sysctlDefault } from "../sysctls";

/** Every setting of links but `mtu`, which each link has by itself. */
const OF_LINKS = /^net\.(ipv[46])\.conf\.([^.]+)\.(?!mtu$)([^.]+)$/;

const PROPAGATING = new Set([
  "net.ipv4.conf.all.forwarding",
  "net.ipv6.conf.all.forwarding",
  "net.ipv6.conf.all.disable_ipv6",
  "net.ipv6.conf.all.addr_gen_mode",
  "net.ipv6.conf.all.ignore_routes_with_linkdown",
]);

/** Two names for one setting. */
const FORWARD4 = "net.ipv4.ip_forward";
const FORWARD4_ALL = "net.ipv4.conf.all.forwarding";

/** A write that changes forwarding also writes this one: to 0 where forwarding is on, else to 1. */
const REDIRECTS4 = "net.ipv4.conf.all.accept_redirects";

/** The value of a setting: as set, by this name or through another, or the kernel's default; undefined when neither is known. */
export function settingValue(facts: Facts, place: Place, name: string): string | undefined {
  for (const source of sourcesOf(name)) {
    const set = facts.get(sysctlKey(place, source));
    if (set?.kind === "sysctl") return set.value;
  }
  if (name === REDIRECTS4 && settingValue(facts, place, FORWARD4) !== "0") return "0";
  return sysctlDefault(name);
}

/** Whether a write to this setting overwrites others, which therefore have to be written after it. */
export function isPropagating(name: string): boolean {
  return wideName(name) !== undefined;
}

/** The settings that a write to this one overwrites. */
export function* overwrittenBy(facts: Facts, setting: FactOf<"sysctl">): Generator<Key> {
  const wide = wideName(setting.name);
  if (wide === undefined || (wide === FORWARD4_ALL && settingValue(facts, setting, wide) === setting.value)) return;
  for (const [key, fact] of facts) if (isAt(fact, setting) && fact.name !== setting.name && isOverwritten(fact.name, wide)) yield key;
}

function isOverwritten(name: string, wide: string): boolean {
  return sourcesOf(name).includes(wide) || (wide === FORWARD4_ALL && name === REDIRECTS4);
}

function isAt(fact: Fact, place: Place): fact is FactOf<"sysctl"> {
  return fact.kind === "sysctl" && fact.netns === place.netns && fact.host === place.host;
}

/** The `all` name of a setting that propagates; undefined for all other names. */
function wideName(name: string): string | undefined {
  if (name === FORWARD4) return FORWARD4_ALL;
  return PROPAGATING.has(name) ? name : undefined;
}

/** The names from which a setting takes its value, in order: the first one that was set. */
function sourcesOf(name: string): readonly string[] {
  if (name === FORWARD4) return [FORWARD4, FORWARD4_ALL];
  const [, family, link, setting] = OF_LINKS.exec(name) ?? [];
  if (link === undefined) return [name];
  const all = `net.${family}.conf.all.${setting}`;
  const wide = !PROPAGATING.has(all) ? [] : all === FORWARD4_ALL ? [all, FORWARD4] : [all];
  return link === "all" ? [...new Set([name, ...wide])] : [...new Set([name, `net.${family}.conf.default.${setting}`]), ...wide];
}

/** The key of a setting. */
export function sysctlKey({ host, netns }: Place, name: string): Key {
  return `${host} ${netns} sysctl ${name}`;
}

/** The settings, of all namespaces. */
export function settingsIn(facts: FactSource): readonly FactOf<"sysctl">[] {
  return among(facts, "sysctl");
}

const byNamespace = indexed("sysctl", ({ host, netns }) => `${host} ${netns}`);

/** The settings of one namespace. */
export function settingsOf(facts: FactSource, { host, netns }: Place): readonly FactOf<"sysctl">[] {
  return byNamespace(facts, `${host} ${netns}`);
}

/** A setting by its own name, as far as it was read or declared: neither the defaults nor the settings that it follows count. */
export function settingAt(facts: FactLookup | undefined, place: Place, name: string): FactOf<"sysctl"> | undefined {
  return at(facts, sysctlKey(place, name), "sysctl");
}
