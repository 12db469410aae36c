import type { Place } from "./fact";
import { settingValue } from "./settings";
import type { LinkEnd, World } from "./world";

/** The smallest MTU that IPv6 works with; below it the kernel takes all of IPv6 from a link. */
export const IPV6_MTU = 1280;

/** Whether IPv6 was switched off on a link, by its own setting or by that of all links. */
export function ipv6Off(world: World, place: Place, dev: string): boolean {
  return settingValue(world.facts, place, `net.ipv6.conf.${dev.replaceAll(".", "/")}.disable_ipv6`) !== "0";
}

/** Whether a link has this setting of its own: one that is too small for IPv6 has none of IPv6. */
export function hasSetting(end: LinkEnd | undefined, name: string): boolean {
  return end !== undefined && (end.mtu >= IPV6_MTU || !name.startsWith("net.ipv6."));
}
