/** Two builds beside each other: every command runs with both in turn, so that both see the same load of the machine. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NETWEFT, netweft, type Measured } from "./measure";
import { ratio, seconds } from "./table";
import { topology } from "./topology";

export const againstHead = ["two builds", "endpoints", "other", "this", "this / other", "peak memory"];

/** A command of both builds; `code` is the expected exit code. */
type Step = readonly [name: string, args: readonly string[], code: number];

const once: Step = ["--version", ["--version"], 0];
const life: readonly Step[] = [
  ["validate", ["validate"], 0],
  ["plan (create)", ["plan", "--detailed-exitcode"], 2],
  ["apply (create)", ["apply", "--auto-approve"], 0],
  ["plan (no-op)", ["plan", "--detailed-exitcode"], 0],
  ["drift (none)", ["drift", "--detailed-exitcode"], 0],
  ["destroy", ["destroy", "--auto-approve"], 0],
];

/**
 * Medians of the processor time of this build and of another one, whose `dist/bin/netweft.js` is `other`, over `rounds` runs each.
 * A ratio above 1 is slower than the other build.
 */
export function against(other: string, sizes: readonly number[], rounds: number, onRow: (row: readonly string[]) => void): void {
  const programs = [other, NETWEFT];
  compare(
    once,
    0,
    programs.map((program) => repeated(5 * rounds, () => [netweft(tmpdir(), once[1], once[2], program)])),
    onRow,
  );
  for (const endpoints of sizes) {
    const lives: Measured[][][] = [[], []];
    for (let n = 0; n < rounds; n++) programs.forEach((program, build) => lives[build]!.push(lifeOf(program, endpoints)));
    life.forEach((step, n) =>
      compare(
        step,
        endpoints,
        lives.map((runs) => runs.map((run) => run[n]!)),
        onRow,
      ),
    );
  }
}

function repeated(times: number, run: () => readonly Measured[]): readonly Measured[] {
  return Array.from({ length: times }, run).flat();
}

function lifeOf(program: string, endpoints: number): Measured[] {
  const folder = mkdtempSync(join(tmpdir(), "netweft-bench-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), topology(endpoints));
    return life.map(([, args, code]) => netweft(folder, args, code, program));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compare([name]: Step, endpoints: number, runs: readonly (readonly Measured[])[], onRow: (row: readonly string[]) => void): void {
  const [before, now] = runs.map((all) => [...all].sort((a, b) => a.cpu - b.cpu)[Math.floor(all.length / 2)]!) as [Measured, Measured];
  const memory = ratio(now.mebibytes / before.mebibytes);
  onRow([name, endpoints === 0 ? "" : String(endpoints), seconds(before.cpu), seconds(now.cpu), ratio(now.cpu / before.cpu), memory]);
}
