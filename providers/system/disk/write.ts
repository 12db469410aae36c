/** Atomic writing of files: all of the text, or the file stays as it was. */
import { constants } from "node:fs";
import { dirname, resolve } from "node:path";
import { attempt, unless, type Disk } from "./disk";
import { demandFile } from "./read";
import { freshName } from "./remnants";

/** The size of one write, in characters. */
const PIECE = 1 << 20;

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** The longest chain of symbolic links that Linux follows. */
const MOST_LINKS = 40;

export interface Manner {
  /** The mode of a new file, subject to the umask; without it an existing file keeps its own. */
  readonly mode?: number;
  /** Whether the umask takes nothing from the mode. */
  readonly exactly?: boolean;
}

/**
 * Replaces a file's content. The text is written to a new file beside it, synced, and renamed, and the folder is synced before
 * this returns. A symbolic link is followed, even to a target that does not exist. Throws the operating system's error; the file
 * then has its old content, or, if only syncing the folder failed, its new one.
 */
export function replaceFile(disk: Disk, path: string, text: Iterable<string>, { mode, exactly = false }: Manner = {}): void {
  const target = targetOf(disk, path);
  makeFolder(disk, dirname(target));
  const before = unless("ENOENT", () => disk.statSync(target));
  if (before) demandFile(before, path);
  const keep = mode === undefined && before ? before.mode & 0o777 : exactly ? mode : undefined;
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

/** Writes a complete new file beside `path`, and returns its name. `finish` is called before it is closed. */
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

/** Renames a temporary file to its target, or removes it. */
export function moveTo(disk: Disk, fresh: string, path: string): void {
  try {
    disk.renameSync(fresh, path);
  } catch (error) {
    attempt(() => disk.unlinkSync(fresh));
    throw error;
  }
}

/** Writes every byte, even if the disk accepts only a part at a time. */
export function writeAll(disk: Disk, fd: number, text: string | Uint8Array): void {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  let done = 0;
  while (done < bytes.length) {
    const taken = disk.writeSync(fd, bytes, done, bytes.length - done);
    if (taken === 0) throw Object.assign(new Error("the disk takes nothing"), { code: "EIO", syscall: "write" });
    done += taken;
  }
}

/** Runs `work` with an open file and closes it. Failing to close it is an error: some file systems report lost data only then. */
export function whileOpen(disk: Disk, fd: number, work: () => void): void {
  try {
    work();
  } catch (error) {
    attempt(() => disk.closeSync(fd));
    throw error;
  }
  disk.closeSync(fd);
}

/** The target of a path's symbolic links, whether it exists or not. Throws if a link leads into a folder that does not exist: a share may not be mounted. */
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
  const why = `it is a symbolic link into the folder ${dirname(path)}, which does not exist`;
  return Object.assign(new Error(why), { code: "ENOTFILE", syscall: "open", path });
}

/** Creates one folder at a time: Node's recursive mkdir never returns where the kernel answers ENOENT, as below /proc. */
export function makeFolder(disk: Disk, path: string): void {
  if (unless("ENOENT", () => disk.statSync(path))) return;
  if (dirname(path) !== path) makeFolder(disk, dirname(path));
  unless("EEXIST", () => disk.mkdirSync(path));
  syncFolder(disk, dirname(path));
}

/** Syncs the names in a folder. File systems without support answer EINVAL. */
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
