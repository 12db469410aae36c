/**
 * Lock files, for the state and for the simulated kernel. A lock file appears atomically, and identifies the process that
 * holds it. The lock of a process that is certain to be gone is taken over by exactly one of the processes that detect it.
 */
import { dirname } from "node:path";
import { attempt, unless, type Disk } from "./disk";
import { isDead, thisProcess, type LockHolder } from "./holder";
import { openOwn, textOf } from "./read";
import { makeFolder, moveTo, writeFresh } from "./write";

/** The content of a lock file. Netweft's own have every field; foreign ones may have any content. */
export interface LockText extends LockHolder {
  /** Unique for each lock. */
  readonly ID: string;
}

/** A lock that was taken, and its previous holder if that was dead. */
export interface TakenLock<T> {
  readonly from?: Partial<T>;
  /** Releases the lock, unless it was replaced. */
  release(): void;
}

/** The lock holder. Empty if the file is not readable as a lock. */
export interface Refused<T> {
  readonly holder: Partial<T>;
}

/** The maximum size of a lock file, in bytes. */
const LONGEST = 1 << 16;

/** How often a lock is retried that was released between two reads. */
const ATTEMPTS = 5;

/** Tries once to take the lock at `path`. Throws the operating system's errors. */
export function takeLock<T extends { readonly ID: string }>(disk: Disk, path: string, more: T): TakenLock<T> | Refused<T> {
  const lock = { ...more, ...thisProcess() };
  let holder: Partial<T & LockHolder> | undefined;
  for (let attempt = 0; attempt < ATTEMPTS && holder === undefined; attempt++) {
    holder = readLock(disk, path);
    if (holder === undefined && create(disk, path, lock)) return { release: () => release(disk, path, lock.ID) };
  }
  return holder && isDead(holder) ? takeOver(disk, path, holder, lock) : { holder: holder ?? {} };
}

/** The content of the lock file; undefined if it was just released. */
export function readLock<T>(disk: Disk, path: string): Partial<T & LockText> | undefined {
  const fd = openOwn(disk, path);
  if (fd === undefined) return undefined;
  const text = textOf(disk, fd, path, LONGEST);
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? (content as Partial<T & LockText>) : {};
  } catch {
    return {};
  }
}

/** A heartbeat for waiting processes. */
export function touchLock(disk: Disk, path: string): void {
  const fd = openOwn(disk, path);
  const now = new Date();
  if (fd === undefined) return;
  try {
    disk.futimesSync(fd, now, now);
  } finally {
    disk.closeSync(fd);
  }
}

function create(disk: Disk, path: string, lock: LockText): boolean {
  makeFolder(disk, dirname(path));
  const fresh = written(disk, path, lock);
  try {
    return unless("EEXIST", () => (disk.linkSync(fresh, path), true)) ?? false;
  } finally {
    attempt(() => disk.unlinkSync(fresh));
  }
}

/** Not synced: a power cut ends the process, too. */
function written(disk: Disk, path: string, lock: LockText): string {
  return writeFresh(disk, path, [JSON.stringify(lock)], () => {}, 0o600);
}

/**
 * Of several processes that detect a dead holder, the one that takes the takeover lock replaces the lock, after reading it again.
 * If that process dies itself, its takeover lock is taken over in the same way.
 */
function takeOver<T extends { readonly ID: string }>(
  disk: Disk,
  path: string,
  dead: Partial<T & LockHolder>,
  lock: T & LockHolder,
): TakenLock<T> | Refused<T> {
  const guard = takeLock(disk, `${path}.takeover`, lock);
  if ("holder" in guard) return { holder: { ...dead, ...guard.holder } };
  try {
    const now = readLock<T>(disk, path);
    if (now?.ID !== dead.ID) return now ? { holder: now } : takeLock(disk, path, lock);
    moveTo(disk, written(disk, path, lock), path);
    return { from: dead, release: () => release(disk, path, lock.ID) };
  } finally {
    guard.release();
  }
}

/** If the disk refuses twice, the lock stays behind, and is taken over once this process has ended. */
function release(disk: Disk, path: string, id: string): void {
  const once = () => {
    if (readLock(disk, path)?.ID === id) disk.unlinkSync(path);
  };
  for (let tries = 0; tries < 2; tries++) attempt(once);
}
