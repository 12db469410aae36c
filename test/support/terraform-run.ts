/** The terraform program, as a child that can be interrupted and always ends. */
import { spawn, type ChildProcess } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/** The result of a run of terraform. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in order, without frames and line breaks. */
  readonly said: string;
}

/** A run in progress. */
export interface Running {
  readonly pid: number;
  readonly done: Promise<Ran>;
  /** Resolves when it has printed this; rejects if it exits before. */
  says(text: string): Promise<void>;
  /** Ctrl-C, for terraform alone. */
  interrupt(): void;
  kill(): void;
}

export interface Where {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** For short runs of a program in Go: a sixth less processor time. */
const SHORT = { GOMAXPROCS: "1", GOGC: "off", GOMEMLIMIT: "500MiB" };

/** Without network access and user settings. */
export const ENV = { CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null", TF_IN_AUTOMATION: "1", TF_INPUT: "0", ...SHORT };

/** The timeout of every run. */
const LONGEST_MS = 120_000;

/** The output so far, and its listeners. */
interface Heard {
  text: string;
  readonly waiting: Set<() => void>;
}

function listen(child: ChildProcess): { readonly heard: Heard; readonly streams: { out: string; err: string } } {
  const heard: Heard = { text: "", waiting: new Set() };
  const streams = { out: "", err: "" };
  for (const name of ["out", "err"] as const)
    child[`std${name}`]!.setEncoding("utf8").on("data", (part: string) => {
      streams[name] += part;
      heard.text += part;
      for (const check of heard.waiting) check();
    });
  return { heard, streams };
}

function says(heard: Heard, text: string, done: Promise<Ran>): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      if (!stripVTControlCharacters(heard.text).includes(text)) return;
      heard.waiting.delete(check);
      resolve();
    };
    heard.waiting.add(check);
    check();
    void done.then(() => reject(new Error(`terraform never printed ${JSON.stringify(text)}:\n${heard.text}`)));
  });
}

/** Starts terraform asynchronously, so that a provider in this process can answer. */
export function startTerraform(args: readonly string[], { cwd, env = {} }: Where): Running {
  const child = spawn("terraform", args, { cwd, env: { ...process.env, ...ENV, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const { heard, streams } = listen(child);
  const late = setTimeout(() => child.kill("SIGKILL"), LONGEST_MS);
  const done = new Promise<Ran>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(late);
      const [stdout, stderr, said] = [streams.out, streams.err, heard.text].map(stripVTControlCharacters) as [string, string, string];
      resolve({ code, stdout, stderr, said: said.replace(/[\s│╷╵]+/g, " ") });
    });
  });
  return {
    pid: child.pid!,
    done,
    says: (text) => says(heard, text, done),
    interrupt: () => void child.kill("SIGINT"),
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Runs terraform; an unexpected exit code fails the test with the output. */
export async function terraform(code: number, args: readonly string[], where: Where): Promise<Ran> {
  const ran = await startTerraform(args, where).done;
  if (ran.code !== code)
    throw new Error(`terraform ${args.join(" ")}: ${ran.code} instead of ${code}\n${(ran.stdout + ran.stderr).slice(-6000)}`);
  return ran;
}
