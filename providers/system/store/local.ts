import { diagnose, fail, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import type { StateStore } from "../../../lib/ports/state-store";
import { isFromSystem, machineDisk, reasonOf, unless, type Disk } from "../disk/disk";
import { openFile, piecesOf } from "../disk/read";
import { freshName } from "../disk/remnants";
import { moveTo, replaceFile, targetOf, writeAll, writeFresh } from "../disk/write";
import { lockState } from "./lock";

const OWNER_ONLY = { mode: 0o600 };

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
  return {
    name: path,
    read: async () => read(disk, path),
    async write(text) {
      const written = write(disk, path, text, !kept);
      kept ||= written.ok;
      return written;
    },
    lock: (info) => lockState(disk, path, info),
  };
}

async function* chunksOf(disk: Disk, fd: number): AsyncGenerator<Uint8Array> {
  yield* piecesOf(disk, fd);
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
    if (disk.fstatSync(fd).size > 0) return ok(chunksOf(disk, fd));
    disk.closeSync(fd);
    const backup = unless("ENOENT", () => disk.statSync(`${path}.backup`))?.size ?? 0;
    return backup > 0 ? fail(emptied(path)) : ok(undefined);
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

function write(disk: Disk, path: string, text: Iterable<string>, keep: boolean): Result<void> {
  let what = "";
  try {
    if (keep) {
      what = `, because the previous one could not be kept as ${path}.backup`;
      keepPrevious(disk, path);
    }
    what = "";
    replaceFile(disk, path, text, OWNER_ONLY);
    return ok(undefined);
  } catch (error) {
    if (!isFromSystem(error)) throw error;
    const detail = `The state ${path} was not written${what}: ${reasonOf(error)}. It is intact, with either its old or its new content. Free some space, or give this user write permission there.`;
    return fail(diagnose("state-unwritable", detail, { file: path }));
  }
}

/**
 * Keeps the old state as a hard link, at no cost. It is copied if the file system does not support hard links, or the state is
 * on another one.
 */
function keepPrevious(disk: Disk, path: string): void {
  const target = targetOf(disk, path);
  const size = unless("ENOENT", () => disk.statSync(target))?.size ?? 0;
  if (size === 0) return;
  const backup = `${path}.backup`;
  const fresh = freshName(backup);
  const linked = unless("EXDEV EPERM EOPNOTSUPP ENOTSUP ENOSYS EMLINK", () => (disk.linkSync(target, fresh), true));
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
