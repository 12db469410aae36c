import { link, mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../lib/diagnostic";
import type { LockInfo } from "../../lib/io";

/** The lock file as Terraform writes it, and what tells a dead holder from a living one. */
interface LockFile {
  readonly ID: string;
  readonly Operation: string;
  readonly Info: string;
  readonly Who: string;
  readonly Version: string;
  readonly Created: string;
  readonly Path: string;
  readonly Pid?: number;
  readonly Host?: string;
}

/**
 * Locks the state at `path` for this process; the answer unlocks it. Terraform's own runs are seen by the file that they
 * write at the same place. The lock of a process that is gone from this machine is taken over, which a warning says.
 *
 * Fails with `state-locked`, which names who holds the lock and since when.
 */
export async function lockState(path: string, info: LockInfo): Promise<Result<() => Promise<void>>> {
  const file = join(dirname(path), `.${basename(path)}.lock.info`);
  const mine = lockFile(path, info);
  try {
    let holder: Partial<LockFile> | undefined;
    // A lock that is given back between the two looks is tried for again.
    for (let attempt = 0; attempt < 5 && holder === undefined; attempt += 1) {
      if (await create(file, mine)) return ok(() => unlock(file, info.id));
      holder = await readLock(file);
    }
    return holder && isDead(holder) ? await takeOver(file, holder, mine) : fail(held(file, holder ?? {}));
  } catch (error) {
    return fail(diagnose("state-unwritable", `The state ${path} cannot be locked: ${(error as Error).message}.`, { file }));
  }
}

function lockFile(path: string, info: LockInfo): LockFile {
  return {
    ID: info.id,
    Operation: info.operation,
    Info: "",
    Who: info.who,
    Version: "netweft",
    Created: info.created,
    Path: path,
    Pid: info.pid,
    Host: hostname(),
  };
}

/** A lock file appears whole or not at all: it is written under a name of its own and then linked to the lock's. */
async function create(file: string, lock: LockFile): Promise<boolean> {
  const fresh = `${file}.${lock.ID}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(fresh, JSON.stringify(lock), { mode: 0o600, flag: "wx" });
  try {
    await link(fresh, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Who holds the lock; undefined when it has just been given back. What is not JSON is a lock of nobody that is known. */
async function readLock(file: string): Promise<Partial<LockFile> | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Partial<LockFile>;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : {};
  }
}

function isDead({ Pid: pid, Host: host }: Partial<LockFile>): boolean {
  if (pid === undefined || host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Two runs may find the same dead holder: only the one that makes the guard replaces the lock, and looks again first. */
async function takeOver(file: string, dead: Partial<LockFile>, mine: LockFile): Promise<Result<() => Promise<void>>> {
  const guard = `${file}.takeover`;
  const handle = await open(guard, "wx").catch(() => undefined);
  if (!handle) return fail(held(file, dead, ` Another run is about to take it over; if none is, delete the file ${guard}.`));
  try {
    const now = await readLock(file);
    if (now && now.ID !== dead.ID) return fail(held(file, now));
    await rm(file, { force: true });
    if (!(await create(file, mine))) return fail(held(file, (await readLock(file)) ?? {}));
    return ok(() => unlock(file, mine.ID), [takenOver(file, dead)]);
  } finally {
    await handle.close();
    await rm(guard, { force: true });
  }
}

async function unlock(file: string, id: string): Promise<void> {
  const holder = await readLock(file);
  if (holder?.ID === id) await rm(file, { force: true });
}

function held(file: string, { ID, Who, Created, Operation, Pid }: Partial<LockFile>, more = ""): Diagnostic {
  const who = Who ? `by ${Who}${Pid ? ` (process ${Pid})` : ""}` : "by somebody who left no name";
  const what = `${Operation ? ` for "${Operation}"` : ""}${Created ? ` since ${Created}` : ""}${ID ? `, lock ID ${ID}` : ""}`;
  const detail = `The state is locked ${who}${what}. Nothing was changed. Wait until that run has ended; if it is certain that it died, delete the file ${file}.${more}`;
  return diagnose("state-locked", detail, { file });
}

function takenOver(file: string, { Who = "somebody", Pid, Created = "an unknown time" }: Partial<LockFile>): Diagnostic {
  const detail = `The state was locked by ${Who} since ${Created}, but process ${Pid} is not running any more. The run before may have ended half way; this one starts from what the state and the hosts say.`;
  return diagnose("state-lock-taken-over", detail, { file });
}
