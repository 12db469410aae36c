import { spawn } from "node:child_process";
import type { Processes } from "../../lib/ports/processes";

/** The user's commands from `cdktf.json`, run through `sh -c`; they inherit this process's environment. */
export const machineProcesses: Processes = {
  run(command, { cwd, env }) {
    return new Promise((resolve) => {
      const child = spawn("sh", ["-c", command], { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
      child.on("error", (error) => resolve({ code: 127, stdout: "", stderr: error.message }));
      child.on("close", (code) => resolve({ code: code ?? 128, stdout: text(out), stderr: text(err) }));
    });
  },
};

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
