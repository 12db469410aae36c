import type { BigIntStats } from "node:fs";
import { unless, type Disk } from "../../system/disk/disk";
import { openFile, openOwn } from "../../system/disk/read";
import { readBase } from "./base";
import { Damage } from "./damage";
import { journalHead, replay } from "./journal";
import type { SimulatedHosts } from "./model";
import { linesOf } from "./text";

/** The two files of one simulated kernel. */
export interface Paths {
  readonly base: string;
  readonly journal: string;
}

/** The content that was read, and up to where. */
export interface Loaded {
  /** Identifies one writing of the file. "" if there was none. */
  readonly version: string;
  readonly id: string;
  /** The kernel's identity in states; files of earlier versions have none until they are rewritten. */
  kernel?: string;
  /** The size of the file in bytes. */
  readonly size: number;
  readonly hosts: SimulatedHosts;
  /** How much of the journal is applied to `hosts`. */
  journal: { readonly bytes: number; readonly lines: number };
}

const ATTEMPTS = 10;
const UNREAD = { bytes: 0, lines: 0 };

/**
 * Reads both files, or only what is new since `known`. It takes no lock: the file is only ever replaced as a whole and
 * the journal only grows, so a matching pair is a consistent snapshot. Throws `Damage`.
 */
export function load(disk: Disk, paths: Paths, known: Loaded | undefined): Loaded {
  let loaded = known;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const version = versionOf(disk, paths.base);
    if (loaded?.version !== version) loaded = version === "" ? nothing() : readWhole(disk, paths.base);
    if (loaded.version !== "") readJournal(disk, loaded, paths.journal);
    if (versionOf(disk, paths.base) === loaded.version) return loaded;
  }
  throw new Damage(1, "it was replaced repeatedly while it was being read");
}

/** Identifies one writing of a file; "" if there is none. */
export function versionOf(disk: Disk, path: string): string {
  const stats = unless("ENOENT", () => disk.statSync(path, { bigint: true }));
  return stats ? versionText(stats) : "";
}

function versionText({ dev, ino, size, mtimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${size}:${mtimeNs}`;
}

function nothing(): Loaded {
  return { version: "", id: "", size: 0, hosts: new Map(), journal: UNREAD };
}

function readWhole(disk: Disk, path: string): Loaded {
  const fd = openFile(disk, path);
  try {
    const stats = disk.fstatSync(fd, { bigint: true });
    return { version: versionText(stats), size: Number(stats.size), ...readBase(disk, fd), journal: UNREAD };
  } finally {
    disk.closeSync(fd);
  }
}

/** Applies the journal up to its end; an incomplete last line is ignored. */
function readJournal(disk: Disk, loaded: Loaded, path: string): void {
  const fd = openOwn(disk, path);
  if (fd === undefined) return;
  try {
    for (const { text, end, whole } of linesOf(disk, fd, loaded.journal.bytes)) {
      if (!whole || (loaded.journal.lines === 0 && text !== journalHead(loaded.id))) return;
      if (loaded.journal.lines > 0) replay(loaded.hosts, text, loaded.journal.lines + 1);
      loaded.journal = { bytes: end, lines: loaded.journal.lines + 1 };
    }
  } catch (error) {
    throw error instanceof Damage ? new Damage(error.line, error.reason, path) : error;
  } finally {
    disk.closeSync(fd);
  }
}
