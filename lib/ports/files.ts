/** The user's own files. `providers/system` implements it. */
import type { Result } from "../diagnostic";

export interface WriteOptions {
  /** Readable by the owner only. */
  readonly secret?: boolean;
  /** Executable by all users. */
  readonly program?: boolean;
  /** Readable by all users, whatever the umask is: another user's program collects it. */
  readonly shared?: boolean;
  /** An existing file stays, and is the error `file-exists`. */
  readonly isNew?: boolean;
}

/** Reading and writing the user's own files. Paths are as the user gave them, relative to the working directory. */
export interface Files {
  read(path: string): Promise<Result<string>>;
  /** The bytes of a file that may be too large for one string. */
  open(path: string): Promise<Result<AsyncIterable<Uint8Array>>>;
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(path: string): Promise<Result<readonly string[]>>;
  /** The kind of the entry, or undefined if there is none. An inaccessible entry counts as a file. */
  kind(path: string): Promise<"file" | "folder" | undefined>;
  /** A stamp that is another one after each write of the file; undefined if there is none, or none that can be reached. */
  stamp(path: string): Promise<string | undefined>;
  /** Makes a folder with those above it; one that is there stays. */
  makeFolder(path: string): Promise<Result<void>>;
  /** Removes a folder with all that is in it. */
  removeFolder(path: string): Promise<Result<void>>;
  /** Writes atomically. */
  write(path: string, text: string | Iterable<string>, options?: WriteOptions): Promise<Result<void>>;
}
