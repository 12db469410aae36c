import type { Place } from "./fact";
import type { World } from "./world";

/** The smallest MTU that IPv6 works with; below it the kernel takes all of IPv6 from a link. */
export const IPV6_MTU = 1280;

/** Whether IPv6 was switched off on a link, by its own setting or by that of all links. */
export function ipv6Off(world: World, place: Place, dev: string): boolean {
  const value = (scope: string) => {
    const fact = world.facts.get(`${place.host} ${place.netns} sysctl net.ipv6.conf.${scope}.disable_ipv6`);
    return fact?.kind === "sysctl" ? fact.value : undefined;
  };
  return (value(dev.replaceAll(".", "/")) ?? value("all") ?? "0") !== "0";
}
