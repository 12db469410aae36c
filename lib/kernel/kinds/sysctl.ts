import { isIpv6 } from "../../net/ip";
import { ROOT, type Fact, type FactOf, type Key, type Place } from "../fact";
import type { FactType } from "../fact-type";
import { hasSetting, ipv6Off } from "../ipv6";
import { LOOPBACK } from "../key";
import { carriedAt, endAt, onDev, type World } from "../objects";
import { accessOf, isHostWide, misfit } from "../sysctls";
import { keptValues, perhapsFollowed } from "./inherited";
import { isOf6, takeIpv6 } from "./link-effects";
import { inside, onLink } from "./needs";
import { port } from "./port";
import { isPropagating, overwrittenBy, settingValue } from "./settings";
import { isWord } from "./words";
import { refused } from "../refusal";
import { degraded, exposure, type Judgement, outage } from "../judgement";

/** Dots separate; a slash stands for a dot inside a part (`net.ipv4.conf.eth0/100.forwarding`). No part can become `..`. */
const NAME = /^[a-z0-9_]+(\.[A-Za-z0-9_][A-Za-z0-9_/:@%-]*)+$/;

/** Settings that let packets in or out when they are on although they are to be off. */
const GUARDS: Readonly<Record<string, string>> = {
  accept_ra: "The link accepts router advertisements, so that others can give it routes.",
  route_localnet: "Others can reach ports that the host opens on 127.0.0.1 only.",
  accept_redirects: "Others can change routes by redirects.",
  accept_source_route: "Others can choose the way of their packets.",
};

/** What it means that the setting does not have this value. */
function settingJudged(name: string, expected: string | undefined): Judgement {
  const last = name.split(".").at(-1)!;
  if (/^(ip_forward|forwarding)$/.test(last))
    return expected === "0" ? exposure("The host forwards packets between its links.") : outage("The host does not forward packets.");
  if (/^proxy_(ndp|arp)$/.test(last) && expected !== "0") return outage("The host does not answer for the addresses behind it.");
  if (last === "route_localnet" && expected !== "0") return outage("Ports that are published on 127.0.0.1 do not reach their endpoints.");
  if (last === "disable_ipv6" && expected === "0") return outage("The link has no IPv6.");
  return expected === "0" && GUARDS[last] !== undefined
    ? exposure(GUARDS[last])
    : degraded("The setting does not have its declared value.");
}

/**
 * A kernel setting: `sysctl net.ipv4.ip_forward = 1`. The kernel always has a value, so it is never deleted. White space
 * between the words of a value is one space.
 */
export const sysctl: FactType<"sysctl"> = {
  kind: "sysctl",
  sample: "local - sysctl net.ipv4.ip_forward = 1",
  layer: "sysctl",
  judge(expected, actual) {
    const { name } = (expected ?? actual)!;
    return settingJudged(name, expected?.value);
  },
  // Settings are read one by one: there are thousands.
  isShown: () => false,
  rank: 1,
  markable: false,
  concernsHost: () => true,
  removable: false,
  overwritable: true,
  identity: (fact) => fact.name,
  normal: (fact) => (/\s/.test(fact.value) ? { ...fact, value: fact.value.trim().split(/\s+/).join(" ") } : fact),
  linkSetting(fact) {
    const dev = deviceOf(fact);
    return dev === undefined ? undefined : { dev, setting: fact.name };
  },
  needs(fact) {
    const dev = deviceOf(fact);
    return dev === undefined ? inside(fact) : onLink(fact, dev);
  },
  staysBehind: true,
  supplemented: () => true,
  // A setting may let a link learn routes from routers.
  acceptsEntries: ({ value }) => value !== "0",
  canChange: () => true,
  // Settings that overwrite others come first, those of single links after the links.
  rankOf(fact) {
    if (deviceOf(fact) !== undefined) return port.rank;
    return isPropagating(fact.name) ? sysctl.rank : sysctl.rank + 0.5;
  },
  // An existing link keeps its learned default route only if this is set before its host starts forwarding.
  precedesSettings: ({ name }) => acceptRaLink(name) !== undefined,
  ask: (scope, { netns, name }) => void scope.sysctls.set(`${netns} ${name}`, { netns, name }),
  // In the words of the program that writes settings on a host.
  admit(world, fact) {
    const dev = deviceOf(fact);
    const access = fact.netns === ROOT && isHostWide(fact.name) ? "writable" : accessOf(fact.name);
    const isThere = dev === undefined || dev === LOOPBACK || hasSetting(endAt(world, fact, dev), fact.name);
    if (!isThere || access === "absent") return { reason: "no-setting", text: "There is no such setting." };
    return access === "read-only" || misfit(fact.name, fact.value) !== undefined
      ? refused("EINVAL", "The kernel refuses this value.")
      : undefined;
  },
  put(world, fact) {
    const kept = keptValues(world, fact);
    const lost = proxiesLostBy(world, fact);
    for (const key of [...overwrittenBy(world.facts, fact)]) world.take(key);
    world.put(fact);
    for (const each of kept) world.put(each);
    followSetting(world, fact);
    for (const proxy of lost) world.drop(proxy);
  },
  uncertainAfter: perhapsFollowed,
  text: (fact) => (fact.value === "" ? `${fact.name} =` : `${fact.name} = ${fact.value}`),
  parse([name, sign, ...value]) {
    if (name === undefined || !isSysctlName(name) || sign !== "=" || !value.every(isWord)) return undefined;
    return { name, value: value.join(" ") };
  },
};

