/**
 * The kernel's effects of adding, changing and deleting objects, including implied side effects. Planner and simulator share
 * this one model. It was found by experiment, and a test compares it with a real kernel:
 *
 * - Deleting a namespace deletes everything in it, and both ends of a veth pair that has one end in it. A foreign namespace
 *   attached under a name of ours loses only that name.
 * - Deleting a link deletes its addresses, routes, qdisc and bridge port; the ports of a deleted bridge are released.
 * - Deleting an IPv4 address deletes its secondary addresses: later ones of the same network and prefix length.
 * - Deleting the last IPv4 address of a link deletes all IPv4 routes through it. IPv6 routes stay.
 * - A link that goes down keeps its IPv4 addresses and loses its IPv6 addresses and all routes. None of them comes back with
 *   `up`. The other end of a pair only loses its carrier, which changes none of this.
 * - A bridge deletes the static FDB entries of a port that leaves it; a VXLAN device that was the port keeps its own.
 * - A link that goes down, or whose MAC address changes, loses its neighbour entries, permanent ones included; a VXLAN device
 *   keeps its FDB entries.
 * - A key belongs to one peer of a WireGuard device: adding it with another address removes the earlier peer.
 * - Deleting a DNS server deletes its records. Nothing deletes a DNS server implicitly: it waits for its bridge.
 * - Switching IPv6 forwarding on, for one link or for all, deletes the default routes learned from router advertisements,
 *   except on links with `accept_ra = 2`, and with 0, where a program has added them.
 * - Deleting a BGP process deletes its neighbors and the routes learned from them; the foreign part stays.
 * - Deleting Docker's chains deletes the rules in them.
 * - An MTU below 1280, or `disable_ipv6`, removes IPv6 from a link; the former also removes its IPv6 settings.
 * - Deleting a table deletes everything in it, a set its elements. A set or chain that is still referenced is not deleted.
 */
import { networkOf, parseCidr } from "../net/cidr";
import { isIpv6 } from "../net/ip";
import { isAdopted } from "./adopted";
import { refusal } from "./admit";
import type { Fact, FactOf, Key, Kind, Place } from "./fact";
import type { Facts } from "./facts";
import { isHole } from "./hole";
import { keptValues, perhapsFollowed } from "./inherited";
import { linkKey, LOOPBACK } from "./key";
import { IPV6_MTU } from "./ipv6";
import { canChange, keyOf, providesOf, sameFact } from "./kinds";
import { acceptRaOf, deviceOf } from "./kinds/sysctl";
import { resolved } from "./routing";
import { overwrittenBy, settingValue } from "./settings";
import type { Step } from "./step";
import { carriedAt, dependentsOf, onDev, put, take, worldOf, type World } from "./world";

/** The kernel's reason for refusing a step. The world is unchanged. */
export interface Refusal {
  readonly message: string;
}

/** Runs one step on the world, with its side effects. The cost depends on the objects touched, not on the size of the world. */
export function applyStep(world: World, step: Step): Refusal | undefined {
  return step.verb === "del" ? remove(world, step.fact) : establish(world, step);
}

/** Runs steps in order, up to the first refusal: the index of that step, from 0, and the reason. */
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
 * The facts after these steps; refused steps are skipped. The input is not changed.
 *
 * @example
 * cascadeOf(actual, [{ verb: "del", fact: lastAddress }]); // …and the routes over that link are gone, too
 */
export function cascadeOf(facts: Facts, steps: readonly Step[]): Facts {
  if (steps.length === 0) return facts;
  const world = worldOf(new Map(facts));
  for (const step of steps) {
    applyStep(world, step);
    if (step.fact.kind === "sysctl") for (const key of perhapsFollowed(world, step.fact)) take(world, key);
  }
  return world.facts;
}

function establish(world: World, step: Step): Refusal | undefined {
  const before = world.facts.get(keyOf(step.fact));
  if (before && sameFact(before, step.fact)) return undefined;
  if (before && !mayReplace(step, before)) return { message: step.verb === "add" ? "File exists" : "Operation not supported" };
  const message = refusal(world, step.fact, before);
  if (message !== undefined) return { message };
  const fact = asKept(world, step.fact);
  const kept = fact.kind === "sysctl" ? keptValues(world, fact) : [];
  if (fact.kind === "sysctl") for (const key of [...overwrittenBy(world.facts, fact)]) take(world, key);
  put(world, fact);
  for (const each of kept) put(world, each);
  follow(world, fact, before);
  return undefined;
}

