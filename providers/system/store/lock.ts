import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import type { LockInfo } from "../../../lib/ports/state-store";
import { attempt, isFromSystem, reasonOf, unless, type Disk } from "../disk/disk";
import { thisProcess, type LockHolder } from "../disk/holder";
import { readLock, takeLock, type TakenLock } from "../disk/lock";
import { sweep } from "../disk/remnants";
import { targetOf } from "../disk/write";
import { openFcntl, type FcntlLocks } from "./fcntl";

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

/** A locked state. */
export interface LockedState {
  /** Terraform's lock on the file, if a program is there that can hold it. */
  readonly fcntl?: FcntlLocks;
  release(): Promise<void>;
}

/**
 * Locks the state at `path` for this process. Terraform writes the same lock file, and looks at the fcntl lock on the state only: both
 * are taken. A state behind a symbolic link is also locked at its target, for processes that use another name. The lock file of a dead
 * process on this machine is taken over with a warning.
 *
 * Fails with `state-locked`, which names the lock holder and the time.
 */
export async function lockState(disk: Disk, path: string, info: LockInfo): Promise<Result<LockedState>> {
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
    const locked = await excludeTerraform(disk, path, release, warnings.length > 0);
    return locked.ok ? { ...locked, diagnostics: [...warnings, ...locked.diagnostics] } : locked;
  } catch (error) {
    release();
    if (!isFromSystem(error)) throw error;
    return fail(diagnose("state-unwritable", `The state ${path} cannot be locked: ${lockOf(path)}: ${reasonOf(error)}.`, { file: path }));
  }
}

/**
 * Takes the lock of Terraform's local backend, too. `release` releases the lock files. The lock needs a file: one that is made for it
 * is removed at the end if nothing was written, as by Terraform. `afterDead`: the holder of the lock files has died; its child with the
 * lock ends a moment later.
 */
async function excludeTerraform(disk: Disk, path: string, release: () => void, afterDead: boolean): Promise<Result<LockedState>> {
  const target = targetOf(disk, path);
  const isNew = unless("ENOENT", () => disk.statSync(target)) === undefined;
  const fcntl = await openFcntl();
  if (fcntl === undefined) return ok({ release: async () => release() }, [notExcluded(path)]);
  let answer = await fcntl.lock(target);
  for (let waited = 0; afterDead && "busy" in answer && waited < ORPHAN_MS; waited += PAUSE_MS) {
    await setTimeout(PAUSE_MS);
    answer = await fcntl.lock(target);
  }
  if ("held" in answer) return ok({ fcntl, release: () => end({ disk, target, isNew, fcntl, release }) });
  await fcntl.close();
  release();
  if ("error" in answer) return fail(diagnose("state-unwritable", `The state ${path} cannot be locked: ${answer.error}.`, { file: path }));
  const file = lockOf(path);
  return fail(held(file, readLock<LockFile>(disk, file) ?? (answer.busy > 0 ? { Pid: answer.busy } : {}), true));
}

/** How long the child of a dead process may take to end on a busy machine, and how often it is asked whether it has. */
const [ORPHAN_MS, PAUSE_MS] = [10_000, 50];

interface FileUnderLock {
  readonly disk: Disk;
  readonly target: string;
  readonly isNew: boolean;
  readonly fcntl: FcntlLocks;
  readonly release: () => void;
}

async function end({ disk, target, isNew, fcntl, release }: FileUnderLock): Promise<void> {
  if (isNew) attempt(() => void (disk.statSync(target).size === 0 && disk.unlinkSync(target)));
  release();
  await fcntl.close();
}

function notExcluded(path: string): Diagnostic {
  const detail = `Neither perl nor python3 is on this machine's PATH, and Node cannot take the lock that Terraform takes on the file ${path}: a Terraform that runs at the same time is not stopped. A state that it writes is not overwritten. Install one of them, or do not run Terraform on this state meanwhile.`;
  return diagnose("terraform-not-excluded", detail, { file: path });
}

/** The lock at the given name, and the one at the target of its symbolic links. */
function lockFiles(disk: Disk, path: string): readonly string[] {
  const own = lockOf(path);
  const last = lockOf(targetOf(disk, path));
  const folder = (file: string) => unless("ENOENT", () => disk.realpathSync(dirname(file))) ?? dirname(file);
  return basename(own) === basename(last) && folder(own) === folder(last) ? [own] : [own, last];
}

/** Removes the lock files of a run that has ended. One that runs holds the state's fcntl lock, too, where that can be found out. */
export async function unlockState(disk: Disk, path: string, id: string): Promise<Result<void>> {
  const refuse = (detail: string) => fail(diagnose("not-locked", detail, { file: path }));
  try {
    const files = lockFiles(disk, path);
    const holder = readLock<LockFile>(disk, files[0]!);
    if (holder === undefined) return refuse(`The state ${path} is not locked.`);
    if (holder.ID !== id) return refuse(`The lock of ${path} has the ID ${JSON.stringify(holder.ID ?? "")}, not ${JSON.stringify(id)}.`);
    if (await isHeld(disk, path)) return refuse(`The state ${path} is locked by a process that runs. Wait for its end, or end it.`);
    for (const file of files) if (readLock<LockFile>(disk, file)?.ID === id) disk.unlinkSync(file);
    return ok(undefined);
  } catch (error) {
    if (!isFromSystem(error)) throw error;
    return refuse(`The lock of ${path} cannot be removed: ${reasonOf(error)}.`);
  }
}

/** Whether a process holds Terraform's lock. */
async function isHeld(disk: Disk, path: string): Promise<boolean> {
  if (unless("ENOENT", () => disk.statSync(path)) === undefined) return false;
  const fcntl = await openFcntl();
  const answer = await fcntl?.lock(path);
  await fcntl?.close();
  return answer !== undefined && "busy" in answer;
}

/** Whether a run has locked it, whose process may have ended since. */
export function isLocked(disk: Disk, path: string): boolean {
  return unless("ENOENT", () => disk.statSync(lockOf(path))) !== undefined;
}

function lockOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.lock.info`);
}

function lockFile(path: string, info: LockInfo): LockFile {
  return { ID: info.id, Operation: info.operation, Info: "", Who: info.who, Version: "netweft", Created: info.created, Path: path };
}

/** `alive`: the operating system says that the holder runs. */
function held(file: string, holder: Partial<LockFile>, alive = false): Diagnostic {
  const { ID, Who, Created, Operation, Pid } = holder;
  const process = Pid ? `process ${Pid}` : "an unknown process";
  const who = Who ? `by ${Who}${Pid ? ` (${process})` : ""}` : `by ${process}`;
  const what = `${Operation ? ` for "${Operation}"` : ""}${Created ? ` since ${Created}` : ""}${ID ? `, lock ID ${ID}` : ""}`;
  const remedy = alive
    ? "Wait until that run has ended, with --lock-timeout 60s if it takes long."
    : `Wait until that run has ended; if it is certain that it died, delete the file ${file}${ID ? `, or run "netweft force-unlock ${ID}"` : ""}.`;
  const detail = `The state is locked ${who}${what}.${elsewhere(holder)} Nothing was changed. ${remedy}`;
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
