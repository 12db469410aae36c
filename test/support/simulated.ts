import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Driver } from "../../lib/io";
import type { ProviderConfig, SimulatedConfig } from "../../lib/resources/provider";
import { openSimulated } from "../../providers/simulated";

/** A simulated kernel in a folder of its own. */
export interface SimulatedLab {
  readonly config: ProviderConfig;
  readonly file: string;
  open(options?: Partial<SimulatedConfig>): Promise<Driver>;
  remove(): void;
}

const HOST = { connection: "local", netns: null, address: null, port: null, user: null, identity_file: null, known_hosts: null, underlay: null, underlay_mtu: null } as const;

export function simulatedLab(): SimulatedLab {
  const folder = mkdtempSync(join(tmpdir(), "netweft-simulated-"));
  const file = join(folder, "deep", "simulated.json");
  const config: ProviderConfig = {
    backend: "simulated",
    simulated: { file, latency_ms: 0, faults: [] },
    hosts: { local: HOST, edge1: HOST },
    address_pools: [{ cidr: "10.128.0.0/10", size: 24 }],
    labels: {},
    stack: "lab",
    host_firewall: "observe",
  };
  return {
    config,
    file,
    async open(options = {}) {
      const opened = await openSimulated({ ...config, simulated: { ...config.simulated, ...options } });
      if (!opened.ok) throw new Error(opened.diagnostics[0]!.detail);
      return opened.value;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
