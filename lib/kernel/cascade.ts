/**
 * What the kernel does when it is told to add, change or delete something: the effects that nobody asked for included.
 * Planner and simulator share this one model. It was found by trying, and a test compares it with a real kernel:
 *
 * - A namespace takes everything in it along, and both ends of a veth pair that has one end in it. One that is only
 *   attached under a name of ours loses that name and nothing else.
 * - A link takes its addresses, routes, what holds back its packets and its bridge port along; a bridge frees its ports, which live on.
 * - An IPv4 address takes along the addresses of the same network and prefix length that came after it.
 * - The last IPv4 address of a link takes all IPv4 routes through it along. IPv6 routes stay.
 * - A link that goes down keeps its IPv4 addresses and loses its IPv6 addresses and all routes. Nothing of that comes
 *   back with `up`. The other end of a pair only loses its carrier, which changes none of this.
 * - A bridge forgets what it was told of a port that leaves it; a VXLAN device that was the port keeps its own entries.
 * - A link that goes down, or gets another hardware address, forgets its neighbours, also those that it was told of; a VXLAN
 *   device keeps its entries.
 * - A key belongs to one peer of a WireGuard device: told of another address with it, the device forgets the earlier one.
 * - A name server takes what it answers along, and nothing takes a name server along: it waits for its bridge.
 * - Forwarding of IPv6, switched on for one link or for all, takes the default routes that were learned from a router's
 *   advertisement, but for those on links with `accept_ra = 2`.
 * - With a BGP process go its neighbors and what was learned from them; what of it is somebody else's stays.
 * - With Docker's chains go the rules in them.
 * - An MTU below 1280, or `disable_ipv6`, takes all of IPv6 from a link; the former its IPv6 settings, too.
 * - A table takes everything in it along, a set its elements. A set or chain that a rule or an element leads to stays.
 */
import { networkOf, parseCidr } from "../net/cidr";
import { isIpv6 } from "../net/ip";
import { isAdopted } from "./adopted";
import { refusal } from "./admit";
import type { Fact, FactOf, Key, Kind, Place } from "./fact";
import type { Facts } from "./facts";
import { isHole } from "./hole";
import { linkKey, LOOPBACK } from "./key";
import { IPV6_MTU } from "./ipv6";
import { canChange, keyOf, providesOf, sameFact } from "./kinds";
import { deviceOf } from "./kinds/sysctl";
import { resolved } from "./routing";
import { overwrittenBy, settingValue } from "./settings";
import type { Step } from "./step";
import { carriedAt, dependentsOf, onDev, put, take, worldOf, type World } from "./world";

/** Why the kernel does not do a step, in its own words. The world is as it was. */
export interface Refusal {
  readonly message: string;
}

/** Does one step to the world, with all that follows from it. Each step costs what it touches, however large the world is. */
export function applyStep(world: World, step: Step): Refusal | undefined {
  return step.verb === "del" ? remove(world, step.fact) : establish(world, step);
}

/** Does steps in order, up to the first refusal: which step that was, from 0, and why. */
export function applySteps(world: World, steps: Iterable<Step>): { readonly step: number; readonly refusal: Refusal } | undefined {
  let n = 0;
  for (const step of steps) {
    const refused = applyStep(world, step);
    if (refused) return { step: n, refusal: refused };
    n++;
  }
  return undefined;
}

/**
 * What is left of some facts after these steps; steps that would be refused count as not done. The facts given are not
 * changed.
 *
 * @example
 * cascadeOf(actual, [{ verb: "del", fact: lastAddress }]); // …and the routes over that link are gone, too
 */
export function cascadeOf(facts: Facts, steps: readonly Step[]): Facts {
  if (steps.length === 0) return facts;
  const world = worldOf(new Map(facts));
  for (const step of steps) applyStep(world, step);
  return world.facts;
}

