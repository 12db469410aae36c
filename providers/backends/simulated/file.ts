/** The simulated kernel on disk; failures are diagnostics. Reading takes no lock, changing does. */
import { dirname } from "node:path";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import { isFromSystem, machineDisk, reasonOf, type Disk } from "../../system/disk/disk";
import { sweep } from "../../system/disk/remnants";
import { targetOf } from "../../system/disk/write";
import { Damage } from "./damage";
import { lock } from "./lock";
import type { HostStore } from "./host-store";
import { load, type Loaded, type Paths } from "./read";
import { openWriter, settled, type FileWriter } from "./write";

function pathsOf(base: string): Paths {
  return { base, journal: `${base}.journal` };
}

/** Runs `work` under the lock of a file. */
async function locked<T>(disk: Disk, path: string, work: (alive: () => void) => Promise<T>): Promise<Result<T>> {
  const held = await lock(disk, path);
  if (!held.ok) return held;
  try {
    sweep(disk, dirname(path));
    return ok(await work(held.value.touch));
  } finally {
    held.value.release();
  }
}

/** One open file: the content read so far, and the id to take if it has none. */
interface Open {
  readonly disk: Disk;
  readonly path: string;
  loaded?: Loaded;
  wanted?: string;
}

/** The target of symbolic links, so that a file has one journal and one lock under all its names. */
function filesOf({ disk, path }: Open): Paths {
  return pathsOf(targetOf(disk, path));
}

/** The current content. Unchanged parts are not read again. */
function current(open: Open): Loaded {
  const now = load(open.disk, filesOf(open), open.loaded);
  now.kernel ??= open.wanted;
  open.loaded = now;
  return now;
}

function snapshot<T>(open: Open, select: (now: Loaded) => T): Result<T> {
  try {
    return ok(select(current(open)));
  } catch (error) {
    open.loaded = undefined;
    return fail(explain(error, open.path, "read"));
  }
}

async function guarded<T>(open: Open, work: (alive: () => void) => Promise<T>): Promise<Result<T>> {
  try {
    return await locked(open.disk, filesOf(open).base, work);
  } catch (error) {
    open.loaded = undefined;
    return fail(explain(error, open.path, "written"));
  }
}

async function changeLocked<T>(open: Open, work: (writer: FileWriter) => Promise<T>, alive: () => void): Promise<T> {
  const { writer, end, abandon } = openWriter(open.disk, filesOf(open), current(open), alive);
  try {
    const result = await work(writer);
    open.loaded = end();
    return result;
  } catch (error) {
    open.loaded = undefined;
    abandon();
    throw error;
  }
}

/** The simulated kernel that this file keeps, or will keep, with its journal and lock. */
export function simulatedFile(path: string, disk: Disk = machineDisk): HostStore {
  const open: Open = { disk, path };
  return {
    identity(wanted) {
      open.wanted ??= wanted;
      return snapshot(open, ({ kernel }) => ({ backend: "simulated", ...(kernel !== undefined && { id: kernel }) }));
    },
    stamp: () =>
      Object.values(filesOf(open))
        .map((path) => stampOf(disk, path))
        .join(" "),
    snapshot: () => snapshot(open, ({ hosts }) => hosts),
    change: (work) => guarded(open, (alive) => changeLocked(open, work, alive)),
    async settle() {
      // Best effort: the journal has the same content, and the next change reports the failure.
      if (open.loaded !== undefined && open.loaded.journal.lines > 0)
        await guarded(open, async () => void (open.loaded = settled(disk, filesOf(open), current(open))));
    },
  };
}

/** A file that cannot be looked at is read, and fails there. */
function stampOf(disk: Disk, path: string): string {
  try {
    const { ino, size, mtimeMs } = disk.statSync(path);
    return `${ino}.${size}.${mtimeMs}`;
  } catch (error) {
    return reasonOf(error);
  }
}

/** The diagnostic of a failure. Errors that are neither damage nor the operating system's are bugs, and thrown. */
function explain(error: unknown, path: string, what: "read" | "written"): Diagnostic {
  if (error instanceof Damage) {
    const file = error.path ?? path;
    const remedy = `Nothing was changed. Fix line ${error.line}, restore the file from a copy, or remove ${path} to begin with empty hosts.`;
    return diagnose("simulated-damaged", `${file}, line ${error.line}: ${sentence(error.reason)} ${remedy}`, { file });
  }
  if (!isFromSystem(error)) throw error;
  const where = error.path === undefined || error.path === path ? "" : ` (${error.path})`;
  const detail = `The file of the simulated kernel, ${path}, cannot be ${what}: ${reasonOf(error)}${where}. Check simulated.file of the provider block, the file's permissions, and the free space on the disk.`;
  return diagnose(what === "read" ? "file-unreadable" : "file-unwritable", detail, { file: path });
}

function sentence(reason: string): string {
  return reason.endsWith(".") ? reason : `${reason}.`;
}
