/**
 * The system calls behind every file that Netweft reads, writes or locks, as one interface, so that tests can make each of them
 * fail. They are synchronous, because there is nothing else to do meanwhile.
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
  | "rmSync"
  | "readdirSync"
  | "readlinkSync"
  | "realpathSync"
  | "statSync"
>;

/** The file system of this machine. */
export const machineDisk: Disk = fs;

/** Node's error code for a path with a null byte. */
const UNNAMEABLE = "ERR_INVALID_ARG_VALUE";

/** libuv has no name for it. */
const EDQUOT = -122;

/** The operating system's message, without the call and the path that Node adds. */
export function reasonOf(error: unknown): string {
  const { message, errno, code } = error as NodeJS.ErrnoException;
  if (code === UNNAMEABLE) return "no file can have this name";
  if (errno === EDQUOT) return "disk quota exceeded";
  return /^[A-Z0-9]+: (.*?), \w+( '.*)?$/s.exec(message)?.[1] ?? message;
}

/** Whether an error comes from the operating system, or from an impossible file name; any other one is a bug. */
export function isFromSystem(error: unknown): error is NodeJS.ErrnoException {
  const { syscall, code } = error as NodeJS.ErrnoException;
  return syscall !== undefined || code === UNNAMEABLE;
}

/** The result of a call, or undefined if it fails with one of these codes. */
export function unless<T>(codes: string, call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (codes.split(" ").includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** Runs a cleanup whose failure is ignored, because an earlier failure is reported. */
export function attempt(call: () => void): void {
  try {
    call();
  } catch {
    // The failure before it is the one to be reported.
  }
}