function establish(world: World, step: Step): Refusal | undefined {
  const before = world.facts.get(keyOf(step.fact));
  if (before && sameFact(before, step.fact)) return undefined;
  if (before && !mayReplace(step, before)) return { message: step.verb === "add" ? "File exists" : "Operation not supported" };
  const message = refusal(world, step.fact, before);
  if (message !== undefined) return { message };
  const fact = resolved(world, step.fact);
  if (fact.kind === "sysctl") for (const key of [...overwrittenBy(world.facts, fact)]) take(world, key);
  put(world, fact);
  follow(world, fact, before);
  return undefined;
}

/** What an `add` overwrites as well: settings, ports, keys and peers, for which there is no other word, files, and what FRR is told. */
const OVERWRITTEN: ReadonlySet<Kind> = new Set(["sysctl", "port", "key", "peer", "resolver", "name", "resolv", "bgp", "neighbor"]);

function mayReplace(step: Step, before: Fact): boolean {
  if (step.verb === "add" && !OVERWRITTEN.has(before.kind)) return false;
  return canChange(before, step.fact);
}

/** The consequences of a link's or a setting's new value. */
function follow(world: World, fact: Fact, before: Fact | undefined): void {
  if (fact.kind === "sysctl") return followSysctl(world, fact);
  if (fact.kind === "peer") return followPeer(world, fact);
  if (before === undefined) return;
  if (fact.kind === "link" && before.kind === "link") {
    if (fact.mac !== before.mac) forgetNeighbours(world, fact, fact.name);
    followLink(world, fact, fact.name, fact, before);
  }
  if (fact.kind === "veth" && before.kind === "veth") {
    followLink(world, fact, fact.name, fact, before);
    const far = { host: fact.host, netns: fact.peerNetns };
    followLink(world, far, fact.peer, { up: fact.peerUp, mtu: fact.peerMtu }, { up: before.peerUp, mtu: before.peerMtu });
  }
}

function followPeer(world: World, fact: FactOf<"peer">): void {
  for (const other of onDev(world, fact, fact.dev, "peer"))
    if (other !== fact && other.public === fact.public && !isHole(fact.public)) take(world, keyOf(other));
}

interface LinkState {
  readonly up: boolean;
  readonly mtu: number;
}

function followLink(world: World, place: Place, dev: string, now: LinkState, before: LinkState): void {
  if (before.up && !now.up) {
    for (const route of onDev(world, place, dev, "route")) take(world, keyOf(route));
    forgetNeighbours(world, place, dev);
    takeIpv6(world, place, dev);
  }
  if (before.mtu >= IPV6_MTU && now.mtu < IPV6_MTU) {
    takeIpv6(world, place, dev);
    for (const setting of dependentsOf(world, linkKey(place, dev))) if (isSettingOf6(setting)) take(world, keyOf(setting));
  }
}

function forgetNeighbours(world: World, place: Place, dev: string): void {
  for (const neigh of onDev(world, place, dev, "neigh")) take(world, keyOf(neigh));
}

function followSysctl(world: World, fact: FactOf<"sysctl">): void {
  if (/^net\.ipv6\.conf\.(?!default\.)[^.]+\.forwarding$/.test(fact.name) && fact.value !== "0") return takeLearned(world, fact);
  if (fact.value === "0" || !/^net\.ipv6\.conf\.[^.]+\.disable_ipv6$/.test(fact.name)) return;
  const dev = deviceOf(fact);
  if (dev !== undefined) return takeIpv6(world, fact, dev);
  if (fact.name !== "net.ipv6.conf.all.disable_ipv6") return;
  for (const carried of [...carriedAt(world, fact)]) if (ipv6Of(carried)) take(world, keyOf(carried));
}

function takeLearned(world: World, place: Place): void {
  for (const fact of [...carriedAt(world, place)]) {
    if (fact.kind !== "route" || !fact.learned || !fact.destination.endsWith("/0")) continue;
    const name = `net.ipv6.conf.${fact.dev?.replaceAll(".", "/")}.accept_ra`;
    if (settingValue(world.facts, place, name) !== "2") take(world, keyOf(fact));
  }
}

