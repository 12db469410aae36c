import { spawn } from "node:child_process";

/** Login takes longer than connecting, and a server that never completes it must not block the other hosts. */
const LONGEST_LOGIN = 60_000;

/** The file descriptor for ssh's messages, and the timeout in milliseconds. */
export interface SshCall {
  readonly stderr?: number;
  readonly within?: number;
}

/** Runs ssh and returns its exit code; undefined if it is not installed. It has no terminal, and so never prompts. */
export function callSsh(args: readonly string[], { stderr, within = LONGEST_LOGIN }: SshCall = {}): Promise<number | undefined> {
  const env = { ...process.env, SSH_ASKPASS_REQUIRE: "never" };
  const child = spawn("ssh", args, { detached: true, env, stdio: ["ignore", "ignore", stderr ?? "ignore"] });
  const timeout = setTimeout(() => child.kill(), within);
  return new Promise<number | undefined>((resolve) => {
    child.once("error", () => resolve(undefined));
    child.once("exit", (code) => resolve(code ?? 1));
  }).finally(() => clearTimeout(timeout));
}
