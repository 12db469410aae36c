/** Files of `/proc`. A process can exit between two reads, so checking first whether a file exists is not enough. */
import { readFileSync } from "node:fs";

/** The text of a process's file, `""` once the process has exited. */
export function procText(pid: number | string, file: "cmdline" | "stat"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code!)) return "";
    throw error;
  }
}
