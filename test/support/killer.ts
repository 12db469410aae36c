/** Ends the script of an apply at a chosen one of the programs that it calls, with all that it started in its session. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { replace } from "./cover";

/** What the scripts call, but for `stat`, which they know by its name. Name servers and those who keep them call none of these once they are there. */
const PROGRAMS = "awk cat chmod cut dd grep ip mkdir mv nft nsenter rm rmdir sed setsid tail xargs".split(" ");

export interface Killer {
  /** The next script is ended at this one of its calls, counted from where it begins to change things. */
  at(call: number): void;
  /** Ends no script from now on. Whether one was ended since `at`. */
  off(): boolean;
}

/** Covers the programs until the laboratory is emptied. What is needed for that is in `folder`. */
export function openKiller(folder: string): Killer {
  const files = { at: join(folder, "at"), calls: join(folder, "calls"), killed: join(folder, "killed") };
  for (const program of PROGRAMS) replace(program, folder, (real) => wrapper(program, real, files));
  return {
    at: (call) => writeFileSync(files.at, `${call}\n`),
    off() {
      const killed = existsSync(files.killed);
      for (const file of Object.values(files)) rmSync(file, { force: true });
      return killed;
    },
  };
}

/** It calls no program itself. An apply's first change is its generation. */
function wrapper(program: string, real: string, { at, calls, killed }: Readonly<Record<"at" | "calls" | "killed", string>>): string {
  return [
    ...(program === "mv" ? [`case "$*" in *.generation.new*) [ ! -e ${at} ] || : > ${calls} ;; esac`] : []),
    `if [ -e ${calls} ]; then`,
    `  printf . >> ${calls}`,
    `  read -r seen < ${calls}`,
    `  read -r at < ${at}`,
    `  [ "\${#seen}" != "$at" ] || { : > ${killed}; kill -9 0; }`,
    "fi",
    `exec ${real} "$@"`,
  ].join("\n");
}
