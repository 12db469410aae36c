import { spawn, type ChildProcess } from "node:child_process";
import type { Processes } from "../../lib/ports/processes";

/** The user's commands from `cdktf.json` and of probes, run through `sh -c`; they inherit this process's environment. */
export const machineProcesses: Processes = {
  run(command, { cwd, env, within }) {
    return new Promise((resolve) => {
      // A group of its own can be ended with all that it has started.
      const options = { cwd, env: { ...process.env, ...env }, detached: within !== undefined } as const;
      const child = spawn("sh", ["-c", command], { ...options, stdio: ["ignore", "pipe", "pipe"] });
      const [out, err]: [Buffer[], Buffer[]] = [[], []];
      let late = {};
      const end = () => {
        late = { isLate: true };
        endGroup(child);
      };
      const timeout = within === undefined ? undefined : setTimeout(end, within);
      child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
      child.on("error", (error) => resolve({ code: 127, stdout: "", stderr: error.message }));
      child.on("close", (code) => {
        clearTimeout(timeout);
        resolve({ code: code ?? 128, stdout: text(out), stderr: text(err), ...late });
      });
    });
  },
};

/** A process that has left the group keeps the pipes open, so they are closed here. */
function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended in the meantime.
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
