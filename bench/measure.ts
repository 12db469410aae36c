import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** This build. */
export const NETWEFT = join(__dirname, "../dist/bin/netweft.js");
const USAGE = join(__dirname, "usage.js");

/** One measured run of a program. */
export interface Measured {
  readonly seconds: number;
  /** Processor time of all its threads: less dependent than `seconds` on the load of the machine. */
  readonly cpu: number;
  /** Peak of the resident memory in MiB. */
  readonly mebibytes: number;
  /** Its standard output. */
  readonly output: string;
}

/** Runs the command line interface as a process of its own, and expects the exit code. `program`: that of another build. */
export function netweft(folder: string, args: readonly string[], code = 0, program = NETWEFT): Measured {
  const file = join(folder, ".usage");
  const env = { ...process.env, BENCH_USAGE: file };
  const start = process.hrtime.bigint();
  const run = spawnSync(process.execPath, ["-r", USAGE, program, ...args], { cwd: folder, env, encoding: "utf8", maxBuffer: 2 ** 30 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (run.status !== code) {
    const output = run.stderr.slice(-2000) || run.stdout.slice(-2000);
    throw new Error(`netweft ${args.join(" ")} ended with ${run.status ?? run.signal} instead of ${code}\n${output}`);
  }
  const usage = JSON.parse(readFileSync(file, "utf8")) as NodeJS.ResourceUsage;
  return { seconds, cpu: (usage.userCPUTime + usage.systemCPUTime) / 1e6, mebibytes: usage.maxRSS / 1024, output: run.stdout };
}

/** The run with the median time. */
export function median(times: number, run: () => Measured): Measured {
  const sorted = Array.from({ length: times }, run).sort((a, b) => a.seconds - b.seconds);
  return sorted[Math.floor(times / 2)] as Measured;
}
