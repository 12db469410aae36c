import { closeSync, fstatSync, openSync, statSync, type BigIntStats } from "node:fs";
import { Damage, readBase } from "./base";
import { journalHead, replay } from "./journal";
import type { Hosts } from "./model";
import { linesOf } from "./text";

/** The two files of one simulated kernel. */
export interface Paths {
  readonly base: string;
  readonly journal: string;
}

/** What was read, and how far. */
export interface Loaded {
  /** Which file it was: another one after each replacement. "" when there was none. */
  readonly version: string;
  readonly id: string;
  /** Of the file, in bytes. */
  readonly size: number;
  readonly hosts: Hosts;
  /** How much of the journal is in `hosts` already. */
  journal: { readonly bytes: number; readonly lines: number };
}

const ATTEMPTS = 10;
const UNREAD = { bytes: 0, lines: 0 };

/**
 * Reads both files, or only what is new since `known`. It takes no lock: the file is only ever replaced as a whole and
 * the journal only grows, so whoever finds both to belong together has seen one moment. Throws `Damage`.
 */
export function load(paths: Paths, known: Loaded | undefined): Loaded {
  let loaded = known;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const version = versionOf(paths.base);
    if (loaded?.version !== version) loaded = version === "" ? nothing() : readWhole(paths.base);
    if (loaded.version !== "") readJournal(loaded, paths.journal);
    if (versionOf(paths.base) === loaded.version) return loaded;
  }
  throw new Damage(1, "it was replaced again and again while it was being read");
}

/** Identifies one writing of a file; "" when there is none. */
export function versionOf(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats ? versionText(stats) : "";
}

function versionText({ dev, ino, size, mtimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${size}:${mtimeNs}`;
}

function nothing(): Loaded {
  return { version: "", id: "", size: 0, hosts: new Map(), journal: UNREAD };
}

function readWhole(path: string): Loaded {
  const fd = openSync(path, "r");
  try {
    const stats = fstatSync(fd, { bigint: true });
    return { version: versionText(stats), size: Number(stats.size), ...readBase(fd), journal: UNREAD };
  } finally {
    closeSync(fd);
  }
}

/** Brings `loaded` up to the end of the journal; a line without its end is not there yet. */
function readJournal(loaded: Loaded, path: string): void {
  const fd = openIfThere(path);
  if (fd === undefined) return;
  try {
    for (const { text, end, whole } of linesOf(fd, loaded.journal.bytes)) {
      if (!whole || (loaded.journal.lines === 0 && text !== journalHead(loaded.id))) return;
      if (loaded.journal.lines > 0) replay(loaded.hosts, text, loaded.journal.lines + 1);
      loaded.journal = { bytes: end, lines: loaded.journal.lines + 1 };
    }
  } catch (error) {
    throw error instanceof Damage ? new Damage(error.line, error.reason, path) : error;
  } finally {
    closeSync(fd);
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
