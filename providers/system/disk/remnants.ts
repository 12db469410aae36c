/**
 * Temporary files. Each is in the folder of its target, under an unpredictable name that identifies the writing process, so that
 * the next run recognises and removes what a killed process left behind.
 */
import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { attempt, type Disk } from "./disk";
import { isDead, isNear, thisProcess } from "./holder";

/** The maximum age of a temporary file in milliseconds, if the process that writes it is not one of this machine that can be looked for. */
export const LONGEST = 24 * 3600 * 1000;

const NAME = /^\..*\.(\d+)-(\d+)-(\d+)-([0-9a-f-]+)\.[0-9a-f]{16}\.new$/s;

/** A new name beside `path`. */
export function freshName(path: string): string {
  const { Pid, Started, PidNamespace, Boot } = thisProcess();
  const signature = [Pid, Started || 0, PidNamespace || 0, Boot || 0].join("-");
  return join(dirname(path), `.${basename(path).slice(0, 32)}.${signature}.${randomBytes(8).toString("hex")}.new`);
}

/** Removes temporary files of dead processes from a folder, as far as possible. */
export function sweep(disk: Disk, folder: string): void {
  attempt(() => {
    for (const name of disk.readdirSync(folder)) if (NAME.test(name)) attempt(() => sweepOne(disk, join(folder, name)));
  });
}

function sweepOne(disk: Disk, path: string): void {
  const [, pid, Started, PidNamespace, Boot] = NAME.exec(basename(path))!;
  const writer = { Pid: Number(pid), Host: thisProcess().Host, Started: Started!, PidNamespace: PidNamespace!, Boot: Boot! };
  const isOver = isNear(writer) ? isDead(writer) : Date.now() - disk.statSync(path).mtimeMs > LONGEST;
  if (isOver) disk.unlinkSync(path);
}
