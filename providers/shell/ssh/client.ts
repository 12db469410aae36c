import { spawn } from "node:child_process";

/** Logging in takes longer than connecting, and a server that never ends it must not hold up the rest for ever. */
const LONGEST_LOGIN = 60_000;

/** Where what ssh has to say goes, and the milliseconds after which it is ended. */
export interface Call {
  readonly stderr?: number;
  readonly within?: number;
}

/** Runs ssh. Its exit code; undefined when there is no such program. It has no terminal, and so asks no question. */
export function callSsh(args: readonly string[], { stderr, within = LONGEST_LOGIN }: Call = {}): Promise<number | undefined> {
  const env = { ...process.env, SSH_ASKPASS_REQUIRE: "never" };
  const child = spawn("ssh", args, { detached: true, env, stdio: ["ignore", "ignore", stderr ?? "ignore"] });
  const patience = setTimeout(() => child.kill(), within);
  return new Promise<number | undefined>((resolve) => {
    child.once("error", () => resolve(undefined));
    child.once("exit", (code) => resolve(code ?? 1));
  }).finally(() => clearTimeout(patience));
}
