/** The user's own files. `providers/system` implements it. */
import type { Result } from "../diagnostic";

/** Reading and writing the user's own files. Paths are as the user gave them, relative to the working directory. */
export interface Files {
  read(path: string): Promise<Result<string>>;
  /** The bytes of a file that may be too large for one string. */
  open(path: string): Promise<Result<AsyncIterable<Uint8Array>>>;
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(path: string): Promise<Result<readonly string[]>>;
  /** The kind of the entry, or undefined if there is none. An inaccessible entry counts as a file. */
  kind(path: string): Promise<"file" | "folder" | undefined>;
  /** A stamp that is another one after each write of the file; undefined if there is none. */
  stamp(path: string): Promise<string | undefined>;
  /** Makes a folder with those above it; one that is there stays. */
  makeFolder(path: string): Promise<Result<void>>;
  /** Removes a folder with all that is in it. */
  removeFolder(path: string): Promise<Result<void>>;
  /** Writes atomically. `secret`: readable by the owner only; `program`: executable by all users. */
  write(
    path: string,
    text: string | Iterable<string>,
    options?: { readonly secret?: boolean; readonly program?: boolean },
  ): Promise<Result<void>>;
}
