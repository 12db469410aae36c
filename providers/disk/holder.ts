/**
 * Which process holds a lock or wrote a file, in words that hold for more than this process's own view: a process number
 * says nothing in another pid namespace, on another machine, or after the number was given to another process.
 */
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process. Empty texts where the machine does not say. */
export interface Holder {
  readonly Pid: number;
  readonly Host: string;
  /** The boot of the kernel that runs it. */
  readonly Boot: string;
  /** The pid namespace in which its number counts. */
  readonly PidNamespace: string;
  /** When it was started, in the kernel's ticks since its boot. */
  readonly Started: string;
}

let me: Holder | undefined;

/** This process. */
export function thisProcess(): Holder {
  return (me ??= {
    Pid: process.pid,
    Host: hostname(),
    Boot: said(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    PidNamespace: said(() => /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? ""),
    Started: said(() => statOf("self")?.started ?? ""),
  });
}

/**
 * Whether the process is certain to be gone. It can only be certain of one that this process would see: of the same host, boot
 * and pid namespace.
 */
export function isDead({ Pid, Host, Boot, PidNamespace, Started }: Partial<Holder>): boolean {
  const own = thisProcess();
  const near = Host === own.Host && Boot === own.Boot && Boot !== "" && PidNamespace === own.PidNamespace && PidNamespace !== "";
  if (!near || typeof Pid !== "number" || !(Pid > 0)) return false;
  return !isThere(Pid) || isAnother(Pid, Started);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Whether the number was given to another process since, or is only still there because its parent has not asked how it ended. */
function isAnother(pid: number, started: string | undefined): boolean {
  // Where /proc is that of another pid namespace, its numbers say nothing here.
  if (said(() => readlinkSync("/proc/self")) !== String(process.pid)) return false;
  const stat = statOf(String(pid));
  if (stat === undefined || !started) return false;
  return stat.started !== started || stat.state === "Z" || stat.state === "X";
}

/** What the kernel says of a process, behind its name, which may hold anything: its state, and 19 fields on, when it was started. */
function statOf(pid: string): { readonly state: string; readonly started: string } | undefined {
  const text = said(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  return state && started ? { state, started } : undefined;
}

function said(call: () => string): string {
  try {
    return call();
  } catch {
    return "";
  }
}
