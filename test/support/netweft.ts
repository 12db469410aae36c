import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What a run of the command line interface left behind. Paths of its folder are written as `$WORK`. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Lines that are typed when it asks. */
  readonly answers?: readonly string[];
}

export async function netweft(args: readonly string[], { cwd, env, answers = [] }: Surroundings): Promise<Ran> {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, "../../dist/bin/netweft.js"), ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    input: answers.join("\n"),
    encoding: "utf8",
  });
  return { code: status ?? 128, stdout: stdout.replaceAll(cwd, "$WORK"), stderr: stderr.replaceAll(cwd, "$WORK") };
}
