/**
 * Files on the way to their names. Each is in the folder of its target, under a name that none can foresee and that says which
 * process writes it, so that what a killed process left behind is known and removed by the next run.
 */
import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { attempt, type Disk } from "./disk";
import { isDead, thisProcess } from "./holder";

/** Nothing is on its way to its name for longer than this, in milliseconds, wherever it is made. */
export const LONGEST = 24 * 3600 * 1000;

const NAME = /^\..*\.(\d+)-(\d+)-(\d+)-([0-9a-f-]+)\.[0-9a-f]{16}\.new$/s;

/** A new name beside `path`. */
export function freshName(path: string): string {
  const { Pid, Started, PidNamespace, Boot } = thisProcess();
  const signature = [Pid, Started || 0, PidNamespace || 0, Boot || 0].join("-");
  return join(dirname(path), `.${basename(path).slice(0, 32)}.${signature}.${randomBytes(8).toString("hex")}.new`);
}

/** Removes what dead processes left half written in a folder. What cannot be removed stays. */
export function sweep(disk: Disk, folder: string): void {
  attempt(() => {
    for (const name of disk.readdirSync(folder)) if (NAME.test(name)) attempt(() => sweepOne(disk, join(folder, name)));
  });
}

function sweepOne(disk: Disk, path: string): void {
  const [, pid, Started, PidNamespace, Boot] = NAME.exec(basename(path))!;
  const writer = { Pid: Number(pid), Host: thisProcess().Host, Started: Started!, PidNamespace: PidNamespace!, Boot: Boot! };
  if (isDead(writer) || Date.now() - disk.statSync(path).mtimeMs > LONGEST) disk.unlinkSync(path);
}
