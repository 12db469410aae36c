/** The simulated kernel on disk, with its failures as diagnostics. Reading takes no lock, changing does. */
import { dirname } from "node:path";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../lib/diagnostic";
import { isFromSystem, machineDisk, reasonOf, type Disk } from "../disk/disk";
import { sweep } from "../disk/remnants";
import { targetOf } from "../disk/write";
import { Damage } from "./damage";
import { lock } from "./lock";
import type { Identity } from "../../lib/io";
import type { Hosts } from "./model";
import { load, type Loaded, type Paths } from "./read";
import { openWriter, settled, type Writer } from "./write";

export interface SimulatedFile {
  /** What states know the kernel by. One that has no file yet takes the id that is wanted. */
  identity(wanted?: string): Result<Identity>;
  /** The hosts as they are now. Do not change them. */
  look(): Result<Hosts>;
  /** Changes them under the lock. What is not flushed when `work` fails is as if it had not been done. */
  change<T>(work: (writer: Writer) => Promise<T>): Promise<Result<T>>;
  /** For whoever has changed something and will not change more. */
  settle(): Promise<void>;
}

function pathsOf(base: string): Paths {
  return { base, journal: `${base}.journal` };
}

/** Does something under the lock of a file. */
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

/** One open file: what was read of it, and the id that it takes where it has none. */
interface Open {
  readonly disk: Disk;
  readonly path: string;
  loaded?: Loaded;
  wanted?: string;
}

/** What a symbolic link names, so that all who reach the file by any name see the same. */
function filesOf({ disk, path }: Open): Paths {
  return pathsOf(targetOf(disk, path));
}

/** What is in the file now. What was read once is read again only where it has changed. */
function current(open: Open): Loaded {
  const now = load(open.disk, filesOf(open), open.loaded);
  now.kernel ??= open.wanted;
  open.loaded = now;
  return now;
}

function looked<T>(open: Open, see: (now: Loaded) => T): Result<T> {
  try {
    return ok(see(current(open)));
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

async function changeLocked<T>(open: Open, work: (writer: Writer) => Promise<T>, alive: () => void): Promise<T> {
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
export function simulatedFile(path: string, disk: Disk = machineDisk): SimulatedFile {
  const open: Open = { disk, path };
  return {
    identity(wanted) {
      open.wanted ??= wanted;
      return looked(open, ({ kernel }) => ({ backend: "simulated", ...(kernel !== undefined && { id: kernel }) }));
    },
    look: () => looked(open, ({ hosts }) => hosts),
    change: (work) => guarded(open, (alive) => changeLocked(open, work, alive)),
    async settle() {
      // Where it cannot be done nothing is lost: the journal says as much, and the next change reports what is wrong.
      if (open.loaded !== undefined && open.loaded.journal.lines > 0)
        await guarded(open, async () => void (open.loaded = settled(disk, filesOf(open), current(open))));
    },
  };
}

/** What the user is told. Errors that are neither damage nor the operating system's are bugs, and thrown. */
function explain(error: unknown, path: string, what: "read" | "written"): Diagnostic {
  if (error instanceof Damage) {
    const file = error.path ?? path;
    const remedy = `Nothing was changed. Mend line ${error.line}, restore the file from a copy, or remove ${path} to begin with empty hosts.`;
    return diagnose("simulated-damaged", `${file}, line ${error.line}: ${sentence(error.reason)} ${remedy}`, { file });
  }
  if (!isFromSystem(error)) throw error;
  const where = error.path === undefined || error.path === path ? "" : ` (${error.path})`;
  const detail = `The file of the simulated kernel, ${path}, cannot be ${what}: ${reasonOf(error)}${where}. Check simulated.file of the provider block, the file's permissions, and that the disk has room.`;
  return diagnose(what === "read" ? "file-unreadable" : "file-unwritable", detail, { file: path });
}

function sentence(reason: string): string {
  return reason.endsWith(".") ? reason : `${reason}.`;
}
