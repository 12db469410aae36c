import { adoptionOf, type Inodes } from "../../../lib/kernel/adopted";
import { fact as make, ROOT, type Fact, type FactOf, type Key } from "../../../lib/kernel/fact";
import { hasSetting } from "../../../lib/kernel/ipv6";
import { linkKey, LOOPBACK, netnsKey } from "../../../lib/kernel/key";
import { keyOf } from "../../../lib/kernel/kinds";
import { PROGRAMS, SOUGHT_FOR, type Program } from "../../../lib/kernel/program";
import { acceptRaOf, deviceOf } from "../../../lib/kernel/kinds/sysctl";
import { accessOf } from "../../../lib/kernel/sysctls";
import { partOf } from "../../../lib/kernel/part";
import { settingValue } from "../../../lib/kernel/settings";
import { endAt } from "../../../lib/kernel/world";
import type { Observation, Scope } from "../../../lib/ports/backend";
import type { SimulatedConfig } from "../../../lib/resources/provider";
import { worldOfHost, type SimulatedHost } from "./model";
import { heldBy, inodesOn, setsPath } from "./namespaces";

/** The observation of a host within this scope, identical to that of a real host in the same state. */
export function observeHost(name: string, host: SimulatedHost, scope: Scope, { lacks }: Pick<SimulatedConfig, "lacks">): Observation {
  const visible = new Set([ROOT, ...scope.netns.filter((netns) => host.facts.has(netnsKey(name, netns)))]);
  const held = new Set(scope.qdiscs);
  const facts = new Map<Key, Fact>();
  const inodes = inodesOn(name, host.facts, scope);
  for (const [key, fact] of host.facts) {
    if (!isInScope(fact, scope) || !visible.has(fact.netns) || (fact.kind === "qdisc" && !held.has(fact.netns))) continue;
    if (!isOutOfScope(fact, visible)) facts.set(key, fact.kind === "netns" ? namespaceOf(fact, scope, inodes) : fact);
  }
  for (const wanted of scope.sysctls) {
    const setting = settingOf(name, host, wanted);
    if (setting) facts.set(keyOf(setting), setting);
  }
  if (scope.routers) for (const setting of accepting(name, host)) facts.set(keyOf(setting), setting);
  const programs = PROGRAMS.filter((program) => isSought(program, scope) && !lacks.includes(program));
  return {
    facts,
    unsettled: new Map([...duplicates(name, host, facts), ...connecting(facts)]),
    generation: String(host.generation),
    programs,
    inodes,
    offered: new Map((scope.offered ?? []).map((name) => [name, accessOf(name)])),
  };
}

function isSought(program: Program, scope: Scope): boolean {
  const about = SOUGHT_FOR[program];
  return about === undefined || scope[about] === true;
}

/** Settings are added one by one. */
function isInScope(fact: Fact, scope: Scope): boolean {
  const part = partOf(fact.kind);
  if (part !== undefined && scope[part] !== true) return false;
  if (fact.kind === "resolv") return scope.netns.includes(fact.name);
  if (part === "sockets" || part === "neighbours") return fact.netns === ROOT;
  return fact.kind !== "sysctl";
}

/** A path set by hand is not a namespace of the host, unless the scope asks for its name. */
function isOutOfScope(fact: Fact, visible: ReadonlySet<string>): boolean {
  return fact.kind === "netns" && setsPath(fact) && !visible.has(fact.name);
}

/** A namespace with the adoption that the scope's paths imply. */
function namespaceOf(fact: FactOf<"netns">, { adopt }: Scope, inodes: Inodes): FactOf<"netns"> {
  if (fact.from === undefined && fact.inode === undefined && adopt[fact.name] === undefined) return fact;
  const { from, inode } = adoptionOf(heldBy(fact.host, fact), adopt[fact.name], inodes);
  if (from === fact.from && inode === fact.inode) return fact;
  const body = { name: fact.name, ...(from === undefined ? {} : { from }), ...(inode === undefined ? {} : { inode }) };
  return make("netns", fact, body, fact.mark === undefined ? {} : { mark: fact.mark });
}

/** A setting as the kernel would show it; undefined if it does not exist. */
function settingOf(host: string, simulated: SimulatedHost, { netns, name }: Scope["sysctls"][number]): FactOf<"sysctl"> | undefined {
  const place = { host, netns };
  const dev = deviceOf({ name });
  if (netns !== ROOT && !simulated.facts.has(netnsKey(host, netns))) return undefined;
  if (dev !== undefined && dev !== LOOPBACK && !hasSetting(endAt(worldOfHost(simulated), place, dev), name)) return undefined;
  const value = settingValue(simulated.facts, place, name);
  return value === undefined ? undefined : make("sysctl", place, { name, value });
}

/** The `accept_ra` of the links that accept router advertisements as long as the host does not forward. */
function accepting(host: string, simulated: SimulatedHost): readonly FactOf<"sysctl">[] {
  const valueOf = (setting: string) => settingOf(host, simulated, { netns: ROOT, name: setting });
  const links = [...simulated.facts.values()].flatMap((fact) =>
    (fact.kind === "link" || fact.kind === "veth") && fact.netns === ROOT ? [fact.name] : [],
  );
  return [LOOPBACK, ...links].flatMap((dev) => {
    const accepts = valueOf(acceptRaOf(dev));
    const forwards = valueOf(acceptRaOf(dev).replace(/accept_ra$/, "forwarding"));
    return accepts?.value === "1" && forwards?.value === "0" ? [accepts] : [];
  });
}

/**
 * IPv6 addresses that another link on the same bridge had first. The simulated kernel detects them immediately; a real one
 * takes a second or two.
 */
function duplicates(name: string, host: SimulatedHost, observed: ReadonlyMap<Key, Fact>): Map<Key, "dadfailed"> {
  const failed = new Map<Key, "dadfailed">();
  const holders = new Map<string, FactOf<"addr">[]>();
  for (const fact of host.facts.values()) {
    if (fact.kind !== "addr" || !fact.address.includes(":")) continue;
    const ip = fact.address.slice(0, fact.address.indexOf("/"));
    const others = holders.get(ip);
    if (others === undefined) holders.set(ip, [fact]);
    else {
      const key = keyOf(fact);
      if (observed.has(key) && others.some((other) => sameSegment(name, host, other, fact))) failed.set(key, "dadfailed");
      others.push(fact);
    }
  }
  return failed;
}

/** Neighbors set to down by hand. */
function* connecting(facts: ReadonlyMap<Key, Fact>): Generator<readonly [Key, "connecting"]> {
  for (const [key, fact] of facts) if (fact.kind === "neighbor" && !fact.up && fact.state !== "foreign") yield [key, "connecting"];
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
