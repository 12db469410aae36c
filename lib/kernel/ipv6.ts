import type { Place } from "./fact";
import { settingValue } from "./kinds/settings";
import type { LinkEnd, World } from "./objects";

/** The minimum MTU of IPv6 (RFC 8200); below it the kernel removes IPv6 from a link. */
export const IPV6_MTU = 1280;

/** Whether IPv6 is disabled on a link, by its own setting or by that of `all`. */
export function ipv6Off(world: World, place: Place, dev: string): boolean {
  return settingValue(world.facts, place, `net.ipv6.conf.${dev.replaceAll(".", "/")}.disable_ipv6`) !== "0";
}

/** Whether a link has this per-link setting: a link with an MTU below 1280 has no IPv6 settings. */
export function hasSetting(end: LinkEnd | undefined, name: string): boolean {
  return end !== undefined && (end.mtu >= IPV6_MTU || !name.startsWith("net.ipv6."));
}
