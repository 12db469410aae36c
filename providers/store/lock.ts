import { basename, dirname, join } from "node:path";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../lib/diagnostic";
import type { LockInfo } from "../../lib/io";
import { isFromSystem, reasonOf, unless, type Disk } from "../disk/disk";
import { thisProcess, type Holder } from "../disk/holder";
import { takeLock, type Taken } from "../disk/lock";
import { sweep } from "../disk/remnants";
import { targetOf } from "../disk/write";

/** The lock file as Terraform writes it, and what tells a dead holder from a living one. */
interface LockFile extends Partial<Holder> {
  readonly ID: string;
  readonly Operation: string;
  readonly Info: string;
  readonly Who: string;
  readonly Version: string;
  readonly Created: string;
  readonly Path: string;
}

/**
 * Locks the state at `path` for this process; the answer unlocks it. Terraform's own runs are seen by the file that they
 * write at the same place; a state behind a symbolic link is also locked where it is, for those that reach it by another name.
 * The lock of a process that is gone from this machine is taken over, which a warning says.
 *
 * Fails with `state-locked`, which names who holds the lock and since when.
 */
export async function lockState(disk: Disk, path: string, info: LockInfo): Promise<Result<() => Promise<void>>> {
  const taken: Taken<LockFile>[] = [];
  const release = () => taken.reverse().forEach((lock) => lock.release());
  const warnings: Diagnostic[] = [];
  try {
    for (const file of lockFiles(disk, path)) {
      const lock = takeLock(disk, file, lockFile(path, info));
      if ("holder" in lock) {
        release();
        return fail(held(file, lock.holder));
      }
      taken.push(lock);
      if (lock.from) warnings.push(takenOver(file, lock.from));
      sweep(disk, dirname(file));
    }
    return ok(async () => release(), warnings);
  } catch (error) {
    release();
    if (!isFromSystem(error)) throw error;
    return fail(diagnose("state-unwritable", `The state ${path} cannot be locked: ${lockOf(path)}: ${reasonOf(error)}.`, { file: path }));
  }
}

/** The lock at the name that was given, and the one where its symbolic links end, if it is one. */
function lockFiles(disk: Disk, path: string): readonly string[] {
  const own = lockOf(path);
  const last = lockOf(targetOf(disk, path));
  const folder = (file: string) => unless("ENOENT", () => disk.realpathSync(dirname(file))) ?? dirname(file);
  return basename(own) === basename(last) && folder(own) === folder(last) ? [own] : [own, last];
}

function lockOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.lock.info`);
}

function lockFile(path: string, info: LockInfo): LockFile {
  return { ID: info.id, Operation: info.operation, Info: "", Who: info.who, Version: "netweft", Created: info.created, Path: path };
}

function held(file: string, holder: Partial<LockFile>): Diagnostic {
  const { ID, Who, Created, Operation, Pid } = holder;
  const who = Who ? `by ${Who}${Pid ? ` (process ${Pid})` : ""}` : "by a run that left no name";
  const what = `${Operation ? ` for "${Operation}"` : ""}${Created ? ` since ${Created}` : ""}${ID ? `, lock ID ${ID}` : ""}`;
  const detail = `The state is locked ${who}${what}.${elsewhere(holder)} Nothing was changed. Wait until that run has ended; if it is certain that it died, delete the file ${file}.`;
  return diagnose("state-locked", detail, { file });
}

/** Why it cannot be seen from here whether the holder is alive. */
function elsewhere({ Host, Boot, PidNamespace }: Partial<LockFile>): string {
  const own = thisProcess();
  if (Host === undefined || Boot === undefined) return "";
  if (Host !== own.Host) return ` It was started on ${Host}, so whether it still runs cannot be seen from here.`;
  if (Boot !== own.Boot) return " It was started before this machine was, or on another one of the same name.";
  return PidNamespace === own.PidNamespace
    ? ""
    : " It was started in another container, so whether it still runs cannot be seen from here.";
}

function takenOver(file: string, { Who = "a run that left no name", Pid, Created = "an unknown time" }: Partial<LockFile>): Diagnostic {
  const detail = `The state was locked by ${Who} since ${Created}, but process ${Pid} is not running any more. The run before may have ended half way; this one starts from what the state and the hosts say.`;
  return diagnose("state-lock-taken-over", detail, { file });
}
