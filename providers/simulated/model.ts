/** The simulated kernel in memory: per host, its facts in the order of their creation. */
import type { Fact, Key } from "../../lib/kernel/fact";
import { worldOf, type World } from "../../lib/kernel/world";

export interface SimulatedHost {
  /** Counts the runs that changed the host. */
  generation: number;
  readonly facts: Map<Key, Fact>;
  /** Indexes over the same facts for computing side effects; built for the first step. */
  world?: World;
}

export type Hosts = Map<string, SimulatedHost>;

/** The host of this name, initially empty. */
export function hostOf(hosts: Hosts, name: string): SimulatedHost {
  const known = hosts.get(name);
  if (known) return known;
  const host: SimulatedHost = { generation: 0, facts: new Map() };
  hosts.set(name, host);
  return host;
}

export function worldOfHost(host: SimulatedHost): World {
  return (host.world ??= worldOf(host.facts));
}
