import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ENTER = ["--mount", "--net", "--propagation", "private", "--", join(__dirname, "../test/support/lab.sh")];

/** Runs a script of this folder in a laboratory of its own, and returns its JSON output. */
export function inLaboratory<T>(script: string, ...args: readonly string[]): T {
  const program = [process.execPath, ...process.execArgv, join(__dirname, script), ...args];
  const run = spawnSync("unshare", [...ENTER, ...program], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (run.status !== 0) throw new Error(`the laboratory ended with ${run.status ?? run.signal}`);
  return JSON.parse(run.stdout) as T;
}

/** The median. */
export function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
