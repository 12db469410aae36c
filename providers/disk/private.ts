/**
 * Folders for sockets, which only this user can enter. Each says which process made it, so that the next run removes what a
 * killed one has left.
 */
import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attempt, machineDisk } from "./disk";
import { isDead, thisProcess, type Holder } from "./holder";
import { readLock } from "./lock";
import { LONGEST } from "./remnants";

const OWNER = "owner";

/** What `mkdtemp` puts behind a prefix. */
const RANDOM = /^[A-Za-z0-9]{6}$/;

/** Makes a folder of a new name in `parent`. Throws the system's error. */
export function makePrivateFolder(parent: string, prefix: string): string {
  const folder = mkdtempSync(join(parent, prefix));
  // Without it the folder is as useful as with it.
  attempt(() => writeFileSync(join(folder, OWNER), JSON.stringify(thisProcess()), { mode: 0o600 }));
  return folder;
}

/** Removes it with all that is in it. */
export function removePrivateFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The folders of such names in `parent` that this user's processes made, and whose process is certain to be gone. */
export function abandonedFolders(parent: string, prefix: string): readonly string[] {
  const all: string[] = [];
  attempt(() => all.push(...readdirSync(parent)));
  return all
    .filter((name) => name.startsWith(prefix) && RANDOM.test(name.slice(prefix.length)))
    .map((name) => join(parent, name))
    .filter(isAbandoned);
}

/** What cannot be read is not abandoned. Another user's folder may lead anywhere by the time that it is removed. */
function isAbandoned(folder: string): boolean {
  let abandoned = false;
  attempt(() => {
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || stat.uid !== process.geteuid?.()) return;
    const owner = readLock<Holder>(machineDisk, join(folder, OWNER)) ?? {};
    abandoned = "Pid" in owner ? isDead(owner) : isUnused(folder) && Date.now() - stat.mtimeMs > LONGEST;
  });
  return abandoned;
}

/** Whether its process was killed while it made the folder. */
function isUnused(folder: string): boolean {
  return readdirSync(folder).every((name) => name === OWNER);
}
