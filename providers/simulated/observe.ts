import { fact as make, ROOT, type Fact, type FactOf, type Key } from "../../lib/kernel/fact";
import { hasSetting } from "../../lib/kernel/ipv6";
import { linkKey, LOOPBACK, netnsKey } from "../../lib/kernel/key";
import { keyOf } from "../../lib/kernel/kinds";
import { deviceOf } from "../../lib/kernel/kinds/sysctl";
import { settingValue } from "../../lib/kernel/settings";
import { endAt } from "../../lib/kernel/world";
import type { Observation, Scope } from "../../lib/io";
import { worldOfHost, type SimulatedHost } from "./model";

/** What a look at the host within this scope shows: the same that a real host would answer. */
export function observeHost(name: string, host: SimulatedHost, scope: Scope): Observation {
  const visible = new Set([ROOT, ...scope.netns.filter((netns) => host.facts.has(netnsKey(name, netns)))]);
  const facts = new Map<Key, Fact>();
  for (const [key, fact] of host.facts) if (isShown(fact, scope) && visible.has(fact.netns)) facts.set(key, fact);
  for (const wanted of scope.sysctls) {
    const setting = settingOf(name, host, wanted);
    if (setting) facts.set(keyOf(setting), setting);
  }
  return { facts, unsettled: duplicates(name, host, facts), generation: String(host.generation) };
}

function isShown({ kind, netns }: Fact, { sockets, policies }: Scope): boolean {
  if (kind === "socket") return sockets === true && netns === ROOT;
  if (kind === "policy" || kind === "iptables") return policies === true;
  return kind !== "sysctl";
}

/** A setting as the kernel would show it; undefined where there is no such setting. */
function settingOf(host: string, simulated: SimulatedHost, { netns, name }: Scope["sysctls"][number]): FactOf<"sysctl"> | undefined {
  const place = { host, netns };
  const dev = deviceOf({ name });
  if (netns !== ROOT && !simulated.facts.has(netnsKey(host, netns))) return undefined;
  if (dev !== undefined && dev !== LOOPBACK && !hasSetting(endAt(worldOfHost(simulated), place, dev), name)) return undefined;
  const value = settingValue(simulated.facts, place, name);
  return value === undefined ? undefined : make("sysctl", place, { name, value });
}

/**
 * IPv6 addresses that another link on the same bridge had first. The simulated kernel finds them at once; on a real one
 * it takes a second or two.
 */
function duplicates(name: string, host: SimulatedHost, seen: ReadonlyMap<Key, Fact>): Map<Key, "dadfailed"> {
  const failed = new Map<Key, "dadfailed">();
  const holders = new Map<string, FactOf<"addr">[]>();
  for (const fact of host.facts.values()) {
    if (fact.kind !== "addr" || !fact.address.includes(":")) continue;
    const ip = fact.address.slice(0, fact.address.indexOf("/"));
    const others = holders.get(ip);
    if (others === undefined) holders.set(ip, [fact]);
    else {
      const key = keyOf(fact);
      if (seen.has(key) && others.some((other) => sameSegment(name, host, other, fact))) failed.set(key, "dadfailed");
      others.push(fact);
    }
  }
  return failed;
}

function sameSegment(name: string, host: SimulatedHost, a: FactOf<"addr">, b: FactOf<"addr">): boolean {
  const bridge = bridgeOf(name, host, a);
  return bridge !== undefined && bridge === bridgeOf(name, host, b);
}

/** The key of the bridge that the link of an address is on, or is. */
function bridgeOf(name: string, host: SimulatedHost, { netns, dev }: FactOf<"addr">): Key | undefined {
  const end = endAt(worldOfHost(host), { host: name, netns }, dev)?.fact;
  if (end?.kind === "link" && end.type === "bridge") return linkKey(end, end.name);
  const port = end && host.facts.get(`${name} ${end.netns} port ${end.name}`);
  return port?.kind === "port" ? linkKey(port, port.bridge) : undefined;
}
