/** Where a state is stored. `providers/system/store` implements it. */
import type { Result } from "../diagnostic";

/** The lock holder and its start time, as shown to other processes. */
export interface LockInfo {
  readonly id: string;
  readonly operation: string;
  readonly who: string;
  readonly pid: number;
  readonly created: string;
}

/** The storage of a state. Text is read and written in pieces, so that its size has no limit. */
export interface StateStore {
  /** The name shown to people: a path, a URL without its secrets. */
  readonly name: string;
  /** The stored bytes, or undefined when nothing was stored yet. */
  read(): Promise<Result<AsyncIterable<Uint8Array> | undefined>>;
  /** Replaces the whole, atomically: afterwards the old text or the new one is there, never a part. */
  write(text: Iterable<string>): Promise<Result<void>>;
  lock(info: LockInfo): Promise<Result<() => Promise<void>>>;
  /** Removes the lock with this ID that a run left behind. */
  unlock(id: string): Promise<Result<void>>;
}
