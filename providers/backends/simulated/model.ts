/** The simulated kernel in memory: per host, its facts in the order of their creation. */
import type { Fact, Key } from "../../../lib/kernel/fact";
import { keyOf } from "../../../lib/kernel/kinds";
import type { Links } from "../../../lib/kernel/objects";
import type { Armed, WentBack } from "../../../lib/ports/backend";
import type { LastRun } from "../../../lib/reconcile/changed";
import { linksOf, worldOf, type World } from "../../../lib/kernel/world";

export interface SimulatedHost {
  /** Counts the runs that changed the host. */
  generation: number;
  readonly facts: Map<Key, Fact>;
  /** See `World`. */
  readonly settled: Set<Key>;
  /** The change that the host waits to be confirmed, or from which it went back. */
  guard?: Guard;
  /** Indexes over the same facts for computing side effects; built for the first step. */
  world?: World;
  /** The links alone, for observations before the first step. */
  links?: Links;
}

/** The change that a host waits to be confirmed, with the time (in ms since 1970) and the steps of its way back; and the last way back. */
export interface Guard {
  readonly armed?: Omit<Armed, "left"> & { readonly until: number; readonly steps: readonly string[] };
  readonly wentBack?: WentBack;
  /** The run that changed the host last. */
  readonly last?: LastRun;
}

export type SimulatedHosts = Map<string, SimulatedHost>;

/** The host of this name, initially empty. */
export function hostOf(hosts: SimulatedHosts, name: string): SimulatedHost {
  const known = hosts.get(name);
  if (known) return known;
  const host: SimulatedHost = { generation: 0, facts: new Map(), settled: new Set() };
  hosts.set(name, host);
  return host;
}

/** Higher than the generation of any host in a file. */
const IN_MEMORY = 1e9;

/**
 * Hosts with these facts. They are not checked. The keys that a host makes are derived from its generation; with this one they
 * differ from all keys that a state may have.
 */
export function hostsWith(facts: Iterable<Fact>): SimulatedHosts {
  const hosts: SimulatedHosts = new Map();
  for (const fact of facts) {
    const host = hostOf(hosts, fact.host);
    host.generation = IN_MEMORY;
    host.facts.set(keyOf(fact), fact);
  }
  return hosts;
}

export function worldOfHost(host: SimulatedHost): World {
  return (host.world ??= worldOf(host.facts, host.settled));
}

/** Only a world changes the facts of a host, so its links stay as they are until there is one. */
export function linksOfHost(host: SimulatedHost): Links {
  return host.world ?? (host.links ??= linksOf(host.facts));
}
