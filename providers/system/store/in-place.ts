/** Writing a file on which others wait for an fcntl lock. */
import { constants } from "node:fs";
import { dirname } from "node:path";
import { attempt, type Disk } from "../disk/disk";
import { openFile, piecesOf } from "../disk/read";
import { freshName } from "../disk/remnants";
import { moveTo, syncFolder, targetOf, whileOpen, writeAll, writeFresh } from "../disk/write";
import type { FcntlLocks } from "./fcntl";

/** A file whose lock is held. */
export interface LockedFile {
  readonly disk: Disk;
  readonly path: string;
  readonly fcntl: FcntlLocks;
}

/**
 * Replaces the content of a locked file. A process that waits for the lock has the file open, and would read and write a file that a
 * rename has removed from its folder. So the new text first takes the file's name, locked as well: it is complete there whatever happens.
 * Then the old file gets the same text, and its name back. Where that fails the new file stays.
 */
export async function replaceLocked({ disk, path, fcntl }: LockedFile, text: Iterable<string>, mode: number): Promise<void> {
  const target = targetOf(disk, path);
  const fresh = writeFresh(disk, target, text, (fd) => disk.fsyncSync(fd), mode);
  const answer = await fcntl.lock(fresh);
  const old = freshName(target);
  let isKept = false;
  attempt(() => {
    disk.linkSync(target, old);
    isKept = true;
  });
  try {
    moveTo(disk, fresh, target);
    syncFolder(disk, dirname(target));
  } catch (error) {
    attempt(() => disk.unlinkSync(old));
    throw error;
  }
  if (isKept && isTakenBack({ disk, target, old, mode }) && "held" in answer) await fcntl.drop(fresh);
}

interface Exchange {
  readonly disk: Disk;
  readonly target: string;
  /** Another name of the old file. */
  readonly old: string;
  readonly mode: number;
}

function isTakenBack({ disk, target, old, mode }: Exchange): boolean {
  let done = false;
  attempt(() => {
    const fd = disk.openSync(old, constants.O_WRONLY | constants.O_NOFOLLOW);
    let length = 0;
    whileOpen(disk, fd, () => {
      for (const piece of piecesOf(disk, openFile(disk, target))) {
        writeAll(disk, fd, piece);
        length += piece.length;
      }
      disk.ftruncateSync(fd, length);
      disk.fchmodSync(fd, mode);
      disk.fsyncSync(fd);
    });
    disk.renameSync(old, target);
    syncFolder(disk, dirname(target));
    done = true;
  });
  if (!done) attempt(() => disk.unlinkSync(old));
  return done;
}
