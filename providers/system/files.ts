import { constants, createReadStream, type Stats } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../lib/diagnostic";
import { utf8Of } from "../../lib/encoding";
import type { Files, WriteOptions } from "../../lib/ports/files";
import { attempt, isFromSystem, machineDisk, reasonOf, unless, type Disk } from "./disk/disk";
import { LONGEST, bytesOf, openFile, piecesOf, tooLong } from "./disk/read";
import { sweep } from "./disk/remnants";
import { replaceFile, targetOf } from "./disk/write";

/** The pause before writing to a full pipe again, in milliseconds. */
const PAUSE = 10;

/** The user's files on a disk. Paths are relative to the process's working directory. */
export function filesOn(disk: Disk): Files {
  return {
    async read(path) {
      const bytes = await reading(path, async () =>
        isHandedOver(disk, path) ? pipedBytes(path) : bytesOf(disk, openFile(disk, path), path),
      );
      return bytes.ok ? utf8Of(bytes.value, path) : bytes;
    },

    async open(path) {
      return reading(path, async () => chunksOf(disk, openFile(disk, path)));
    },

    async list(path) {
      return reading(path, async () => (unless("ENOENT ENOTDIR", () => disk.readdirSync(path)) ?? []).sort());
    },

    async kind(path) {
      try {
        return disk.statSync(path).isDirectory() ? "folder" : "file";
      } catch (error) {
        // Any other error means that the path exists: reading it reports the reason.
        return /^(ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? "") ? undefined : "file";
      }
    },

    stamp: (path) => stampOf(disk, path),

    makeFolder: (path) => changingFolder(path, () => disk.mkdirSync(path, { recursive: true })),

    removeFolder: (path) => changingFolder(path, () => disk.rmSync(path, { recursive: true })),

    write: (path, text, options) => write(disk, path, text, options),
  };
}

const SHARED = { mode: 0o644, exactly: true } as const;

async function write(disk: Disk, path: string, text: string | Iterable<string>, options: WriteOptions = {}): Promise<Result<void>> {
  const { secret = false, program = false, shared = false, isNew = false } = options;
  const pieces = typeof text === "string" ? [text] : text;
  let there: Stats | undefined;
  let isReserved = false;
  try {
    if (isNew) isReserved = reserve(disk, path);
    if (isNew && !isReserved) return fail(existing(path));
    there = unless("ENOENT", () => disk.statSync(path));
    if (there && !there.isFile() && !there.isDirectory()) await writeThrough(disk, path, pieces);
    else replaceFile(disk, path, pieces, secret ? { mode: 0o600 } : program ? { mode: 0o777 } : shared ? SHARED : {});
    attempt(() => sweep(disk, dirname(targetOf(disk, path))));
    return ok(undefined);
  } catch (error) {
    if (isReserved) attempt(() => disk.unlinkSync(path));
    if (!isFromSystem(error)) throw error;
    return fail(unwritten(path, there !== undefined && !isReserved, error));
  }
}

/** Makes an empty file that no other program can have under this name; false if there is one. */
function reserve(disk: Disk, path: string): boolean {
  const fd = unless("EEXIST", () => disk.openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600));
  if (fd !== undefined) disk.closeSync(fd);
  return fd !== undefined;
}

function existing(path: string): Diagnostic {
  return diagnose("file-exists", `${path} exists already, so it was not written. Name another file.`, { file: path });
}

function unwritten(path: string, isThere: boolean, error: NodeJS.ErrnoException): Diagnostic {
  const rest = isThere ? " It is intact, with either its old or its new content." : "";
  // The kernel's own file systems, such as /proc, say of a new file that it does not exist; ENOTDIR is a file in place of a folder.
  const isRefused = error.code === "ENOENT" || error.code === "ENOTDIR";
  const remedy = isRefused
    ? "No file can be made there: name one in another folder."
    : "Free some space, or give this user write permission there.";
  return diagnose("file-unwritable", `${path} cannot be written: ${reasonOf(error)}.${rest} ${remedy}`, { file: path });
}

/** The user's files on this machine. */
export const machineFiles: Files = filesOn(machineDisk);

async function stampOf(disk: Disk, path: string): Promise<string | undefined> {
  const found = unless("ENOENT ENOTDIR EACCES ELOOP", () => disk.statSync(path, { bigint: true }));
  return found && `${found.ino} ${found.ctimeNs}`;
}

async function changingFolder(path: string, change: () => unknown): Promise<Result<void>> {
  try {
    change();
    return ok(undefined);
  } catch (error) {
    if (!isFromSystem(error)) throw error;
    const detail = `The folder ${path} cannot be made or removed: ${reasonOf(error)}. Free some space, or give this user write permission there.`;
    return fail(diagnose("file-unwritable", detail, { file: path }));
  }
}

async function reading<T>(path: string, read: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await read());
  } catch (error) {
    if (!isFromSystem(error)) throw error;
    return fail(diagnose("file-unreadable", `${path} cannot be read: ${reasonOf(error)}.`, { file: path }));
  }
}

async function* chunksOf(disk: Disk, fd: number): AsyncGenerator<Uint8Array> {
  yield* piecesOf(disk, fd);
}

/** Whether the path is a pipe passed by the parent process, as a shell does for `--var-file <(…)`. */
function isHandedOver(disk: Disk, path: string): boolean {
  return /^\/(dev|proc\/self)\/fd\/\d+$|^\/dev\/stdin$/.test(path) && disk.statSync(path).isFIFO();
}

/** Reads a pipe asynchronously, so that signals are handled meanwhile. */
async function pipedBytes(path: string): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of createReadStream(path)) {
    pieces.push(piece as Buffer);
    length += (piece as Buffer).length;
    if (length > LONGEST) throw tooLong(path);
  }
  return Buffer.concat(pieces);
}

/** Pipes and devices cannot be replaced atomically. A pipe without a reader is an error, a full one is retried. */
async function writeThrough(disk: Disk, path: string, text: Iterable<string>): Promise<void> {
  const fd = disk.openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    for (const piece of text) {
      let rest = Buffer.from(piece);
      while (rest.length > 0) {
        const taken = unless("EAGAIN", () => disk.writeSync(fd, rest));
        if (taken === undefined) await sleep(PAUSE);
        else rest = rest.subarray(taken);
      }
    }
  } finally {
    disk.closeSync(fd);
  }
}