function takeIpv6(world: World, place: Place, dev: string): void {
  for (const fact of [...onDev(world, place, dev, "addr"), ...onDev(world, place, dev, "route"), ...onDev(world, place, dev, "neigh")])
    if (ipv6Of(fact)) take(world, keyOf(fact));
}

function isSettingOf6(fact: Fact): boolean {
  return fact.kind === "sysctl" && fact.name.startsWith("net.ipv6.");
}

function ipv6Of(fact: FactOf<"addr"> | FactOf<"route"> | FactOf<"neigh">): boolean {
  return isIpv6(fact.kind === "route" ? fact.destination : fact.address);
}

function remove(world: World, fact: Fact): Refusal | undefined {
  const actual = world.facts.get(keyOf(fact));
  if (!actual || actual.kind === "sysctl") return undefined;
  if (actual.kind === "addr") {
    if (fact.kind === "addr" && fact.address === actual.address) removeAddr(world, actual);
  } else if (actual.kind === "netns" && isAdopted(actual)) {
    leave(world, actual);
  } else if ((actual.kind === "set" || actual.kind === "chain") && world.holders.has(keyOf(actual))) {
    return { message: "Device or resource busy" };
  } else if (actual.kind === "policy") {
    removePolicy(world, actual);
  } else {
    removeAll(world, keyOf(actual));
  }
  return undefined;
}

/** What is in another program's namespace lives on there, but is not to be found under our name any more. A pair has its near end. */
function leave(world: World, actual: FactOf<"netns">): void {
  const place = { host: actual.host, netns: actual.name };
  for (const carried of [...carriedAt(world, place)]) take(world, keyOf(carried));
  for (const inside of dependentsOf(world, keyOf(actual))) if (inside.netns === actual.name) removeAll(world, keyOf(inside));
  take(world, keyOf(actual));
}

/** Takes a fact and everything that cannot be without it. */
function removeAll(world: World, key: Key): void {
  const fact = take(world, key);
  if (!fact) return;
  if (fact.kind === "port") forget(world, fact);
  for (const lost of [key, ...providesOf(fact)]) for (const dependent of dependentsOf(world, lost)) removeAll(world, keyOf(dependent));
}

/** A bridge forgets what it was told of a port that leaves it. */
function forget(world: World, port: FactOf<"port">): void {
  for (const fdb of onDev(world, port, port.dev, "fdb")) if (fdb.master) put(world, Object.freeze({ ...fdb, master: false }));
}

function removePolicy(world: World, fact: FactOf<"policy">): void {
  take(world, keyOf(fact));
  for (const rule of [...world.facts.values()]) {
    if (rule.kind === "iptables" && rule.host === fact.host && rule.family === fact.family && rule.chain === "DOCKER-USER")
      take(world, keyOf(rule));
  }
}

function removeAddr(world: World, fact: FactOf<"addr">): void {
  const addrs = onDev(world, fact, fact.dev, "addr");
  take(world, keyOf(fact));
  if (fact.address.includes(":")) return;
  const alike = addrs.filter((other) => sameSubnet(other.address, fact.address));
  if (alike[0] === fact) for (const secondary of alike) take(world, keyOf(secondary));
  const left = onDev(world, fact, fact.dev, "addr").some((other) => !other.address.includes(":"));
  if (left || fact.dev === LOOPBACK) return;
  for (const route of onDev(world, fact, fact.dev, "route")) if (!route.destination.includes(":")) take(world, keyOf(route));
}

function sameSubnet(a: string, b: string): boolean {
  if (a.includes(":")) return false;
  const [first, second] = [parseCidr(a), parseCidr(b)];
  return !!first && !!second && first.prefix === second.prefix && networkOf(first).ip.value === networkOf(second).ip.value;
}

/** Takes away one fact as somebody at a terminal would, a setting included, which is then again what the kernel gave it. */
export function removeByHand(world: World, fact: Fact): Refusal | undefined {
  if (fact.kind !== "sysctl") return remove(world, fact);
  take(world, keyOf(fact));
  return undefined;
}
