/**
 * The simulated kernel: all hosts of a configuration in one file, with the side effects, refusals and limits of the real one.
 * It is the default backend, for continuous integration, dry runs and learning; it needs no privileges and touches no
 * kernel.
 */
import { ok, type Result } from "../../../lib/diagnostic";
import type { Capabilities, Backend, Backends, Observation, Outcome, Scope, Stage, Work } from "../../../lib/ports/backend";
import type { ProviderConfig, SimulatedConfig } from "../../../lib/resources/provider";
import { machineDisk, type Disk } from "../../system/disk/disk";
import { simulatedFile } from "./file";
import { follow } from "./follow";
import { arm, disarm, fire } from "./guard";
import type { HostStore } from "./host-store";
import { inMemory } from "./memory";
import { hostOf, hostsWith, type SimulatedHosts } from "./model";
import { observeHost } from "./observe";
import { runHost } from "./run";

export { simSet, simShow, simUnset } from "./manual";

const CAPABILITIES: Capabilities = {
  kernel: "simulated",
  iproute2: "simulated",
  nftables: "simulated",
  features: ["bridge", "ipv4", "ipv6", "netns", "nftables", "port-isolation", "veth", "vxlan", "wireguard"],
};

/** Opens the simulated kernel in `config.simulated.file`. A missing file means empty hosts; the first step creates it. */
export async function openSimulated({ simulated }: ProviderConfig, disk: Disk = machineDisk): Promise<Result<Backend>> {
  return ok(driverOf(simulatedFile(simulated.file, disk), { configOf: () => simulated, capabilitiesOf: () => CAPABILITIES }));
}

/** The properties of single simulated hosts. */
interface Properties {
  readonly configOf: (host: string) => SimulatedConfig;
  readonly capabilitiesOf: (host: string) => Capabilities;
}

function driverOf(store: HostStore, { configOf, capabilitiesOf }: Properties): Backend {
  return {
    identity: async (wanted) => store.identity(wanted),
    capabilities: async (hosts) => new Map(hosts.map((host) => [host, ok(capabilitiesOf(host))])),
    async observe(scopes) {
      await fire(store);
      return observe(store, configOf, scopes);
    },
    async run(work, onStep) {
      await fire(store);
      return run(store, configOf, work, onStep);
    },
    arm: (ways) => arm(store, ways),
    disarm: (hosts) => disarm(store, hosts),
    follow: (_host, following) => follow(store, following),
    close: () => store.settle(),
  };
}

/**
 * Drivers for simulated hosts in memory, one for each of these backends. The hosts have the facts of the stage at first; all
 * drivers share them. No file is read or written.
 */
export function rehearsal({ facts, ...stage }: Stage, backends: readonly string[]): Backends<ProviderConfig> {
  return driversOf(hostsWith(facts), stage, backends);
}

/** Drivers with these names, over the same hosts in memory. */
export function driversOf(
  hosts: SimulatedHosts,
  { lacks, capabilities }: Omit<Stage, "facts">,
  backends: readonly string[],
): Backends<ProviderConfig> {
  const open = async ({ backend, simulated }: ProviderConfig): Promise<Result<Backend>> => {
    const configOf = (host: string) => ({ ...simulated, lacks: [...simulated.lacks, ...(lacks.get(host) ?? [])] });
    const capabilitiesOf = (host: string) => ({ ...CAPABILITIES, ...capabilities.get(host) });
    return ok(driverOf(inMemory(hosts, backend), { configOf, capabilitiesOf }));
  };
  return Object.fromEntries(backends.map((name) => [name, open]));
}

function observe(
  store: HostStore,
  configOf: Properties["configOf"],
  scopes: ReadonlyMap<string, Scope>,
): ReadonlyMap<string, Result<Observation>> {
  const hosts = store.snapshot();
  return new Map(
    [...scopes].map(([name, scope]): [string, Result<Observation>] => [
      name,
      hosts.ok ? ok(observeHost(name, hostOf(hosts.value, name), scope, configOf(name))) : hosts,
    ]),
  );
}

/** Hosts work concurrently; if the store cannot be written, only reported steps were done. */
async function run(
  store: HostStore,
  configOf: Properties["configOf"],
  work: ReadonlyMap<string, Work>,
  onStep: (host: string, done: number) => void,
): Promise<ReadonlyMap<string, Outcome>> {
  const reported = new Map<string, number>();
  const onDone = (host: string) => (done: number) => {
    reported.set(host, done);
    onStep(host, done);
  };
  const outcomes = await store.change((writer) =>
    Promise.all([...work].map(async ([host, each]) => [host, await runHost(writer, host, each, configOf(host), onDone(host))] as const)),
  );
  if (outcomes.ok) return new Map(outcomes.value);
  return new Map(
    [...work.keys()].map((host) => [host, { done: reported.get(host) ?? 0, failed: { diagnostic: outcomes.diagnostics[0]! } }]),
  );
}
