import { adoptionOf } from "../../../lib/kernel/adopted";
import { fact as make, ROOT, type Fact, type FactOf, type Key, type Kind } from "../../../lib/kernel/fact";
import type { AskedScope } from "../../../lib/kernel/fact-type";
import { hasSetting } from "../../../lib/kernel/ipv6";
import { LOOPBACK, netnsKey } from "../../../lib/kernel/key";
import { addressesInUse, isLink, keyOf, typeOf } from "../../../lib/kernel/kinds";
import { segmentOf } from "../../../lib/kernel/kinds/port";
import { isIpvlan } from "../../../lib/kernel/kinds/on-parent";
import { settingValue } from "../../../lib/kernel/kinds/settings";
import { acceptRaOf, deviceOf } from "../../../lib/kernel/kinds/sysctl";
import { endAt } from "../../../lib/kernel/objects";
import { PROGRAMS, SOUGHT_FOR, type Program } from "../../../lib/kernel/program";
import { accessOf } from "../../../lib/kernel/sysctls";
import type { Observation, Scope, Unsettled } from "../../../lib/ports/backend";
import type { SimulatedConfig } from "../../../lib/resources/provider";
import { guardShown } from "./guard";
import { linksOfHost, worldOfHost, type SimulatedHost } from "./model";
import { heldBy, inodesOn, setsPath } from "./namespaces";
import { own } from "../../../lib/net/own";

interface Looking {
  readonly scope: Scope;
  readonly asked: AskedScope;
  readonly inodes: Observation["inodes"];
}

/** The observation of a host within this scope, identical to that of a real host in the same state. */
export function observeHost(
  name: string,
  host: SimulatedHost,
  scope: Scope,
  { lacks, connections }: Pick<SimulatedConfig, "lacks" | "connections">,
): Observation {
  const visible = new Set([ROOT, ...scope.netns.filter((netns) => host.facts.has(netnsKey(name, netns)))]);
  const asked = { netns: new Set(scope.netns), qdiscs: new Set(scope.qdiscs) };
  const inodes = inodesOn(name, host.facts, scope);
  const facts = new Map<Key, Fact>();
  for (const [key, fact] of host.facts) {
    const shown = visible.has(fact.netns) ? shownAs(fact, { scope, asked, inodes }) : elsewhere(fact, scope);
    if (shown !== undefined) facts.set(key, shown);
  }
  for (const wanted of scope.sysctls) {
    const setting = settingOf(name, host, wanted);
    if (setting) facts.set(keyOf(setting), setting);
  }
  if (scope.routers) for (const setting of accepting(name, host)) facts.set(keyOf(setting), setting);
  const programs = PROGRAMS.filter((program) => isSought(program, scope) && !lacks.includes(program));
  return {
    scope,
    facts,
    unsettled: new Map([...duplicates(host, facts), ...unsettled(facts)]),
    generation: String(host.generation),
    programs,
    inodes,
    offered: new Map((scope.offered ?? []).map((name) => [name, accessOf(name)])),
    ...guardShown(host),
    ...(connections?.[name] !== undefined && { path: connections[name] }),
  };
}

function isSought(program: Program, scope: Scope): boolean {
  const about = SOUGHT_FOR[program];
  return about === undefined || scope[about] === true;
}

/** Kinds of which an observation shows something else than their facts. */
const SHOWN: { readonly [K in Kind]?: (fact: FactOf<K>, looking: Looking) => Fact | undefined } = { netns: namespaceOf };

/** The fact as an observation of this scope shows it; undefined when it shows none. */
function shownAs(fact: Fact, looking: Looking): Fact | undefined {
  const type = typeOf(fact);
  if (type.readSet !== undefined && looking.scope[type.readSet] !== true) return undefined;
  if (type.isShown?.(looking.asked, fact) === false) return undefined;
  const shown = SHOWN[fact.kind] as ((fact: Fact, looking: Looking) => Fact | undefined) | undefined;
  return shown === undefined ? fact : shown(fact, looking);
}

