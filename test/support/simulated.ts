import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Backend, Outcome } from "../../lib/ports/backend";
import { parseLine } from "../../lib/kernel/line";
import type { Step, Verb } from "../../lib/kernel/step";
import type { ProviderConfig, SimulatedConfig } from "../../lib/resources/provider";
import { openSimulated, simShow } from "../../providers/backends/simulated";
import { plainHost } from "./hosts";

/** A simulated kernel in a folder of its own. */
export interface SimulatedLab {
  readonly config: ProviderConfig;
  readonly file: string;
  open(options?: Partial<SimulatedConfig>): Promise<Backend>;
  remove(): void;
}

export function simulatedLab(): SimulatedLab {
  const folder = mkdtempSync(join(tmpdir(), "netweft-simulated-"));
  const file = join(folder, "deep", "simulated.json");
  const config: ProviderConfig = {
    backend: "simulated",
    simulated: { file, latency_ms: 0, faults: [], lacks: [], connections: null },
    hosts: { local: plainHost, edge1: plainHost },
    address_pools: [{ cidr: "10.128.0.0/10", size: 24 }],
    stack: "lab",
    host_firewall: "observe",
    host_forwarding: "keep-closed",
    mark_mask: "0x0f000000",
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

/** The step of a verb and a line: `add local - netns web`. */
export function stepOf(text: string): Step {
  const space = text.indexOf(" ");
  const parsed = parseLine(text.slice(space + 1));
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]!.detail);
  return { verb: text.slice(0, space) as Verb, fact: parsed.value };
}

/** Observes one host, runs the steps, and returns the outcome. */
export async function perform(driver: Backend, steps: readonly string[], host = "local"): Promise<Outcome> {
  const scope = { netns: [], adopt: {}, sysctls: [] };
  const observation = (await driver.observe(new Map([[host, scope]]))).get(host)!;
  if (!observation.ok) throw new Error(observation.diagnostics[0]!.detail);
  const work = { steps: steps.map(stepOf), scope, generation: observation.value.generation };
  return (await driver.run(new Map([[host, work]]), () => {})).get(host)!;
}

/** The lines of a simulated kernel, from a newly opened file. */
export async function linesOn(config: ProviderConfig, host?: string): Promise<readonly string[]> {
  const lines = await simShow(config, host);
  if (!lines.ok) throw new Error(lines.diagnostics[0]!.detail);
  return lines.value;
}

/** Runs steps in a process of its own; returns the exit code and the output. */
export function performElsewhere(
  config: ProviderConfig,
  steps: readonly string[],
  host = "local",
): Promise<{ readonly code: number | null; readonly signal: string | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "simulated-child.ts"), JSON.stringify(config), host, ...steps]);
  const text = { out: "", err: "" };
  child.stdout.on("data", (part: Buffer) => (text.out += part.toString()));
  child.stderr.on("data", (part: Buffer) => (text.err += part.toString()));
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, ...text })));
}
