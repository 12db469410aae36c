import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ok, type Result } from "../../lib/diagnostic";
import type { Finished } from "../../lib/ports/processes";
import type { ProgramId, Transport } from "../../lib/ports/transport";
import { lineSplitter } from "./lines";

/** The command line of each program. They are constants: nothing in them ever comes from data. */
export type Commands = Readonly<Record<ProgramId, readonly string[]>>;

/** A transport that also runs programs in the foreground. */
export interface Shell extends Transport {
  /**
   * Runs a command on the host, on this process's own terminal. Its words are constants, or `spelled`. Returns the exit code; if
   * a signal ended it, 128 and the signal's number, or over ssh 255.
   */
  exec(command: readonly string[]): Promise<Result<number>>;
  /** Runs such a command to its end, without a terminal, for at most so many milliseconds. */
  finish(command: readonly string[], within: number): Promise<Result<Finished>>;
}

/** The maximum of stderr that is kept, in characters; our programs print less. */
const LONGEST_STDERR = 64 * 1024;

/** The exit code if the first program of the command cannot be started, as in `sh`. */
const NOT_STARTED = 127;

type ProcessEnding = Awaited<ReturnType<Transport["run"]>>;
type SpawnCall = Parameters<Transport["run"]>[0];

/** A shell whose programs are started on this machine, prefixed with `prefix`, the command that reaches the host. */
export function spawnedShell(prefix: readonly string[], commands: Commands): Shell {
  return {
    run: (call, onLine) => converse([...prefix, ...commands[call.program]], call, onLine, terminate, withoutSsh()),
    exec: async (command) => ok(await attached([...prefix, ...command])),
    finish: async (command, within) => ok(await finished([...prefix, ...command], within)),
    /** Programs that still run on a host are not interrupted. */
    close: () => Promise.resolve(),
  };
}

/** The environment without what sshd says of the session that this process is in: a program on this machine is not reached over it. */
function withoutSsh(): NodeJS.ProcessEnv {
  return { ...process.env, SSH_CONNECTION: undefined };
}

/**
 * Starts a program on this machine, writes its input and reads its output to the end. It runs in a session of its own, so that a
 * Ctrl-C on the controller's terminal does not reach a host script in the middle of its work. `leave` is called when the
 * caller aborts.
 */
export async function converse(
  command: readonly string[],
  { stdin, signal }: Omit<SpawnCall, "program">,
  onLine: (line: string) => void,
  leave: (child: ChildProcess) => void = terminate,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ProcessEnding> {
  const [file, ...args] = command;
  const child = spawn(file!, args, { detached: true, env, stdio: ["pipe", "pipe", "pipe"] });
  const abort = () => leave(child);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  try {
    return await conversation(child, stdin, onLine);
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

/** Starts a program on this machine, and waits for its end for at most so many milliseconds. */
export async function finished(command: readonly string[], within: number): Promise<Finished> {
  const lines: string[] = [];
  const signal = AbortSignal.timeout(Math.ceil(within));
  const { code, stderr } = await converse(command, { stdin: "", signal }, (line) => lines.push(line), abandon);
  return { code, stdout: lines.join("\n"), stderr, ...(signal.aborted && { isLate: true }) };
}

/** Words as digits behind a "w", three octal ones for each byte: no shell on the way can expand anything in them. */
export function spelled(words: readonly string[]): readonly string[] {
  return words.map((word) => `w${[...Buffer.from(word)].map((byte) => byte.toString(8).padStart(3, "0")).join("")}`);
}

/**
 * Runs a program on this process's own terminal, in its foreground, and returns its exit code. Ctrl-C reaches the program, and
 * so do signals that would end this process.
 */
export async function attached(command: readonly string[]): Promise<number> {
  const [file, ...args] = command;
  const child = spawn(file!, args, { stdio: "inherit" });
  const passOn = (signal: NodeJS.Signals) => void (signal === "SIGINT" || child.kill(signal));
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, passOn);
  try {
    return await new Promise((resolve) => {
      child.once("error", () => resolve(NOT_STARTED));
      child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
    });
  } finally {
    for (const signal of signals) process.off(signal, passOn);
  }
}

function conversation(child: ChildProcess, stdin: SpawnCall["stdin"], onLine: (line: string) => void): Promise<ProcessEnding> {
  const lines = lineSplitter(onLine);
  let stderr = "";
  child.stdout!.on("data", (piece: Buffer) => lines.push(piece));
  child.stderr!.setEncoding("utf8").on("data", (piece: string) => {
    if (stderr.length < LONGEST_STDERR) stderr += piece;
  });
  feed(child, stdin);
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: NOT_STARTED, stderr: error.message }));
    child.once("close", (code) => {
      lines.end();
      resolve({ code: code ?? 1, stderr });
    });
  });
}

/** A program that exits before it has read everything closes the pipe; its exit code and stderr give the reason. */
function feed(child: ChildProcess, stdin: SpawnCall["stdin"]): void {
  const pieces = typeof stdin === "string" ? [stdin] : stdin;
  pipeline(Readable.from(pieces), child.stdin!).catch(() => undefined);
}

/** Sends SIGTERM to the program and all its children; its trap then cleans up. */
function terminate(child: ChildProcess): void {
  kill(child, "SIGTERM");
}

/** Kills the local process immediately, and stops reading from programs that continue elsewhere. */
export function abandon(child: ChildProcess): void {
  kill(child, "SIGKILL");
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It exited in the meantime.
  }
}
