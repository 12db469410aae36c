import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { diagnose, fail, ok, type Result } from "../../../lib/diagnostic";
import { unless, type Disk } from "../../system/disk/disk";
import { whoRuns } from "../../system/disk/who";
import { takeLock, touchLock, type LockText } from "../../system/disk/lock";

/** How long a lock holder may go without a heartbeat. */
const TIMEOUT_MS = 60_000;
const POLL_MS = 10;

export interface Lock {
  /** A heartbeat for waiting processes. */
  touch(): void;
  release(): void;
}

/** What a lock says beside its process; one of an earlier version has only the ID. */
interface HolderText {
  readonly ID: string;
  readonly Who?: string;
  readonly Created?: string;
}

/**
 * Takes the lock beside `file`, waiting for other holders in any process to release it. The lock of a dead process is taken
 * over.
 */
export async function lock(disk: Disk, file: string, timeout = TIMEOUT_MS): Promise<Result<Lock>> {
  const path = `${file}.lock`;
  const text: HolderText = { ID: randomUUID(), Who: whoRuns(), Created: new Date().toISOString() };
  let last = { sign: "", at: performance.now() };
  for (;;) {
    const taken = takeLock<HolderText>(disk, path, text);
    if (!("holder" in taken)) return ok({ touch: () => touchLock(disk, path), release: taken.release });
    const sign = heartbeat(disk, path, taken.holder);
    if (sign !== last.sign) last = { sign, at: performance.now() };
    else if (performance.now() - last.at > timeout) return fail(diagnose("simulated-locked", stuck(path, taken.holder, timeout), { file }));
    await sleep(POLL_MS);
  }
}

/** Changes with each heartbeat. Only compared for equality: the holder's clock does not matter. */
function heartbeat(disk: Disk, path: string, { ID }: Partial<LockText>): string {
  return `${ID} ${unless("ENOENT", () => disk.statSync(path))?.mtimeMs}`;
}

function stuck(path: string, { Pid, Host, Who, Created }: Partial<HolderText & LockText>, timeout: number): string {
  const process = Pid === undefined ? "An unknown process" : `The process ${Pid}${Host === undefined ? "" : ` on ${Host}`}`;
  const who = `${process}${Who === undefined ? "" : ` of ${Who}`}`;
  return `${who} holds ${path}${Created === undefined ? "" : ` since ${Created}`} and has been inactive for ${timeout / 1000} seconds. Wait for it or terminate it; if it is not a run of Netweft, remove that file.`;
}
