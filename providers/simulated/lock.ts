import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { diagnose, fail, ok, type Result } from "../../lib/diagnostic";
import { unless, type Disk } from "../disk/disk";
import { takeLock, touchLock, type LockText } from "../disk/lock";

/** How long the holder of a lock may give no sign of life. */
const PATIENCE_MS = 60_000;
const POLL_MS = 10;

export interface Lock {
  /** A sign of life, for those who wait. */
  touch(): void;
  release(): void;
}

/**
 * Takes the lock beside `file`, waiting for other processes (and other users in this one) to give it back. The lock of a
 * process that is no more is taken over.
 */
export async function lock(disk: Disk, file: string, patience = PATIENCE_MS): Promise<Result<Lock>> {
  const path = `${file}.lock`;
  const text = { ID: randomUUID() };
  let last = { sign: "", seen: performance.now() };
  for (;;) {
    const taken = takeLock<{ readonly ID: string } & Partial<LockText>>(disk, path, text);
    if (!("holder" in taken)) return ok({ touch: () => touchLock(disk, path), release: taken.release });
    const sign = signOfLife(disk, path, taken.holder);
    if (sign !== last.sign) last = { sign, seen: performance.now() };
    else if (performance.now() - last.seen > patience)
      return fail(diagnose("simulated-locked", stuck(path, taken.holder, patience), { file }));
    await sleep(POLL_MS);
  }
}

/** Changes with each sign of life. What the holder's clock says is of no matter: the time is taken here. */
function signOfLife(disk: Disk, path: string, { ID }: Partial<LockText>): string {
  return `${ID} ${unless("ENOENT", () => disk.statSync(path))?.mtimeMs}`;
}

function stuck(path: string, { Pid, Host }: Partial<LockText>, patience: number): string {
  const who = Pid === undefined ? "An unknown process" : `The process ${Pid}${Host === undefined ? "" : ` on ${Host}`}`;
  return `${who} holds ${path} and has given no sign of life for ${patience / 1000} seconds. Wait for it or end it; if it is not a run of Netweft, remove that file.`;
}
