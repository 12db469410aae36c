/** Kills the script of an apply at a chosen program call, with all processes of its session. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { replace } from "./cover";

/** Programs that the scripts call, except `stat`, which is used here. Running name servers and their keepers call none of these. */
const PROGRAMS = "awk cat chmod cut dd grep ip mkdir mv nft nsenter rm rmdir sed setsid tail xargs".split(" ");

export interface Killer {
  /** Kills the next script at this call, counted from its first change. */
  at(call: number): void;
  /** Kills no script from now on. Returns whether one was killed since `at`. */
  off(): boolean;
}

/** Replaces the programs until the laboratory is emptied. `folder` is for its files. */
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

/** It calls no program itself. An apply first changes the generation. */
function wrapper(program: string, real: string, { at, calls, killed }: Readonly<Record<"at" | "calls" | "killed", string>>): string {
  return [
    ...(program === "mv" ? [`case "$*" in *.generation.new*) [ ! -e ${at} ] || : > ${calls} ;; esac`] : []),
    `if [ -e ${calls} ] && [ ! -e ${killed} ]; then`,
    `  printf . >> ${calls}`,
    `  read -r calls_so_far < ${calls}`,
    `  read -r at < ${at}`,
    `  [ "\${#calls_so_far}" != "$at" ] || { : > ${killed}; kill -9 0; }`,
    "fi",
    `exec ${real} "$@"`,
  ].join("\n");
}
