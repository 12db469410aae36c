import { randomBytes } from "node:crypto";
import { closeSync, openSync, rmSync, truncateSync, writeSync } from "node:fs";
import { writeBase } from "./base";
import { journalHead } from "./journal";
import type { Hosts } from "./model";
import { versionOf, type Loaded, type Paths } from "./read";
import { sizeOf, writeAll } from "./text";

/** What work under the lock can do: change the hosts in memory, and record each change before it is told to anybody. */
export interface Writer {
  readonly hosts: Hosts;
  record(entry: string): void;
  /** Writes what was recorded to the journal. From then on it survives this process. */
  flush(): Promise<void>;
}

export interface OpenWriter {
  readonly writer: Writer;
  /** Makes everything last, and says what is on the disk now. */
  end(): Loaded;
  /** Gives up; what was not flushed is lost. */
  abandon(): void;
}

/** So much may always be in the journal, in bytes, and files smaller than this are whole when nobody works on them. */
const SMALL = 1 << 18;

/** Opens the files for changes; nothing is written before the first entry is. `alive` is called now and then. */
export function openWriter(paths: Paths, loaded: Loaded, alive: () => Promise<void>): OpenWriter {
  let now = loaded;
  let journal: number | undefined;
  let entries: string[] = [];
  const write = () => {
    if (entries.length === 0) return;
    if (journal === undefined) ({ now, journal } = begin(paths, now));
    const { bytes, lines } = now.journal;
    now.journal = { bytes: bytes + writeSync(journal, entries.join("")), lines: lines + entries.length };
    entries = [];
  };
  const close = () => {
    if (journal !== undefined) closeSync(journal);
    journal = undefined;
  };
  return {
    writer: {
      hosts: loaded.hosts,
      record: (entry) => void entries.push(entry),
      async flush() {
        write();
        await alive();
      },
    },
    end() {
      write();
      if (journal === undefined) return now;
      close();
      return now.journal.bytes > Math.max(SMALL, now.size / 4) ? compact(paths, now.hosts) : now;
    },
    abandon: close,
  };
}

/** Puts what is in the journal of a small file into the file, so that whoever opens it sees everything. */
export function settled(paths: Paths, loaded: Loaded): Loaded {
  return loaded.size < SMALL && loaded.journal.lines > 0 ? compact(paths, loaded.hosts) : loaded;
}

/**
 * Opens the journal behind its last whole entry, or a new one. Where there is no file, an empty one comes first; a journal
 * without a file belongs to one that was removed.
 */
function begin(paths: Paths, loaded: Loaded): { readonly now: Loaded; readonly journal: number } {
  const now = loaded.version === "" ? { ...compact(paths, new Map()), hosts: loaded.hosts } : loaded;
  if (now.journal.lines === 0) {
    const head = `${journalHead(now.id)}\n`;
    writeAll(paths.journal, [head], "w");
    now.journal = { bytes: Buffer.byteLength(head), lines: 1 };
  } else truncateSync(paths.journal, now.journal.bytes);
  return { now, journal: openSync(paths.journal, "a") };
}

/** Writes everything anew; the journal, which is in it, begins again. */
function compact(paths: Paths, hosts: Hosts): Loaded {
  const id = randomBytes(6).toString("hex");
  writeBase(paths.base, { id, hosts });
  rmSync(paths.journal, { force: true });
  return { version: versionOf(paths.base), id, size: sizeOf(paths.base), hosts, journal: { bytes: 0, lines: 0 } };
}
