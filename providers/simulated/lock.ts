import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { diagnose, fail, ok, type Result } from "../../lib/diagnostic";

/** How long the holder of a lock may give no sign of life. */
const PATIENCE_MS = 60_000;
const POLL_MS = 10;

export interface Lock {
  /** A sign of life, for those who wait. */
  touch(): Promise<void>;
  release(): Promise<void>;
}

let counter = 0;

/**
 * Takes the lock beside `file`, waiting for other processes (and other users in this one) to give it back. The lock of a
 * process that is no more is taken over.
 */
export async function lock(file: string, patience = PATIENCE_MS): Promise<Result<Lock>> {
  const path = `${file}.lock`;
  const owner = `${process.pid} ${counter++}\n`;
  for (;;) {
    if (await create(path, owner)) return ok(held(path));
    const holder = await lookAt(path);
    if (!holder) continue;
    if (!isAlive(holder.pid)) await breakLock(path, holder.text);
    else if (Date.now() - holder.since > patience) return fail(diagnose("simulated-locked", stuck(path, holder.pid), { file }));
    await sleep(POLL_MS);
  }
}

function held(path: string): Lock {
  return {
    touch: () => utimes(path, new Date(), new Date()),
    release: () => rm(path, { force: true }),
  };
}

/** The file appears with its content or not at all. */
async function create(path: string, owner: string): Promise<boolean> {
  const fresh = `${path}.${owner.trim().replace(" ", ".")}`;
  await writeNew(fresh, owner);
  try {
    await link(fresh, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(fresh, { force: true });
  }
}

/** The folder is mostly there. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await makeFolder(dirname(path));
    await writeFile(path, text, { mode: 0o600 });
  }
}

/** Folder by folder: Node's own way never ends where the kernel says that what it is asked to make does not exist, as below /proc. */
async function makeFolder(path: string): Promise<void> {
  const make = async (then: (code: string | undefined, error: unknown) => Promise<void>) => {
    await mkdir(path).catch((error: NodeJS.ErrnoException) => then(error.code, error));
  };
  await make(async (code, error) => {
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await make(async (again, failure) => {
      if (again !== "EEXIST") throw failure;
    });
  });
}

async function lookAt(path: string): Promise<{ readonly text: string; readonly pid: number; readonly since: number } | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    return { text, pid: Number.parseInt(text, 10), since: mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Removes a dead process's lock. Of several who find it, one moves it away; who finds that he moved a younger one, because
 * another was faster, puts that back.
 */
async function breakLock(path: string, text: string): Promise<void> {
  const aside = `${path}.dead.${process.pid}.${counter++}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, "utf8")) !== text) await link(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "EEXIST") throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

function stuck(path: string, pid: number): string {
  return `The process ${pid} holds ${path} and has given no sign of life for ${PATIENCE_MS / 1000} seconds. Wait for it or end it; if it is not a run of Netweft, remove that file.`;
}
