/**
 * Locks as files, for the state and for the simulated kernel. A lock appears whole or not at all, and says which process holds
 * it. That of a process that is certain to be gone is replaced, by one of those who find it.
 */
import { dirname } from "node:path";
import { attempt, unless, type Disk } from "./disk";
import { isDead, thisProcess, type Holder } from "./holder";
import { openOwn, textOf } from "./read";
import { makeFolder, moveTo, writeFresh } from "./write";

/** What a lock file says. Netweft's own say all of it; those of others may say anything. */
export interface LockText extends Holder {
  /** Another one for each lock that is taken. */
  readonly ID: string;
}

/** A lock that was taken, and whose it was before, where that process is gone. */
export interface Taken<T> {
  readonly from?: Partial<T>;
  /** Gives the lock back, where it is still this one. */
  release(): void;
}

/** Who has it. Empty where the file says nothing that can be read. */
export interface Refused<T> {
  readonly holder: Partial<T>;
}

/** No lock is longer than this, in bytes. */
const LONGEST = 1 << 16;

/** A lock that is given back between two looks is tried for again, so often. */
const ATTEMPTS = 5;

/** Tries once to take the lock that `path` is. Throws what the operating system says. */
export function takeLock<T extends { readonly ID: string }>(disk: Disk, path: string, more: T): Taken<T> | Refused<T> {
  const lock = { ...more, ...thisProcess() };
  let holder: Partial<T & Holder> | undefined;
  for (let attempt = 0; attempt < ATTEMPTS && holder === undefined; attempt++) {
    holder = readLock(disk, path);
    if (holder === undefined && create(disk, path, lock)) return { release: () => release(disk, path, lock.ID) };
  }
  return holder && isDead(holder) ? takeOver(disk, path, holder, lock) : { holder: holder ?? {} };
}

/** What the lock file says; undefined when it has just been given back. */
export function readLock<T>(disk: Disk, path: string): Partial<T & LockText> | undefined {
  const fd = openOwn(disk, path);
  if (fd === undefined) return undefined;
  const text = textOf(disk, fd, path, LONGEST);
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" && said !== null ? (said as Partial<T & LockText>) : {};
  } catch {
    return {};
  }
}

/** A sign of life, for those who wait for it. */
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

/** Nothing waits for the disk: a power cut ends the process, too. */
function written(disk: Disk, path: string, lock: LockText): string {
  return writeFresh(disk, path, [JSON.stringify(lock)], () => {}, 0o600);
}

/**
 * Of several that find a dead process's lock, the one that holds the lock of the takeover replaces it, having looked again. It
 * may die itself: then its lock is taken over in the same way.
 */
function takeOver<T extends { readonly ID: string }>(
  disk: Disk,
  path: string,
  dead: Partial<T & Holder>,
  lock: T & Holder,
): Taken<T> | Refused<T> {
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

/** Where the disk refuses twice, the lock stays behind: it is taken over when this process has ended. */
function release(disk: Disk, path: string, id: string): void {
  const once = () => {
    if (readLock(disk, path)?.ID === id) disk.unlinkSync(path);
  };
  for (let tries = 0; tries < 2; tries++) attempt(once);
}
