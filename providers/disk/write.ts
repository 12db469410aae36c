/** The one way in which a file is written: all of it, or it is as it was before. */
import { constants } from "node:fs";
import { dirname, resolve } from "node:path";
import { attempt, unless, type Disk } from "./disk";
import { demandFile } from "./read";
import { freshName } from "./remnants";

/** How much is written at once, in characters. */
const PIECE = 1 << 20;

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** The longest chain of symbolic links that Linux follows. */
const MOST_LINKS = 40;

export interface Manner {
  /** The rights of a new file, within what the user's umask leaves; without them a file keeps those that it had. */
  readonly mode?: number;
}

/**
 * Puts a text in the place of a file. It is written to a new file beside it, is on the disk before it takes the old one's name,
 * and the name is on the disk before this returns. A symbolic link is followed, also to where nothing is yet. Throws what the
 * operating system says; the file then has its old text, or, where only the name could not be put on the disk, its new one.
 */
export function replaceFile(disk: Disk, path: string, text: Iterable<string>, { mode }: Manner = {}): void {
  const target = targetOf(disk, path);
  makeFolder(disk, dirname(target));
  const before = unless("ENOENT", () => disk.statSync(target));
  if (before) demandFile(before, path);
  const keep = mode === undefined && before ? before.mode & 0o777 : undefined;
  const fresh = writeFresh(
    disk,
    target,
    text,
    (fd) => {
      if (keep !== undefined) disk.fchmodSync(fd, keep);
      disk.fsyncSync(fd);
    },
    mode ?? keep,
  );
  moveTo(disk, fresh, target);
  syncFolder(disk, dirname(target));
}

/** Writes a new file beside `path`, whole, and answers its name. `finish` comes before it is closed. */
export function writeFresh(disk: Disk, path: string, text: Iterable<string>, finish: (fd: number) => void, mode = 0o666): string {
  const fresh = freshName(path);
  const fd = disk.openSync(fresh, NEW, mode);
  try {
    whileOpen(disk, fd, () => {
      for (const piece of joined(text)) writeAll(disk, fd, piece);
      finish(fd);
    });
    return fresh;
  } catch (error) {
    attempt(() => disk.unlinkSync(fresh));
    throw error;
  }
}

/** Gives a new file its name, or removes it. */
export function moveTo(disk: Disk, fresh: string, path: string): void {
  try {
    disk.renameSync(fresh, path);
  } catch (error) {
    attempt(() => disk.unlinkSync(fresh));
    throw error;
  }
}

/** Writes every byte, however few of them the disk takes at a time. */
export function writeAll(disk: Disk, fd: number, text: string | Uint8Array): void {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  let done = 0;
  while (done < bytes.length) {
    const taken = disk.writeSync(fd, bytes, done, bytes.length - done);
    if (taken === 0) throw Object.assign(new Error("the disk takes nothing"), { code: "EIO", syscall: "write" });
    done += taken;
  }
}

/** Does something with an open file and closes it. That a file cannot be closed is a failure: some disks say only then what they lost. */
export function whileOpen(disk: Disk, fd: number, work: () => void): void {
  try {
    work();
  } catch (error) {
    attempt(() => disk.closeSync(fd));
    throw error;
  }
  disk.closeSync(fd);
}

/** Where the symbolic links of a path end, whether a file is there or not. Throws where one leads into a folder that is not there: a share may not be mounted. */
export function targetOf(disk: Disk, path: string, links = 0): string {
  const found = unless("ENOENT", () => disk.realpathSync(path));
  if (found !== undefined) return found;
  const next = unless("ENOENT EINVAL", () => disk.readlinkSync(path));
  if (next === undefined && links > 0 && !unless("ENOENT", () => disk.statSync(dirname(path)))) throw leadsNowhere(path);
  if (next === undefined) return path;
  if (links === MOST_LINKS) throw Object.assign(new Error("too many symbolic links"), { code: "ELOOP", syscall: "open", path });
  return targetOf(disk, resolve(disk.realpathSync(dirname(path)), next), links + 1);
}

function leadsNowhere(path: string): NodeJS.ErrnoException {
  const why = `it is a symbolic link into the folder ${dirname(path)}, which is not there`;
  return Object.assign(new Error(why), { code: "ENOTFILE", syscall: "open", path });
}

/** Folder by folder: Node's own way never ends where the kernel says that what it is asked to make does not exist, as below /proc. */
export function makeFolder(disk: Disk, path: string): void {
  if (unless("ENOENT", () => disk.statSync(path))) return;
  if (dirname(path) !== path) makeFolder(disk, dirname(path));
  unless("EEXIST", () => disk.mkdirSync(path));
  syncFolder(disk, dirname(path));
}

/** Puts the names in a folder on the disk. Where a file system cannot do so it answers EINVAL, and promises no less. */
export function syncFolder(disk: Disk, path: string): void {
  const fd = disk.openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  whileOpen(disk, fd, () => unless("EINVAL ENOTSUP", () => disk.fsyncSync(fd)));
}

/** Small pieces joined into larger ones. */
function* joined(text: Iterable<string>): Generator<string> {
  let pieces: string[] = [];
  let length = 0;
  for (const piece of text) {
    pieces.push(piece);
    length += piece.length;
    if (length < PIECE) continue;
    yield pieces.join("");
    pieces = [];
    length = 0;
  }
  yield pieces.join("");
}
