/** What the kernel deletes when a link changes, and the checks that all links have in common. */
import { isIpv6 } from "../../net/ip";
import { isUnicastMac } from "../../net/mac";
import type { Fact, FactOf, Place } from "../fact";
import { IPV6_MTU } from "../ipv6";
import { linkKey, LOOPBACK } from "../key";
import { dependentsOf, endAt, onDev, type World } from "../objects";
import { refused, type Refusal } from "../refusal";

const MIN_MTU = 68;
const MAX_MTU = 65535;

/** Whether a link of another object has the name. */
export function refuseName(world: World, place: Place, name: string, before: Fact | undefined): Refusal | undefined {
  return name === LOOPBACK || (before === undefined && endAt(world, place, name)) ? refused("EEXIST") : undefined;
}

export function refuseMtu(mtu: number): Refusal | undefined {
  if (mtu < MIN_MTU) return refused("EINVAL", "mtu less than device minimum.");
  return mtu > MAX_MTU ? refused("EINVAL", "mtu greater than device maximum.") : undefined;
}

export function refuseMac(mac: string | undefined): Refusal | undefined {
  return mac === undefined || isUnicastMac(mac) ? undefined : refused("EADDRNOTAVAIL");
}

interface LinkState {
  readonly up: boolean;
  readonly mtu: number;
}

/** A link that goes down keeps its IPv4 addresses; below an MTU of 1280 it loses IPv6 with its settings. */
export function followLink(world: World, place: Place, dev: string, now: LinkState, before: LinkState): void {
  if (before.up && !now.up) {
    for (const route of onDev(world, place, dev, "route")) world.drop(route);
    forgetNeighbours(world, place, dev);
    for (const proxy of onDev(world, place, dev, "proxy")) world.drop(proxy);
    takeIpv6(world, place, dev);
  }
  if (before.mtu >= IPV6_MTU && now.mtu < IPV6_MTU) {
    takeIpv6(world, place, dev);
    for (const proxy of onDev(world, place, dev, "proxy")) if (isIpv6(proxy.address)) world.drop(proxy);
    for (const setting of dependentsOf(world, linkKey(place, dev))) if (isSettingOf6(setting)) world.drop(setting);
  }
  for (const fact of dependentsOf(world, linkKey(place, dev))) if (isStackedOn(fact, place, dev)) followParent(world, fact, now, before);
}

function isStackedOn(fact: Fact, { netns }: Place, dev: string): fact is FactOf<"link"> {
  return fact.kind === "link" && fact.parent === dev && fact.parentNetns === netns;
}

/** A smaller mtu of a parent is that of all links on it; a VLAN goes down with its parent, and comes up with it. */
function followParent(world: World, link: FactOf<"link">, now: LinkState, before: LinkState): void {
  const follows = link.type === "vlan" && now.up !== before.up;
  const followed = { ...link, mtu: Math.min(link.mtu, now.mtu), up: follows ? now.up : link.up };
  if (followed.mtu === link.mtu && followed.up === link.up) return;
  world.put(Object.freeze(followed));
  followLink(world, link, link.name, followed, link);
}

function isSettingOf6(fact: Fact): boolean {
  return fact.kind === "sysctl" && fact.name.startsWith("net.ipv6.");
}

export function forgetNeighbours(world: World, place: Place, dev: string): void {
  for (const neigh of onDev(world, place, dev, "neigh")) world.drop(neigh);
}

/** Removes IPv6 from a link. */
export function takeIpv6(world: World, place: Place, dev: string): void {
  for (const fact of [...onDev(world, place, dev, "addr"), ...onDev(world, place, dev, "route"), ...onDev(world, place, dev, "neigh")])
    if (isOf6(fact)) world.drop(fact);
}

/** Whether an address, a route or a neighbour entry is of IPv6. */
export function isOf6(fact: FactOf<"addr"> | FactOf<"route"> | FactOf<"neigh">): boolean {
  return isIpv6(fact.kind === "route" ? fact.destination : fact.address);
}

/** Most objects on a link only need that it is there. */
export function refuseWithoutLink(world: World, place: Place, dev: string): Refusal | undefined {
  return dev === LOOPBACK || endAt(world, place, dev) ? undefined : refused("ENODEV", `Cannot find device "${dev}"`);
}
