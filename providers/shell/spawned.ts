import { spawn, type ChildProcess } from "node:child_process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ProgramId, Shell } from "../../lib/io";
import { lineSplitter } from "./lines";

/** The command line of each program. They are constants: nothing in them ever comes from data. */
export type Commands = Readonly<Record<ProgramId, readonly string[]>>;

/** No program of ours says more than this on stderr; what comes beyond is dropped. */
const LONGEST_STDERR = 64 * 1024;

/** What a shell answers when the very first program on the way to the host cannot be started, as `sh` itself does. */
const NOT_STARTED = 127;

type Ending = Awaited<ReturnType<Shell["run"]>>;
type Call = Parameters<Shell["run"]>[0];

/** A shell whose programs are started on this machine, with `prefix` in front: what leads to the host. */
export function spawnedShell(prefix: readonly string[], commands: Commands): Shell {
  return {
    run: (call, onLine) => converse([...prefix, ...commands[call.program]], call, onLine),
    /** What still runs on a host runs to its end. */
    close: () => Promise.resolve(),
  };
}

/**
 * Starts a program on this machine, gives it its input and hears it out. It runs in a session of its own, so that a Ctrl-C
 * on the controller's terminal does not reach a host script in the middle of its work. `leave` is
 * what happens to it when nobody wants to hear it any more.
 */
export async function converse(
  command: readonly string[],
  { stdin, signal }: Omit<Call, "program">,
  onLine: (line: string) => void,
  leave: (child: ChildProcess) => void = terminate,
): Promise<Ending> {
  const [file, ...args] = command;
  const child = spawn(file!, args, { detached: true, stdio: ["pipe", "pipe", "pipe"] });
  const abort = () => leave(child);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  try {
    return await conversation(child, stdin, onLine);
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function conversation(child: ChildProcess, stdin: string | Iterable<string>, onLine: (line: string) => void): Promise<Ending> {
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

/** A program that ends before it has read everything closes the pipe; its exit code and its words tell why. */
function feed(child: ChildProcess, stdin: string | Iterable<string>): void {
  const pieces = typeof stdin === "string" ? [stdin] : stdin;
  pipeline(Readable.from(pieces), child.stdin!).catch(() => undefined);
}

/** Asks the program and all that it started to end; its trap then tidies up. */
function terminate(child: ChildProcess): void {
  kill(child, "SIGTERM");
}

/** Ends what runs on this machine at once, and listens no more to those who go on speaking elsewhere. */
export function abandon(child: ChildProcess): void {
  kill(child, "SIGKILL");
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended in the meantime.
  }
}