/** Whether the text is the dotted name of a setting; such a name never leads out of `/proc/sys`. */
export function isSysctlName(text: string): boolean {
  return NAME.test(text);
}

const OF_DEVICE = /^net\.(?:ipv4|ipv6|mpls)\.(?:conf|neigh)\.([^.]+)\./;

/** The link that a setting belongs to; undefined for settings of the whole namespace. */
export function deviceOf({ name }: Pick<FactOf<"sysctl">, "name">): string | undefined {
  const dev = OF_DEVICE.exec(name)?.[1];
  return dev === undefined || dev === "all" || dev === "default" ? undefined : dev.replaceAll("/", ".");
}

/** The setting that says whether a link takes routes from routers that advertise themselves. */
export function acceptRaOf(dev: string): string {
  return `net.ipv6.conf.${dev.replaceAll(".", "/")}.accept_ra`;
}

const ACCEPT_RA = /^net\.ipv6\.conf\.([^.]+)\.accept_ra$/;

/** The link of which the setting says so, `default` where it is about links to come; undefined for all other settings. */
export function acceptRaLink(name: string): string | undefined {
  return ACCEPT_RA.exec(name)?.[1]?.replaceAll("/", ".");
}

/** The link of a root namespace that accepts router advertisements even where the host forwards, if the fact is the setting for that. */
export function acceptsAsRouter(fact: Fact): string | undefined {
  return fact.kind === "sysctl" && fact.netns === ROOT && fact.value === "2" ? acceptRaLink(fact.name) : undefined;
}

/** The setting that says whether a link, or `all` or `default` of them, has no IPv6. */
export function disableIpv6Of(dev: string): string {
  return `net.ipv6.conf.${dev.replaceAll(".", "/")}.disable_ipv6`;
}

/** The key of `acceptRaOf`. */
export function acceptRaKey({ host, netns }: Place, dev: string): Key {
  return `${host} ${netns} sysctl ${acceptRaOf(dev)}`;
}

/** The settings that take IPv6 from links that have it. */
const OF_IPV6_OFF = /^net\.ipv6\.conf\.(?!default\.)[^.]+\.disable_ipv6$/;

/** `disable_ipv6` removes IPv6 from links, and forwarding the default routes that were learned. */
function followSetting(world: World, fact: FactOf<"sysctl">): void {
  if (/^net\.ipv6\.conf\.(?!default\.)[^.]+\.forwarding$/.test(fact.name) && fact.value !== "0") return takeLearned(world, fact);
  if (fact.value === "0" || !/^net\.ipv6\.conf\.[^.]+\.disable_ipv6$/.test(fact.name)) return;
  const dev = deviceOf(fact);
  if (dev !== undefined) return takeIpv6(world, fact, dev);
  if (fact.name !== disableIpv6Of("all")) return;
  for (const carried of carriedAt(world, fact)) if (isOf6(carried)) world.drop(carried);
}

/**
 * The proxy neighbour entries of IPv6 on the links that a setting takes IPv6 from. Where IPv6 is off already nothing changes, so
 * those that were added since then stay.
 */
function proxiesLostBy(world: World, fact: FactOf<"sysctl">): readonly FactOf<"proxy">[] {
  if (fact.value === "0" || !OF_IPV6_OFF.test(fact.name)) return [];
  const dev = deviceOf(fact);
  const beside = dev === undefined ? proxiesAt(world, fact) : onDev(world, fact, dev, "proxy");
  return beside.filter((proxy) => isIpv6(proxy.address) && !ipv6Off(world, proxy, proxy.dev));
}

function proxiesAt(world: World, { host, netns }: Place): readonly FactOf<"proxy">[] {
  const all = [...world.facts.values()].filter((fact) => fact.kind === "proxy");
  return all.filter((proxy) => proxy.host === host && proxy.netns === netns);
}

/** Links with `accept_ra = 2` keep them, and so do links with 0, where a program has added them. */
function takeLearned(world: World, place: Place): void {
  for (const fact of carriedAt(world, place)) {
    if (fact.kind !== "route" || !fact.learned || !fact.destination.endsWith("/0")) continue;
    if (settingValue(world.facts, place, acceptRaOf(fact.dev ?? "")) === "1") world.drop(fact);
  }
}
