/**
 * The calls of the operating system behind every file that Netweft reads, writes or locks, as one interface: what a disk can
 * refuse, it can refuse at each of them. They are synchronous, for between two of them there is nothing else to do.
 */
import * as fs from "node:fs";

export type Disk = Pick<
  typeof fs,
  | "openSync"
  | "closeSync"
  | "fstatSync"
  | "readSync"
  | "writeSync"
  | "fsyncSync"
  | "fchmodSync"
  | "ftruncateSync"
  | "futimesSync"
  | "linkSync"
  | "renameSync"
  | "unlinkSync"
  | "mkdirSync"
  | "readdirSync"
  | "readlinkSync"
  | "realpathSync"
  | "statSync"
>;

/** The disks of this machine. */
export const machineDisk: Disk = fs;

/** What Node calls a path with a null byte. */
const UNNAMEABLE = "ERR_INVALID_ARG_VALUE";

/** libuv has no name for it. */
const EDQUOT = -122;

/** What the operating system says, without the call and the path that Node puts around it. */
export function reasonOf(error: unknown): string {
  const { message, errno, code } = error as NodeJS.ErrnoException;
  if (code === UNNAMEABLE) return "no file can have this name";
  if (errno === EDQUOT) return "disk quota exceeded";
  return /^[A-Z0-9]+: (.*?), \w+( '.*)?$/s.exec(message)?.[1] ?? message;
}

/** Whether an error comes from the operating system, or from a name that it cannot have; any other one is a bug. */
export function isFromSystem(error: unknown): error is NodeJS.ErrnoException {
  const { syscall, code } = error as NodeJS.ErrnoException;
  return syscall !== undefined || code === UNNAMEABLE;
}

/** What a call answers, or undefined when it fails with one of these codes. */
export function unless<T>(codes: string, call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (codes.split(" ").includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** Does something that may fail: a clean-up behind a failure that is reported. */
export function attempt(call: () => void): void {
  try {
    call();
  } catch {
    // The failure before it is the one to be reported.
  }
}