/** Interfaces of ours, and ipvlan interfaces, in namespaces that were not asked for, where they are looked for. */
function elsewhere(fact: Fact, { interfaces }: Scope): Fact | undefined {
  if (!interfaces || !isLink(fact)) return undefined;
  const isShown = (fact.mark !== undefined && addressesInUse(fact) !== undefined) || isIpvlan(fact);
  return isShown ? fact : undefined;
}

/**
 * A namespace with the adoption that the scope's paths imply. A path set by hand is not a namespace of the host, unless the
 * scope asks for its name.
 */
function namespaceOf(fact: FactOf<"netns">, { scope: { adopt }, asked, inodes }: Looking): FactOf<"netns"> | undefined {
  if (setsPath(fact) && !asked.netns.has(fact.name)) return undefined;
  if (fact.from === undefined && fact.inode === undefined && own(adopt, fact.name) === undefined) return fact;
  const { from, inode } = adoptionOf(heldBy(fact.host, fact), own(adopt, fact.name), inodes);
  if (from === fact.from && inode === fact.inode) return fact;
  const body = { name: fact.name, ...(from === undefined ? {} : { from }), ...(inode === undefined ? {} : { inode }) };
  return make("netns", fact, body, fact.mark === undefined ? {} : { mark: fact.mark });
}

/** A setting as the kernel would show it; undefined if it does not exist. */
function settingOf(host: string, simulated: SimulatedHost, { netns, name }: Scope["sysctls"][number]): FactOf<"sysctl"> | undefined {
  const place = { host, netns };
  const dev = deviceOf({ name });
  if (netns !== ROOT && !simulated.facts.has(netnsKey(host, netns))) return undefined;
  if (dev !== undefined && dev !== LOOPBACK && !hasSetting(endAt(linksOfHost(simulated), place, dev), name)) return undefined;
  const value = settingValue(simulated.facts, place, name);
  return value === undefined ? undefined : make("sysctl", place, { name, value });
}

/** The `accept_ra` of the links that accept router advertisements as long as the host does not forward. */
function accepting(host: string, simulated: SimulatedHost): readonly FactOf<"sysctl">[] {
  const valueOf = (setting: string) => settingOf(host, simulated, { netns: ROOT, name: setting });
  const links = [...simulated.facts.values()].flatMap((fact) => (isLink(fact) && fact.netns === ROOT ? [fact.name] : []));
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
function duplicates(host: SimulatedHost, observed: ReadonlyMap<Key, Fact>): Map<Key, "dadfailed"> {
  const failed = new Map<Key, "dadfailed">();
  const holders = new Map<string, Fact[]>();
  for (const fact of host.facts.values()) {
    const address = typeOf(fact).detected?.(fact);
    if (address === undefined) continue;
    const others = holders.get(address);
    if (others === undefined) holders.set(address, [fact]);
    else {
      const key = keyOf(fact);
      if (observed.has(key) && others.some((other) => isOneSegment(host, other, fact))) failed.set(key, "dadfailed");
      others.push(fact);
    }
  }
  return failed;
}

/** Facts that say themselves that they are not in use yet, such as neighbors set to down by hand. */
function* unsettled(facts: ReadonlyMap<Key, Fact>): Generator<readonly [Key, Unsettled]> {
  for (const [key, fact] of facts) {
    const state = typeOf(fact).unsettled?.(fact);
    if (state !== undefined) yield [key, state];
  }
}

function isOneSegment(host: SimulatedHost, a: Fact, b: Fact): boolean {
  const segment = segmentAt(host, a);
  return segment !== undefined && segment === segmentAt(host, b);
}

function segmentAt(host: SimulatedHost, fact: Fact): Key | undefined {
  return "dev" in fact && fact.dev !== undefined ? segmentOf(worldOfHost(host), fact, fact.dev) : undefined;
}
