import { constants, type Stats } from "node:fs";
import { unless, type Disk } from "./disk";

/** The size of one read, in bytes. */
const PIECE = 1 << 20;

/** The maximum size of a text, which must fit into one string. */
export const LONGEST = 1 << 28;

/**
 * Opens a regular file only: opening a pipe without a writer blocks, and a device may have side effects, so the type is checked
 * first, and the file opened without blocking. `flags`: additional flags, such as `O_NOFOLLOW` for predictable names.
 * Throws the operating system's error, or the type of a file that is not regular.
 */
export function openFile(disk: Disk, path: string, flags = constants.O_RDONLY): number {
  demandFile(disk.statSync(path), path);
  const fd = disk.openSync(path, flags | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    demandFile(disk.fstatSync(fd), path);
    return fd;
  } catch (error) {
    disk.closeSync(fd);
    throw error;
  }
}

/** Opens a file with a predictable name: no symbolic link is followed. Undefined if it does not exist. */
export function openOwn(disk: Disk, path: string, flags = constants.O_RDONLY): number | undefined {
  const followed = unless("EINVAL ENOENT ENOTDIR", () => disk.readlinkSync(path));
  if (followed !== undefined) throw notAFile(path, "a symbolic link");
  return unless("ENOENT", () => openFile(disk, path, flags | constants.O_NOFOLLOW));
}

/** Throws unless it is a regular file. */
export function demandFile(found: Stats, path: string): void {
  if (!found.isFile()) throw notAFile(path, whatIs(found));
}

/** The error of a text that is too long. */
export function tooLong(path: string, longest = LONGEST): NodeJS.ErrnoException {
  return Object.assign(new Error(`it is longer than ${longest} bytes`), { code: "EFBIG", syscall: "read", path });
}

function notAFile(path: string, what: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`it is ${what}, not a file`), { code: "ENOTFILE", syscall: "open", path });
}

function whatIs(found: Stats): string {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a named pipe";
  return found.isSocket() ? "a socket" : "a device";
}

/** The bytes of an open file from the current position; closes it. */
export function* piecesOf(disk: Disk, fd: number): Generator<Uint8Array> {
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE);
      const length = disk.readSync(fd, piece, 0, PIECE, null);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    disk.closeSync(fd);
  }
}

/** All bytes of an open file; closes it. `longest`: the maximum in bytes. */
export function bytesOf(disk: Disk, fd: number, path: string, longest = LONGEST): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (const piece of piecesOf(disk, fd)) {
    pieces.push(piece);
    length += piece.length;
    if (length > longest) throw tooLong(path, longest);
  }
  return Buffer.concat(pieces);
}

/** The text of an open file of ours; closes it. */
export function textOf(disk: Disk, fd: number, path: string, longest = LONGEST): string {
  return Buffer.from(bytesOf(disk, fd, path, longest)).toString("utf8");
}
