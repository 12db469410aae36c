import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { attempt, isFromSystem, unless, type Disk } from "../../system/disk/disk";
import { openOwn } from "../../system/disk/read";
import { moveTo, writeAll, writeFresh } from "../../system/disk/write";
import { writeBase } from "./base";
import { journalHead } from "./journal";
import type { SimulatedHosts } from "./model";
import { versionOf, type Loaded, type Paths } from "./read";

/** Operations under the lock: change the hosts in memory, and record each change before it is reported. */
export interface FileWriter {
  readonly hosts: SimulatedHosts;
  record(entry: string): void;
  /** Writes the recorded entries to the journal. From then on they survive this process. */
  flush(): Promise<void>;
}

export interface OpenWriter {
  readonly writer: FileWriter;
  /** Persists everything, and returns the state of the files. */
  end(): Loaded;
  /** Closes without writing; what was not flushed is lost. */
  abandon(): void;
}

/** The journal may always grow to this size, in bytes; smaller files are compacted when the last user has finished. */
const SMALL = 1 << 18;

/**
 * Opens the files for changes; nothing is written before the first entry. `alive` is called periodically. The journal is not
 * synced: a power cut would clear a real kernel's memory, too. If a write fails, the complete entries count, and the next writer
 * truncates the rest.
 */
export function openWriter(disk: Disk, paths: Paths, loaded: Loaded, alive: () => void): OpenWriter {
  let now = loaded;
  let journal: number | undefined;
  let entries: string[] = [];
  const write = () => {
    if (entries.length === 0) return;
    if (journal === undefined) ({ now, journal } = begin(disk, paths, now));
    const text = entries.join("");
    writeAll(disk, journal, text);
    now.journal = { bytes: now.journal.bytes + Buffer.byteLength(text), lines: now.journal.lines + entries.length };
    entries = [];
  };
  const close = () => {
    const fd = journal;
    journal = undefined;
    if (fd !== undefined) disk.closeSync(fd);
  };
  return {
    writer: {
      hosts: loaded.hosts,
      record: (entry) => void entries.push(entry),
      async flush() {
        write();
        alive();
      },
    },
    end() {
      write();
      if (journal === undefined) return now;
      close();
      return now.journal.bytes > Math.max(SMALL, now.size / 4) ? compacted(disk, paths, now) : now;
    },
    abandon: () => attempt(close),
  };
}

/** Merges the journal of a small file into the file, so that the file alone is complete. */
export function settled(disk: Disk, paths: Paths, loaded: Loaded): Loaded {
  return loaded.size < SMALL && loaded.journal.lines > 0 ? compact(disk, paths, loaded) : loaded;
}

/**
 * Opens the journal behind its last complete entry, or a new one. A missing file is created empty first; a journal
 * without a file belongs to one that was removed.
 */
function begin(disk: Disk, paths: Paths, loaded: Loaded): { readonly now: Loaded; readonly journal: number } {
  const now = loaded.version === "" ? { ...compact(disk, paths, { ...loaded, hosts: new Map() }), hosts: loaded.hosts } : loaded;
  if (now.journal.lines === 0) {
    const head = `${journalHead(now.id)}\n`;
    moveTo(
      disk,
      writeFresh(disk, paths.journal, [head], () => {}, 0o600),
      paths.journal,
    );
    now.journal = { bytes: Buffer.byteLength(head), lines: 1 };
  }
  const journal = openOwn(disk, paths.journal, constants.O_WRONLY | constants.O_APPEND);
  if (journal === undefined) throw Object.assign(new Error("it was removed"), { code: "ENOENT", syscall: "open", path: paths.journal });
  try {
    disk.ftruncateSync(journal, now.journal.bytes);
    return { now, journal };
  } catch (error) {
    attempt(() => disk.closeSync(journal));
    throw error;
  }
}

/** On a disk without room for both files, the journal stays as it is; it is complete. */
function compacted(disk: Disk, paths: Paths, now: Loaded): Loaded {
  try {
    return compact(disk, paths, now);
  } catch (error) {
    if (!isFromSystem(error)) throw error;
    return now;
  }
}

/** Writes everything to a new file, and removes the journal that it contains. */
function compact(disk: Disk, paths: Paths, { hosts, kernel = randomBytes(8).toString("hex") }: Loaded): Loaded {
  const id = randomBytes(6).toString("hex");
  writeBase(disk, paths.base, { id, kernel, hosts });
  unless("ENOENT", () => disk.unlinkSync(paths.journal));
  return { version: versionOf(disk, paths.base), id, kernel, size: disk.statSync(paths.base).size, hosts, journal: { bytes: 0, lines: 0 } };
}
