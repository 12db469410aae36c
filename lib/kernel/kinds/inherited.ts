/**
 * What links keep when the value that they begin with changes. A link begins with the value of `default`. Of IPv4, most
 * settings follow a later change of `default` as well, until the link is settled: its own value was written, it was given an
 * IPv4 address, or it is younger than the first value that was written to `default`. All other settings stay as they began.
 */
import type { Fact, FactOf, Key, Place } from "../fact";
import { hasSetting } from "../ipv6";
import { linkKey, LOOPBACK } from "../key";
import { settingValue, sysctlKey } from "./settings";
import { endAt, onDev, type World } from "../objects";

const OF_DEFAULT = /^net\.ipv([46])\.conf\.default\.([^.]+)$/;

/** The settings of IPv4 that follow nothing. */
const STAYING = new Set([
  "disable_policy",
  "disable_xfrm",
  "drop_unicast_in_l2_multicast",
  "forwarding",
  "promote_secondaries",
  "route_localnet",
]);

const isFollowing = (family: string, setting: string) => family === "4" && !STAYING.has(setting);

/** The settings that links get of their own, each with the value that it has, when this setting is about to be written. */
export function keptValues(world: World, written: FactOf<"sysctl">): readonly FactOf<"sysctl">[] {
  const [, family, setting] = OF_DEFAULT.exec(written.name) ?? [];
  if (family === undefined) return [];
  const kept: FactOf<"sysctl">[] = [];
  for (const { dev, isYounger } of linksBeside(world, written)) {
    if (isFollowing(family, setting!) && !isYounger && !isSettled(world, written, dev)) continue;
    const own = ownOf(written, dev);
    const value = isThere(world, own, dev) ? settingValue(world.facts, own, own.name) : undefined;
    if (value !== undefined && value !== written.value && !world.facts.has(sysctlKey(own, own.name)))
      kept.push(Object.freeze({ ...own, value }));
  }
  return kept;
}

/**
 * The settings of links that may have followed this one: a look at a host shows their values, and not whether they were ever
 * written.
 */
export function perhapsFollowed(world: World, written: FactOf<"sysctl">): readonly Key[] {
  const [, family, setting] = OF_DEFAULT.exec(written.name) ?? [];
  if (family === undefined || !isFollowing(family, setting!)) return [];
  const open = [...linksBeside(world, written)].filter(({ dev }) => !isSettled(world, written, dev));
  return open.map(({ dev }) => sysctlKey(written, ownOf(written, dev).name));
}

/** The setting of a link for the one of `default`. */
function ownOf(written: FactOf<"sysctl">, dev: string): FactOf<"sysctl"> {
  return { ...written, name: written.name.replace(".default.", `.${dev.replaceAll(".", "/")}.`) };
}

/** Whether a link no longer follows any of its settings of IPv4. The loopback link has its address from the start. */
function isSettled(world: World, place: Place, dev: string): boolean {
  if (dev === LOOPBACK || world.settled.has(linkKey(place, dev))) return true;
  return onDev(world, place, dev, "addr").some(({ address }) => !address.includes(":"));
}

function isThere(world: World, own: FactOf<"sysctl">, dev: string): boolean {
  return dev === LOOPBACK || hasSetting(endAt(world, own, dev), own.name);
}

/** All links at the place of a setting; `isYounger`: the setting had been written before the link was made. */
function* linksBeside(world: World, setting: FactOf<"sysctl">): Generator<{ readonly dev: string; readonly isYounger: boolean }> {
  yield { dev: LOOPBACK, isYounger: false };
  let isYounger = false;
  const written = sysctlKey(setting, setting.name);
  for (const [key, fact] of world.facts) {
    isYounger ||= key === written;
    for (const dev of endsAt(fact, setting)) yield { dev, isYounger };
  }
}

function endsAt(fact: Fact, { host, netns }: Place): readonly string[] {
  if (fact.host !== host || (fact.kind !== "link" && fact.kind !== "veth")) return [];
  const near = fact.netns === netns ? [fact.name] : [];
  return fact.kind === "veth" && fact.peerNetns === netns ? [...near, fact.peer] : near;
}
