import type { FactOf, FactType, Key, Place } from "../fact";
import { inside, onLink } from "./needs";
import { isWord } from "./words";

/** Dots separate; a slash stands for a dot inside a part (`net.ipv4.conf.eth0/100.forwarding`). No part can become `..`. */
const NAME = /^[a-z0-9_]+(\.[A-Za-z0-9_][A-Za-z0-9_/:@%-]*)+$/;

/**
 * A kernel setting: `sysctl net.ipv4.ip_forward = 1`. The kernel always has a value, so it is never deleted. White space
 * between the words of a value is one space.
 */
export const sysctl: FactType<"sysctl"> = {
  kind: "sysctl",
  rank: 1,
  markable: false,
  removable: false,
  identity: (fact) => fact.name,
  normal: (fact) => ({ ...fact, value: fact.value.trim().split(/\s+/).join(" ") }),
  needs(fact) {
    const dev = deviceOf(fact);
    return dev === undefined ? inside(fact) : onLink(fact, dev);
  },
  canChange: () => true,
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

/** The setting that says whether a link, or `all` or `default` of them, has no IPv6. */
export function disableIpv6Of(dev: string): string {
  return `net.ipv6.conf.${dev.replaceAll(".", "/")}.disable_ipv6`;
}

/** The key of `acceptRaOf`. */
export function acceptRaKey({ host, netns }: Place, dev: string): Key {
  return `${host} ${netns} sysctl ${acceptRaOf(dev)}`;
}
