/**
 * The effective value of a kernel setting. Three settings propagate: a write to `all` also writes every link and `default`, and
 * overwrites a link's own value.
 */
import type { Fact, FactOf, Key, Place } from "./fact";
import type { Facts } from "./facts";
import { sysctlDefault } from "./sysctl-defaults";

const SPREADING = /^net\.(ipv[46])\.conf\.([^.]+)\.(forwarding|disable_ipv6)$/;

/** Two names for one setting. */
const FORWARD4 = "net.ipv4.ip_forward";
const FORWARD4_ALL = "net.ipv4.conf.all.forwarding";

/** The value of a setting: as set, by this name or through another, or the kernel's default; undefined when neither is known. */
export function settingValue(facts: Facts, place: Place, name: string): string | undefined {
  for (const source of sourcesOf(name)) {
    const set = facts.get(sysctlKey(place, source));
    if (set?.kind === "sysctl") return set.value;
  }
  return sysctlDefault(name);
}

/** The settings that a write to this one overwrites. */
export function* overwrittenBy(facts: Facts, setting: FactOf<"sysctl">): Generator<Key> {
  const wide = wideName(setting.name);
  if (wide === undefined || (wide === FORWARD4_ALL && settingValue(facts, setting, wide) === setting.value)) return;
  for (const [key, fact] of facts) if (isAt(fact, setting) && fact.name !== setting.name && sourcesOf(fact.name).includes(wide)) yield key;
}

function isAt(fact: Fact, place: Place): fact is FactOf<"sysctl"> {
  return fact.kind === "sysctl" && fact.netns === place.netns && fact.host === place.host;
}

/** The `all` name of a setting that propagates; undefined for all other names. */
function wideName(name: string): string | undefined {
  if (name === FORWARD4) return FORWARD4_ALL;
  return SPREADING.exec(name)?.[2] === "all" ? name : undefined;
}

/** The names from which a setting takes its value, in order: the first one that was set. */
function sourcesOf(name: string): readonly string[] {
  if (name === FORWARD4) return [FORWARD4, FORWARD4_ALL];
  const [, family, link, setting] = SPREADING.exec(name) ?? [];
  if (link === undefined) return [name];
  const all = `net.${family}.conf.all.${setting}`;
  const wide = all === FORWARD4_ALL ? [all, FORWARD4] : [all];
  return link === "all" ? wide : [...new Set([name, `net.${family}.conf.default.${setting}`]), ...wide];
}

function sysctlKey({ host, netns }: Place, name: string): Key {
  return `${host} ${netns} sysctl ${name}`;
}
