import { spawnSync } from "node:child_process";
import { inLaboratory } from "./laboratory";
import { ratio } from "./table";
import type { Streams } from "./throughput-lab";
import { WAYS } from "./mesh-topology";

export const throughputHead = ["one TCP stream", "Gbit/s", "of the host's"];

/**
 * How much passes between two containers of one bridge network, of an overlay network on two hosts, and of an encrypted one;
 * beside what passes between these two hosts themselves over the underlay, as between containers on their host networks.
 * All in one laboratory, one after the other: only the ratios say anything.
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

/** Of what a program said, the line that says what is wrong. */
function why(said: string): string {
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => line.startsWith("Error: "))?.slice("Error: ".length) ?? lines.at(-1) ?? "it did not work";
}
