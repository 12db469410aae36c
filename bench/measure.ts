import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const NETWEFT = join(__dirname, "../dist/bin/netweft.js");
const PEAK = join(__dirname, "peak.js");

/** One measured run of a program. */
export interface Measured {
  readonly seconds: number;
  /** Peak of the resident memory in MiB; undefined where it was not measured. */
  readonly mebibytes?: number;
}

/** Runs the command line interface as users do, as a process of its own, and expects the exit code. */
export function netweft(folder: string, args: readonly string[], code = 0): Measured {
  const peak = join(folder, ".peak");
  rmSync(peak, { force: true });
  const measured = timed(process.execPath, ["-r", PEAK, NETWEFT, ...args], { cwd: folder, code, env: { BENCH_PEAK: peak } });
  return { ...measured, mebibytes: existsSync(peak) ? Number(readFileSync(peak, "utf8")) / 1024 : undefined };
}

interface Call {
  readonly cwd: string;
  readonly code: number;
  readonly env?: Readonly<Record<string, string>>;
}

function timed(program: string, args: readonly string[], { cwd, code, env }: Call): Measured {
  const start = process.hrtime.bigint();
  const run = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, encoding: "utf8", maxBuffer: 2 ** 30 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (run.status !== code) {
    const said = run.stderr.slice(-2000) || run.stdout.slice(-2000);
    throw new Error(`${args.slice(2).join(" ")} ended with ${run.status ?? run.signal} instead of ${code}\n${said}`);
  }
  return { seconds };
}

/** The middle one of several runs. */
export function median(times: number, run: () => Measured): Measured {
  const sorted = Array.from({ length: times }, run).sort((a, b) => a.seconds - b.seconds);
  return sorted[Math.floor(times / 2)] as Measured;
}
