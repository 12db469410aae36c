/** Files of `/proc`. A process can end between two reads, so that looking first whether a file is there is no protection. */
import { readFileSync } from "node:fs";

/** The text of a process's file, `""` once the process has ended. */
export function procText(pid: number | string, file: "cmdline" | "stat"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code!)) return "";
    throw error;
  }
}
