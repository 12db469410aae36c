/** The simulated kernel on disk, with its failures as diagnostics. Reading takes no lock, changing does. */
import { dirname } from "node:path";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../lib/diagnostic";
import { isFromSystem, machineDisk, reasonOf, type Disk } from "../disk/disk";
import { sweep } from "../disk/remnants";
import { targetOf } from "../disk/write";
import { Damage } from "./damage";
import { lock } from "./lock";
import type { Hosts } from "./model";
import { load, type Loaded, type Paths } from "./read";
import { openWriter, settled, type Writer } from "./write";

export interface SimulatedFile {
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

/**
 * The simulated kernel that this file keeps, or will keep: what a symbolic link names, with its journal and lock, so that all who
 * reach it by any name see the same. What was read once is read again only where it has changed.
 */
export function simulatedFile(path: string, disk: Disk = machineDisk): SimulatedFile {
  let loaded: Loaded | undefined;

  const paths = () => pathsOf(targetOf(disk, path));

  async function changeLocked<T>(work: (writer: Writer) => Promise<T>, alive: () => void): Promise<T> {
    const { writer, end, abandon } = openWriter(disk, paths(), (loaded = load(disk, paths(), loaded)), alive);
    try {
      const result = await work(writer);
      loaded = end();
      return result;
    } catch (error) {
      loaded = undefined;
      abandon();
      throw error;
    }
  }

  async function guarded<T>(work: (alive: () => void) => Promise<T>): Promise<Result<T>> {
    try {
      return await locked(disk, paths().base, work);
    } catch (error) {
      loaded = undefined;
      return fail(explain(error, path, "written"));
    }
  }

  return {
    look() {
      try {
        return ok((loaded = load(disk, paths(), loaded)).hosts);
      } catch (error) {
        loaded = undefined;
        return fail(explain(error, path, "read"));
      }
    },
    change: (work) => guarded((alive) => changeLocked(work, alive)),
    async settle() {
      // Where it cannot be done nothing is lost: the journal says as much, and the next change reports what is wrong.
      if (loaded !== undefined && loaded.journal.lines > 0)
        await guarded(async () => void (loaded = settled(disk, paths(), load(disk, paths(), loaded))));
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
