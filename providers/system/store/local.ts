import type { Stats } from "node:fs";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import type { StateStore } from "../../../lib/ports/state-store";
import { isFromSystem, machineDisk, reasonOf, unless, type Disk } from "../disk/disk";
import { openFile, piecesOf } from "../disk/read";
import { freshName } from "../disk/remnants";
import { moveTo, replaceFile, targetOf, writeAll, writeFresh } from "../disk/write";
import type { FcntlLocks } from "./fcntl";
import { replaceLocked } from "./in-place";
import { isLocked, lockState, unlockState } from "./lock";

const OWNER_ONLY = { mode: 0o600 };

const UNLINKABLE = "EXDEV EPERM EOPNOTSUPP ENOTSUP ENOSYS EMLINK";

/**
 * A state in a local file, readable by its owner only, with the layout of Terraform's local backend: the previous state is
 * beside it with the suffix `.backup`, and the lock is the file `.<name>.lock.info`. A symbolic link is followed and stays
 * in place.
 *
 * @example
 * const store = openLocalStore("terraform.tfstate");
 */
export function openLocalStore(path: string, disk: Disk = machineDisk): StateStore {
  let kept = false;
  let fcntl: FcntlLocks | undefined;
  return {
    name: path,
    read: async () => read(disk, path),
    async write(text, { completes } = { completes: false }) {
      const written = await write({ disk, path, fcntl }, text, !kept && !completes);
      kept ||= written.ok;
      return written;
    },
    async lock(info) {
      const locked = await lockState(disk, path, info);
      if (!locked.ok) return locked;
      fcntl = locked.value.fcntl;
      const release = async () => {
        fcntl = undefined;
        await locked.value.release();
        return [];
      };
      return ok(release, locked.diagnostics);
    },
    unlock: (id) => unlockState(disk, path, id),
  };
}

/** The file, and Terraform's lock on it where this process holds one. */
interface LocalState {
  readonly disk: Disk;
  readonly path: string;
  readonly fcntl: FcntlLocks | undefined;
}

/** What is written while it is read is an error at its end: Terraform writes into the file. */
async function* chunksOf(disk: Disk, path: string, fd: number): AsyncGenerator<Uint8Array> {
  const version = ({ size, mtimeMs }: Stats) => `${size} ${mtimeMs}`;
  const before = version(disk.fstatSync(fd));
  for (const piece of piecesOf(disk, fd)) {
    yield piece;
    if (version(disk.fstatSync(fd)) === before) continue;
    throw Object.assign(new Error("another program wrote it meanwhile; try again"), { code: "EBUSY", syscall: "read", path });
  }
}

/**
 * An empty file counts as no state, because a Terraform killed early leaves one, unless the backup has content. A missing
 * file is no state, except for a link into a folder that does not exist.
 */
function read(disk: Disk, path: string): Result<AsyncIterable<Uint8Array> | undefined> {
  try {
    const fd = unless("ENOENT", () => openFile(disk, path));
    if (fd === undefined) {
      targetOf(disk, path);
      return ok(undefined);
    }
    if (disk.fstatSync(fd).size > 0) return ok(chunksOf(disk, path, fd));
    disk.closeSync(fd);
    const backup = unless("ENOENT", () => disk.statSync(`${path}.backup`))?.size ?? 0;
    return backup > 0 && !isLocked(disk, path) ? fail(emptied(path)) : ok(undefined);
  } catch (error) {
    if (!isFromSystem(error)) throw error;
    return fail(
      diagnose("state-unreadable", `The state ${path} cannot be read: ${reasonOf(error)}. Make it a file that this user can read.`, {
        file: path,
      }),
    );
  }
}

function emptied(path: string): Diagnostic {
  const detail = `The state ${path} is an empty file, but ${path}.backup holds the state before it: the current one was lost. Nothing was changed. Put the backup in its place (cp ${path}.backup ${path}), or delete the empty file if nothing of the stack is left.`;
  return diagnose("state-damaged", detail, { file: path });
}

async function write({ disk, path, fcntl }: LocalState, text: Iterable<string>, keep: boolean): Promise<Result<void>> {
  let what = "";
  try {
    if (keep) {
      what = `, because the previous one could not be kept as ${path}.backup`;
      keepPrevious(disk, path, fcntl === undefined);
    }
    what = "";
    if (fcntl === undefined) replaceFile(disk, path, text, OWNER_ONLY);
    else await replaceLocked({ disk, path, fcntl }, text, OWNER_ONLY.mode);
    return ok(undefined);
  } catch (error) {
    if (!isFromSystem(error)) throw error;
    const detail = `The state ${path} was not written${what}: ${reasonOf(error)}. It is intact, with either its old or its new content. Free some space, or give this user write permission there.`;
    return fail(diagnose("state-unwritable", detail, { file: path }));
  }
}

/**
 * Keeps the old state as a hard link, at no cost. It is copied if the file system does not support hard links, or the state is
 * on another one, or if the file itself will be written to (`byLink` is false).
 */
function keepPrevious(disk: Disk, path: string, byLink: boolean): void {
  const target = targetOf(disk, path);
  const size = unless("ENOENT", () => disk.statSync(target))?.size ?? 0;
  if (size === 0) return;
  const backup = `${path}.backup`;
  const fresh = freshName(backup);
  const linked = byLink && unless(UNLINKABLE, () => (disk.linkSync(target, fresh), true));
  if (linked) moveTo(disk, fresh, backup);
  else moveTo(disk, copyOf(disk, target, backup), backup);
}

function copyOf(disk: Disk, path: string, beside: string): string {
  const copy = (fd: number) => {
    for (const piece of piecesOf(disk, openFile(disk, path))) writeAll(disk, fd, piece);
    disk.fsyncSync(fd);
  };
  return writeFresh(disk, beside, [], copy, OWNER_ONLY.mode);
}
