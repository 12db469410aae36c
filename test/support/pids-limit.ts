/** Runs the command line interface as a process of its own with a limit on processes and threads. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { until } from "./until";

const PROGRAM = join(__dirname, "../../dist/bin/netweft.js");

/** The pids controller: a hierarchy of its own (cgroup v1), or the unified one (v2). */
function controller(): string {
  const own = "/sys/fs/cgroup/pids";
  if (existsSync(own)) return own;
  const all = "/sys/fs/cgroup";
  if (!readFileSync(`${all}/cgroup.subtree_control`, "utf8").split(/\s/).includes("pids"))
    writeFileSync(`${all}/cgroup.subtree_control`, "+pids");
  return all;
}

/** The exit code and the output; the code is `null` if the process was killed by a signal. */
export async function limitedTo(
  pids: number,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly text: string }> {
  const group = `${controller()}/netweft-${randomUUID()}`;
  mkdirSync(group);
  writeFileSync(`${group}/pids.max`, String(pids));
  try {
    const script = `echo $$ > ${group}/cgroup.procs && exec "$@"`;
    const ran = spawnSync("sh", ["-c", script, "sh", process.execPath, PROGRAM, ...args], {
      cwd,
      env: { ...process.env, ...env },
      encoding: "utf8",
      timeout: 120_000,
    });
    return { code: ran.status, text: ran.stdout + ran.stderr };
  } finally {
    await until(() => readFileSync(`${group}/cgroup.procs`, "utf8") === "", "processes of a run remain");
    rmdirSync(group);
  }
}
