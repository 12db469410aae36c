/** Locks of the kind that Terraform's local backend takes on its state, held by a child process. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { Socket } from "node:net";
import { resolve } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fcntlPrograms, type FcntlProgram } from "./fcntl-programs";

/** The answer to a request for a lock. `busy`: the process that holds it, 0 if it is not known. */
export type FcntlAnswer = { readonly held: true } | { readonly busy: number } | { readonly error: string };

/** A child process with its locks, of this holder alone. They end when it is closed, and when this process ends in whatever way. */
export interface FcntlLocks {
  /** Locks a file; one that does not exist is created. */
  lock(path: string): Promise<FcntlAnswer>;
  /** Releases the lock of a file, by the name under which it was locked. */
  drop(path: string): Promise<void>;
  close(): Promise<void>;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** The first of the programs that runs here; undefined if none does. */
export async function openFcntl(programs: readonly FcntlProgram[] = fcntlPrograms): Promise<FcntlLocks | undefined> {
  for (const program of programs) {
    const running = await runningOf(program);
    if (running !== undefined) return locksOf(running);
  }
  return undefined;
}

/** A child that runs one of the programs. */
interface Running {
  /** The program, and where it was searched. */
  readonly name: string;
  /** Sends a request, and returns the answer; undefined after the child's end. */
  ask(verb: string, path: string): Promise<string | undefined>;
  end(): Promise<void>;
}

/** How long a child without locks waits for the next holder: in a process that runs one command after the other, one child serves all. */
const SPARE_MS = 1000;

let spare: Running | undefined;

function nameOf({ command, args }: FcntlProgram): string {
  return [process.env["PATH"], command, ...args].join("\0");
}

/** The spare one, or one that is started; undefined if the program does not run here. */
async function runningOf(program: FcntlProgram): Promise<Running | undefined> {
  if (spare?.name === nameOf(program)) {
    const taken = spare;
    spare = undefined;
    if (await answers(taken)) return taken;
  }
  const started = run(program);
  return (await answers(started)) ? started : undefined;
}

/** The answer to the release of a lock that is not held: the program runs. */
async function answers(running: Running): Promise<boolean> {
  return (await running.ask("drop", "")) === "ok";
}

async function keep(running: Running): Promise<void> {
  const before = spare;
  spare = running;
  const late = () => {
    if (spare !== running) return;
    spare = undefined;
    void running.end();
  };
  setTimeout(late, SPARE_MS).unref();
  await before?.end();
}

/** A session of its own: Ctrl-C reaches this process only, which then ends in order. It keeps no folder in use. */
function start({ command, args }: FcntlProgram): Child {
  const env = { ...process.env, LC_ALL: "C" };
  return spawn(command, [...args], { stdio: ["pipe", "pipe", "ignore"], detached: true, cwd: "/", env });
}

interface AnswerLines {
  next(): Promise<string | undefined>;
}

/** The answers line by line; undefined after the child's end. */
function answersOf(child: Child): AnswerLines {
  let text = "";
  let over = false;
  const waiting: ((line: string | undefined) => void)[] = [];
  const flush = () => {
    for (let end = text.indexOf("\n"); end >= 0 && waiting.length > 0; end = text.indexOf("\n")) {
      const line = text.slice(0, end);
      text = text.slice(end + 1);
      waiting.shift()!(line);
    }
    while (over && waiting.length > 0) waiting.shift()!(undefined);
  };
  const finish = () => {
    over = true;
    flush();
  };
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    flush();
  });
  child.once("error", finish).once("close", finish);
  child.stdin.on("error", finish);
  return { next: () => new Promise((answered) => (waiting.push(answered), flush())) };
}

/** Where nothing waits for the child it does not keep this process from ending. */
async function whileReferenced<T>(child: Child, work: () => Promise<T>): Promise<T> {
  const parts = [child, ...[child.stdin, child.stdout].filter((stream) => stream instanceof Socket)];
  parts.forEach((part) => part.ref());
  try {
    return await work();
  } finally {
    parts.forEach((part) => part.unref());
  }
}

function run(program: FcntlProgram): Running {
  const child = start(program);
  const answers = answersOf(child);
  const closed = new Promise<void>((ended) => child.once("close", () => ended()).once("error", () => ended()));
  return {
    name: nameOf(program),
    ask: (verb, path) =>
      whileReferenced(child, () => {
        child.stdin.write(`${verb} ${Buffer.from(path).toString("hex")}\n`);
        return answers.next();
      }),
    end: () =>
      whileReferenced(child, () => {
        child.stdin.end();
        return closed;
      }),
  };
}

/** The child is in another folder, and this process may change its own: what is sent is the absolute path at the time of the lock. */
function locksOf(running: Running): FcntlLocks {
  const held = new Map<string, string>();
  let isOpen = true;
  const drop = async (path: string) => {
    await running.ask("drop", held.get(path) ?? "");
    held.delete(path);
  };
  return {
    async lock(path) {
      const absolute = resolve(path);
      held.set(path, absolute);
      return answerOf(await running.ask("lock", absolute));
    },
    drop,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      for (const path of held.keys()) await drop(path);
      await keep(running);
    },
  };
}

function answerOf(line: string | undefined): FcntlAnswer {
  const [, word, rest = ""] = /^(\w+) ?(.*)$/.exec(line ?? "error the program that holds the lock has ended") ?? [];
  if (word === "ok") return { held: true };
  return word === "busy" ? { busy: Number(rest) } : { error: rest };
}