/** The fact as the kernel keeps it: what is no port of a bridge has no bridge to write an entry to. */
function asKept(world: World, fact: Fact): Fact {
  if (fact.kind !== "fdb" || !fact.master || bridgeOf(world, fact) !== undefined) return resolved(world, fact);
  return Object.freeze({ ...fact, master: false });
}

/** The bridge that a link is a port of. */
function bridgeOf(world: World, { host, netns, dev }: FactOf<"fdb">): string | undefined {
  const port = world.facts.get(`${host} ${netns} port ${dev}`);
  return port?.kind === "port" ? port.bridge : undefined;
}

/** A bridge has one entry for an address, which a later one replaces. */
function followEntry(world: World, fact: FactOf<"fdb">): void {
  const bridge = fact.master ? bridgeOf(world, fact) : undefined;
  if (bridge === undefined) return;
  for (const port of dependentsOf(world, linkKey(fact, bridge)))
    if (port.kind === "port" && port.dev !== fact.dev)
      for (const fdb of onDev(world, port, port.dev, "fdb"))
        if (fdb.master && fdb.mac === fact.mac) put(world, Object.freeze({ ...fdb, master: false }));
}

/** Kinds whose `add` also overwrites: settings, ports, entries of tables, keys and peers, which have no separate verb, files, and FRR configuration. */
const OVERWRITTEN: ReadonlySet<Kind> = new Set([
  "sysctl",
  "port",
  "fdb",
  "neigh",
  "key",
  "peer",
  "resolver",
  "name",
  "resolv",
  "bgp",
  "neighbor",
]);

function mayReplace(step: Step, before: Fact): boolean {
  if (step.verb === "add" && !OVERWRITTEN.has(before.kind)) return false;
  return canChange(before, step.fact);
}

/** Side effects of changing a link or a setting. */
function follow(world: World, fact: Fact, before: Fact | undefined): void {
  if (fact.kind === "sysctl") return followSysctl(world, fact);
  if (fact.kind === "peer") return followPeer(world, fact);
  if (fact.kind === "fdb") return followEntry(world, fact);
  if (before === undefined) return;
  if (fact.kind === "port" && before.kind === "port" && fact.bridge !== before.bridge) forget(world, before);
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
    if (settingValue(world.facts, place, acceptRaOf(fact.dev ?? "")) === "1") take(world, keyOf(fact));
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

/** Facts in another program's namespace continue to exist, but no longer under our name. A veth pair is known by its near end. */
function leave(world: World, actual: FactOf<"netns">): void {
  const place = { host: actual.host, netns: actual.name };
  for (const carried of [...carriedAt(world, place)]) take(world, keyOf(carried));
  for (const inside of dependentsOf(world, keyOf(actual))) if (inside.netns === actual.name) removeAll(world, keyOf(inside));
  take(world, keyOf(actual));
}

/** Deletes a fact and everything that depends on it. */
function removeAll(world: World, key: Key): void {
  const fact = take(world, key);
  if (!fact) return;
  if (fact.kind === "port") forget(world, fact);
  for (const lost of [key, ...providesOf(fact)]) for (const dependent of dependentsOf(world, lost)) removeAll(world, keyOf(dependent));
}

/** A bridge deletes the static FDB entries of a port that leaves it. */
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
  world.settled.add(linkKey(fact, fact.dev));
  for (const route of onDev(world, fact, fact.dev, "route")) if (!route.destination.includes(":")) take(world, keyOf(route));
}

function sameSubnet(a: string, b: string): boolean {
  if (a.includes(":")) return false;
  const [first, second] = [parseCidr(a), parseCidr(b)];
  return !!first && !!second && first.prefix === second.prefix && networkOf(first).ip.value === networkOf(second).ip.value;
}

/** Deletes one fact as a manual change would; a setting returns to the kernel's default. */
export function removeByHand(world: World, fact: Fact): Refusal | undefined {
  if (fact.kind !== "sysctl") return remove(world, fact);
  take(world, keyOf(fact));
  return undefined;
}
