import { spawnSync } from "node:child_process";
import { inLaboratory } from "./laboratory";
import { ratio } from "./table";
import type { Streams } from "./throughput-lab";
import { WAYS } from "./mesh-topology";

export const throughputHead = ["one TCP stream", "Gbit/s", "of the host's"];

/**
 * Throughput between two containers of one bridge network, of an overlay network on two hosts, and of an encrypted one;
 * beside that between these two hosts themselves over the underlay, as between containers on their host networks.
 * All run in one laboratory in sequence: only the ratios are meaningful.
 */
export function throughput(duration: number, onRow: (row: readonly string[]) => void): void {
  if (duration === 0) return;
  if (spawnSync("iperf3", ["--version"]).status !== 0) return onRow(["iperf3 is not installed"]);
  const streams = inLaboratory<Streams>("throughput-lab.ts", String(duration));
  const host = streams.host;
  for (const way of ["host", ...WAYS] as const) {
    const rate = streams[way];
    if (typeof rate === "string") onRow([`${way}: ${why(rate)}`]);
    else onRow([way, (rate / 1e9).toFixed(2), typeof host === "number" ? ratio(rate / host) : ""]);
  }
}

/** The error line in a program's output. */
function why(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => line.startsWith("Error: "))?.slice("Error: ".length) ?? lines.at(-1) ?? "it did not work";
}
