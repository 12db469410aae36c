/**
 * Folders for sockets, accessible to this user only. Each names the process that created it, so that the next run can remove the
 * folders of killed processes.
 */
import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attempt, machineDisk } from "./disk";
import { isDead, thisProcess, type LockHolder } from "./holder";
import { readLock } from "./lock";
import { LONGEST } from "./remnants";

const OWNER = "owner";

/** The suffix that `mkdtemp` appends to a prefix. */
const RANDOM = /^[A-Za-z0-9]{6}$/;

/** Creates a new folder in `parent`. Throws the system's error. */
export function makePrivateFolder(parent: string, prefix: string): string {
  const folder = mkdtempSync(join(parent, prefix));
  // Optional: the folder works without it.
  attempt(() => writeFileSync(join(folder, OWNER), JSON.stringify(thisProcess()), { mode: 0o600 }));
  return folder;
}

/** Removes the folder with its content. */
export function removePrivateFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The folders with this prefix in `parent` that belong to this user and whose process is certain to be gone. */
export function abandonedFolders(parent: string, prefix: string): readonly string[] {
  const all: string[] = [];
  attempt(() => all.push(...readdirSync(parent)));
  return all
    .filter((name) => name.startsWith(prefix) && RANDOM.test(name.slice(prefix.length)))
    .map((name) => join(parent, name))
    .filter(isAbandoned);
}

/** A folder that cannot be read is not abandoned. Another user's folder could be replaced by a link before it is removed. */
function isAbandoned(folder: string): boolean {
  let abandoned = false;
  attempt(() => {
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || stat.uid !== process.geteuid?.()) return;
    const owner = readLock<LockHolder>(machineDisk, join(folder, OWNER)) ?? {};
    abandoned = "Pid" in owner ? isDead(owner) : isUnused(folder) && Date.now() - stat.mtimeMs > LONGEST;
  });
  return abandoned;
}

/** Whether its process was killed while creating the folder. */
function isUnused(folder: string): boolean {
  return readdirSync(folder).every((name) => name === OWNER);
}
