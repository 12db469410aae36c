/** Other programs in place of the machine's own, for the laboratory alone. `emptyLab` uncovers what a test that failed left covered. */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const covered = new Set<() => void>();

/** Puts another file in the place of a program, until the returned function is called. */
export function cover(program: string, by: string): () => void {
  const path = whereIs(program);
  execFileSync("mount", ["--bind", by, path]);
  // Lazily: the other program may still run.
  const uncover = () => void (covered.delete(uncover) && execFileSync("umount", ["--lazy", path]));
  covered.add(uncover);
  return uncover;
}

/** Has a script run in the place of a program. The script is made in this folder, from the path at which the program then is. */
export function replace(program: string, folder: string, script: (real: string) => string): () => void {
  const [real, other] = [join(folder, `real-${program}`), join(folder, program)];
  copyFileSync(whereIs(program), real);
  writeFileSync(other, `#!/bin/sh\n${script(real)}\n`);
  chmodSync(other, 0o755);
  return cover(program, other);
}

export function uncoverAll(): void {
  for (const uncover of covered) uncover();
}

function whereIs(program: string): string {
  return execFileSync("sh", ["-c", 'command -v "$0"', program], { encoding: "utf8" }).trim();
}
