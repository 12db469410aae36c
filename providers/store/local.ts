import { diagnose, fail, ok, type Diagnostic, type Result } from "../../lib/diagnostic";
import type { StateStore } from "../../lib/io";
import { isFromSystem, machineDisk, reasonOf, unless, type Disk } from "../disk/disk";
import { openFile, piecesOf } from "../disk/read";
import { freshName } from "../disk/remnants";
import { moveTo, replaceFile, targetOf, writeAll, writeFresh } from "../disk/write";
import { lockState } from "./lock";

const OWNER_ONLY = { mode: 0o600 };

/**
 * A state in a local file, readable by its owner only, as Terraform's local backend keeps it: the one before the first
 * write is beside it with `.backup` behind its name, a lock is the file `.<name>.lock.info`. What a symbolic link names is
 * the state, and stays where it is.
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
 * An empty file is what a Terraform that was killed early leaves behind: nothing was stored yet, unless something was before. No
 * file is no state, but for a link into a folder that is not there.
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
  const detail = `The state ${path} is an empty file, but ${path}.backup holds what was stored before it: the text was lost. Nothing was changed. Put the backup in its place (cp ${path}.backup ${path}), or delete the empty file if nothing of the stack is left.`;
  return diagnose("state-damaged", detail, { file: path });
}

function write(disk: Disk, path: string, text: Iterable<string>, keep: boolean): Result<void> {
  let what = "";
  try {
    if (keep) {
      what = `, because the one before could not be kept as ${path}.backup`;
      keepPrevious(disk, path);
    }
    what = "";
    replaceFile(disk, path, text, OWNER_ONLY);
    return ok(undefined);
  } catch (error) {
    if (!isFromSystem(error)) throw error;
    const detail = `The state ${path} was not written${what}: ${reasonOf(error)}. It is whole, as it was before or as it was to be. Make room, or give this user the right to write there.`;
    return fail(diagnose("state-unwritable", detail, { file: path }));
  }
}

/**
 * A second name for the old state: it costs nothing, and stays when the first name goes to the new one. Where the file system
 * has no second names, or the state is on another one, it is copied.
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
