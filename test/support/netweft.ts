import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { doors } from "../../bin/doors";
import { main } from "../../lib/cli/main";
import { version } from "../../package.json";

/** What a run of the command line interface left behind. Paths of its folder are written as `$WORK`. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Lines that are typed when it asks. */
  readonly answers?: readonly string[];
  /** Done when it asks, before it is answered: what happens between a plan and its apply. */
  readonly meanwhile?: () => void;
  /** Gives names instead of random ones, for output that is always the same. */
  readonly uuid?: () => string;
}

/** Runs the command line interface in this process, with all of its real adapters but for the terminal. */
export async function netweft(
  args: readonly string[],
  { cwd, env = {}, answers = [], meanwhile, uuid = doors.clock.uuid }: Surroundings,
): Promise<Ran> {
  const said = { stdout: "", stderr: "" };
  const left = [...answers];
  const terminal = {
    out: (text: string) => void (said.stdout += text),
    raw: (text: string) => void (said.stdout += text),
    err: (text: string) => void (said.stderr += text),
    interactive: false,
    columns: 120,
    flush: () => Promise.resolve({}),
    ask: (question: string) => {
      said.stdout += question;
      meanwhile?.();
      return Promise.resolve(left.shift());
    },
  };
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const code = await main(args, env, { ...doors, terminal, clock: { ...doors.clock, uuid } }, version);
    return { code, stdout: said.stdout.replaceAll(cwd, "$WORK"), stderr: said.stderr.replaceAll(cwd, "$WORK") };
  } finally {
    process.chdir(before);
  }
}

/** Runs it as a process of its own, as built, and tells what signal ended it. */
export function killedBy(args: readonly string[], { cwd, env = {} }: Surroundings): NodeJS.Signals | null {
  const program = join(__dirname, "../../dist/bin/netweft.js");
  return spawnSync(process.execPath, [program, ...args], { cwd, env: { ...process.env, ...env }, stdio: "ignore" }).signal;
}
