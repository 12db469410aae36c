import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { doors } from "../../bin/doors";
import type { CliEnvironment } from "../../lib/cli/doors";
import { main } from "../../lib/cli/main";
import type { Files } from "../../lib/ports/files";
import { version } from "../../package.json";

/** The result of a run of the command line interface. Paths in its folder are replaced by `$WORK`. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Answers to its prompts. */
  readonly answers?: readonly string[];
  /** Called at a prompt, before it is answered: for changes between a plan and its apply. */
  readonly meanwhile?: () => void;
  /** Returns deterministic names instead of random ones, for reproducible output. */
  readonly uuid?: () => string;
  /** The files of another disk. */
  readonly files?: Files;
  /** Called with what it prints. */
  readonly onOut?: (text: string) => void;
  /** Other parts of its environment. */
  readonly others?: Partial<CliEnvironment>;
}

/** The working folder of this process, and how many runs that go on at the same time share another one. */
const shared = { before: process.cwd(), runs: 0 };

/** Runs the command line interface in this process, with its real environment except the terminal. Runs at the same time have one folder. */
export async function netweft(
  args: readonly string[],
  { cwd, env = {}, answers = [], meanwhile, uuid = doors.clock.uuid, files = doors.files, onOut, others }: Surroundings,
): Promise<Ran> {
  const output = { stdout: "", stderr: "" };
  const left = [...answers];
  const terminal = {
    out(text: string) {
      output.stdout += text;
      onOut?.(text);
    },
    raw: (text: string) => void (output.stdout += text),
    err: (text: string) => void (output.stderr += text),
    interactive: false,
    columns: 120,
    flush: () => Promise.resolve({}),
    ask: (question: string) => {
      output.stdout += question;
      meanwhile?.();
      return Promise.resolve(left.shift());
    },
    askSecret: () => Promise.resolve(left.shift()),
  };
  if (shared.runs++ === 0) shared.before = process.cwd();
  process.chdir(cwd);
  try {
    const code = await main(args, env, { ...doors, files, terminal, clock: { ...doors.clock, uuid }, ...others }, version);
    return { code, stdout: output.stdout.replaceAll(cwd, "$WORK"), stderr: output.stderr.replaceAll(cwd, "$WORK") };
  } finally {
    if (--shared.runs === 0) process.chdir(shared.before);
  }
}

/** Runs it, and fails the test on another exit code. Errors come first in its message, because the end of a long one is cut. */
export async function netweftExits(code: number, args: readonly string[], surroundings: Surroundings): Promise<Ran> {
  const ran = await netweft(args, surroundings);
  if (ran.code !== code) throw new Error(`netweft ${args.join(" ")}: ${ran.code} instead of ${code}\n${ran.stderr}${ran.stdout}`);
  return ran;
}

/** Runs it as a process of its own, as built, and returns the signal that killed it, if any. */
export function killedBy(args: readonly string[], { cwd, env = {} }: Surroundings): NodeJS.Signals | null {
  const program = join(__dirname, "../../dist/bin/netweft.js");
  return spawnSync(process.execPath, [program, ...args], { cwd, env: { ...process.env, ...env }, stdio: "ignore" }).signal;
}
