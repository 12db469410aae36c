/**
 * The simulated kernel: all hosts of a configuration in one file, with the side effects, refusals and limits of the real one.
 * It is the default backend, for continuous integration, dry runs and learning; it needs no privileges and touches no
 * kernel.
 */
import { ok, type Result } from "../../lib/diagnostic";
import type { Capabilities, Driver, Observation, Outcome, Scope, Work } from "../../lib/io";
import type { ProviderConfig } from "../../lib/resources/provider";
import { machineDisk, type Disk } from "../disk/disk";
import { simulatedFile, type SimulatedFile } from "./file";
import { hostOf } from "./model";
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
export async function openSimulated(config: ProviderConfig, disk: Disk = machineDisk): Promise<Result<Driver>> {
  const file = simulatedFile(config.simulated.file, disk);
  return ok({
    identity: async (wanted) => file.identity(wanted),
    capabilities: async (hosts) => new Map(hosts.map((host) => [host, ok(CAPABILITIES)])),
    observe: async (scopes) => observe(file, config, scopes),
    run: (work, onStep) => run(file, config, work, onStep),
    close: () => file.settle(),
  });
}

function observe(
  file: SimulatedFile,
  config: ProviderConfig,
  scopes: ReadonlyMap<string, Scope>,
): ReadonlyMap<string, Result<Observation>> {
  const hosts = file.snapshot();
  return new Map(
    [...scopes].map(([name, scope]): [string, Result<Observation>] => [
      name,
      hosts.ok ? ok(observeHost(name, hostOf(hosts.value, name), scope, config.simulated)) : hosts,
    ]),
  );
}

/** Hosts work concurrently; if the file cannot be written, only reported steps were done. */
async function run(
  file: SimulatedFile,
  config: ProviderConfig,
  work: ReadonlyMap<string, Work>,
  onStep: (host: string, done: number) => void,
): Promise<ReadonlyMap<string, Outcome>> {
  const reported = new Map<string, number>();
  const onDone = (host: string) => (done: number) => {
    reported.set(host, done);
    onStep(host, done);
  };
  const outcomes = await file.change((writer) =>
    Promise.all([...work].map(async ([host, each]) => [host, await runHost(writer, host, each, config.simulated, onDone(host))] as const)),
  );
  if (outcomes.ok) return new Map(outcomes.value);
  return new Map(
    [...work.keys()].map((host) => [host, { done: reported.get(host) ?? 0, failed: { diagnostic: outcomes.diagnostics[0]! } }]),
  );
}
