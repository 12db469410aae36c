/** Replaces programs of the machine, for the laboratory alone. `emptyLab` restores what a failed test left replaced. */
import { chmodSync, copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./starter";

const covered = new Set<() => void>();

/** Mounts another file over a program, until the returned function is called. */
export function cover(program: string, by: string): () => void {
  const path = whereIs(program);
  runProgram(["mount", "--bind", by, path]);
  // Lazily: the replacement may still run.
  const uncover = () => void (covered.delete(uncover) && runProgram(["umount", "--lazy", path]));
  covered.add(uncover);
  return uncover;
}

/** Replaces a program by a script, created in this folder from the path of the original program. */
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
  return runProgram(["command", "-v", program]).trim();
}
