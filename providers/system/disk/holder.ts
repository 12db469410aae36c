/**
 * Identifies the process that holds a lock or wrote a file beyond this process's own view: a pid alone means nothing in another
 * pid namespace, on another machine, or after it was reused.
 */
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process. Fields are empty if the machine does not provide them. */
export interface LockHolder {
  readonly Pid: number;
  readonly Host: string;
  /** The boot of the kernel that runs it. */
  readonly Boot: string;
  /** The pid namespace of `Pid`. */
  readonly PidNamespace: string;
  /** Its start time, in the kernel's ticks since boot. */
  readonly Started: string;
}

let me: LockHolder | undefined;

/** This process. */
export function thisProcess(): LockHolder {
  return (me ??= {
    Pid: process.pid,
    Host: hostname(),
    Boot: orEmpty(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    PidNamespace: orEmpty(() => /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? ""),
    Started: orEmpty(() => statOf("self")?.started ?? ""),
  });
}

/** Whether it can be determined if the process lives: it is one of the same host, boot and pid namespace. */
export function isNear({ Pid, Host, Boot, PidNamespace }: Partial<LockHolder>): boolean {
  const own = thisProcess();
  const near = Host === own.Host && Boot === own.Boot && Boot !== "" && PidNamespace === own.PidNamespace && PidNamespace !== "";
  return near && typeof Pid === "number" && Pid > 0;
}

/** Whether the process is certain to be gone. Only determinable for processes that are near. */
export function isDead(holder: Partial<LockHolder>): boolean {
  return isNear(holder) && (!isThere(holder.Pid!) || isAnother(holder.Pid!, holder.Started));
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Whether the pid was reused, or the process is a zombie. */
function isAnother(pid: number, started: string | undefined): boolean {
  // A /proc of another pid namespace has other pids.
  if (orEmpty(() => readlinkSync("/proc/self")) !== String(process.pid)) return false;
  const stat = statOf(String(pid));
  if (stat === undefined || !started) return false;
  return stat.started !== started || stat.state === "Z" || stat.state === "X";
}

/** The state and the start time from /proc/PID/stat, behind the name, which may contain anything. */
function statOf(pid: string): { readonly state: string; readonly started: string } | undefined {
  const text = orEmpty(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  return state && started ? { state, started } : undefined;
}

function orEmpty(call: () => string): string {
  try {
    return call();
  } catch {
    return "";
  }
}
