import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, realpath, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { diagnose, fail, ok, type Result } from "../../lib/diagnostic";
import type { Files } from "../../lib/io";

/** How much is read or written at once, in bytes. */
const PIECE = 1 << 20;

/** The user's files on this machine. Relative paths begin at the process's working directory. */
export const machineFiles: Files = {
  async read(path) {
    try {
      return ok(await readFile(path, "utf8"));
    } catch (error) {
      return unreadable(path, error);
    }
  },

  async open(path) {
    try {
      const file = await open(path);
      if (!(await file.stat()).isDirectory()) return ok(file.createReadStream({ highWaterMark: PIECE }));
      await file.close();
      return unreadable(path, new Error("it is a folder"));
    } catch (error) {
      return unreadable(path, error);
    }
  },

  async list(path) {
    const names = await readdir(path).catch(() => []);
    return names.sort();
  },

  async kind(path) {
    const found = await stat(path).catch(() => undefined);
    return found && (found.isDirectory() ? "folder" : "file");
  },

  async write(path, text, { secret = false, program = false } = {}) {
    try {
      const mode = secret ? 0o600 : program ? 0o777 : undefined;
      await replace(path, typeof text === "string" ? [text] : text, mode);
      return ok(undefined);
    } catch (error) {
      const detail = `${path} cannot be written: ${reason(error)}. Whatever was there before is untouched. Make room, or give this user the right to write there.`;
      return fail(diagnose("file-unwritable", detail, { file: path }));
    }
  },
};

function unreadable(path: string, error: unknown): Result<never> {
  return fail(diagnose("file-unreadable", `${path} cannot be read: ${reason(error)}.`, { file: path }));
}

/** What the operating system says, without the call and the path that Node puts around it. */
function reason(error: unknown): string {
  const { message } = error as Error;
  return /^[A-Z]+: (.*?), \w+( '.*)?$/s.exec(message)?.[1] ?? message;
}

/**
 * The new text goes to a file of its own in the same folder and is on the disk before it takes the old one's name: a
 * crash or a full disk leaves the old text or the new one, whole.
 */
async function replace(path: string, text: Iterable<string>, wanted: number | undefined): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const target = await realpath(path).catch(() => path);
  const before = await stat(target).catch(() => undefined);
  if (before && !before.isFile()) return writeThrough(target, text);
  const fresh = join(dirname(target), `.${basename(target)}.${randomUUID()}.new`);
  try {
    const mode = wanted ?? (before ? before.mode & 0o777 : 0o666);
    await whileOpen(await open(fresh, "wx", mode), async (file) => {
      await writePieces(file, text);
      await file.sync();
    });
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  await whileOpen(await open(dirname(target), "r"), (folder) => folder.sync());
}

/** A pipe or a device has no name to be replaced. */
async function writeThrough(path: string, text: Iterable<string>): Promise<void> {
  await whileOpen(await open(path, "w"), (file) => writePieces(file, text));
}

async function writePieces(file: FileHandle, text: Iterable<string>): Promise<void> {
  let pieces: string[] = [];
  let length = 0;
  for (const piece of text) {
    pieces.push(piece);
    length += piece.length;
    if (length < PIECE) continue;
    await file.writeFile(pieces.join(""));
    pieces = [];
    length = 0;
  }
  await file.writeFile(pieces.join(""));
}

async function whileOpen(file: FileHandle, work: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}
