import { basename, dirname, join } from "node:path";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import type { LockInfo } from "../../../lib/ports/state-store";
import { isFromSystem, reasonOf, unless, type Disk } from "../disk/disk";
import { thisProcess, type LockHolder } from "../disk/holder";
import { takeLock, type TakenLock } from "../disk/lock";
import { sweep } from "../disk/remnants";
import { targetOf } from "../disk/write";

/** Terraform's lock file, plus fields that identify a dead holder. */
interface LockFile extends Partial<LockHolder> {
  readonly ID: string;
  readonly Operation: string;
  readonly Info: string;
  readonly Who: string;
  readonly Version: string;
  readonly Created: string;
  readonly Path: string;
}

/**
 * Locks the state at `path` for this process; the result unlocks it. Terraform uses the same lock file, so its runs are
 * excluded, too; a state behind a symbolic link is also locked at its target, for processes that use another name.
 * The lock of a dead process on this machine is taken over with a warning.
 *
 * Fails with `state-locked`, which names the lock holder and the time.
 */
export async function lockState(disk: Disk, path: string, info: LockInfo): Promise<Result<() => Promise<void>>> {
  const taken: TakenLock<LockFile>[] = [];
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

/** The lock at the given name, and the one at the target of its symbolic links. */
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
  const who = Who ? `by ${Who}${Pid ? ` (process ${Pid})` : ""}` : "by an unknown process";
  const what = `${Operation ? ` for "${Operation}"` : ""}${Created ? ` since ${Created}` : ""}${ID ? `, lock ID ${ID}` : ""}`;
  const detail = `The state is locked ${who}${what}.${elsewhere(holder)} Nothing was changed. Wait until that run has ended; if it is certain that it died, delete the file ${file}.`;
  return diagnose("state-locked", detail, { file });
}

/** Why it cannot be determined from here whether the holder is alive. */
function elsewhere({ Host, Boot, PidNamespace }: Partial<LockFile>): string {
  const own = thisProcess();
  if (Host === undefined || Boot === undefined) return "";
  if (Host !== own.Host) return ` It was started on ${Host}, so it cannot be determined from here whether it still runs.`;
  if (Boot !== own.Boot) return " It was started before this machine booted, or on another machine of the same name.";
  return PidNamespace === own.PidNamespace
    ? ""
    : " It was started in another container, so it cannot be determined from here whether it still runs.";
}

function takenOver(file: string, { Who = "an unknown process", Pid, Created = "an unknown time" }: Partial<LockFile>): Diagnostic {
  const detail = `The state was locked by ${Who} since ${Created}, but process ${Pid} is no longer running. The previous run may have been interrupted; this one starts from the state and the hosts as they are.`;
  return diagnose("state-lock-taken-over", detail, { file });
}
