import { spawn } from "node:child_process";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, ok, type Result } from "../../../lib/diagnostic";
import { gate } from "./gate";
import { exitArgs, masterArgs } from "./options";
import type { Target } from "./target";
import { notConnected, notInstalled } from "./trouble";

/** One connection to one host, which all programs that run there share. */
export interface Connection {
  /** Connects where that was not done yet. Gives the socket that leads to the connection. */
  open(): Promise<Result<string>>;
  /** The connection broke: the next one who needs it gets another. */
  forget(): void;
  close(): Promise<void>;
}

/** A path of a socket has room for 107 bytes, and ssh puts 17 of its own behind it while it makes one. */
const LONGEST_FOLDER = 107 - 17 - "/netweft-ssh-XXXXXX/99".length;

/** Logging in takes longer than connecting, and a server that never ends it must not hold anybody up for ever. */
const LONGEST_LOGIN = 60_000;

/** A server (that of a jump host, too) turns newcomers away when ten have not logged in yet, unless it is told otherwise. */
const connecting = gate(8);

export function connectionTo(target: Target): Connection {
  let folder: Promise<string> | undefined;
  let current: { readonly control: string; readonly opened: Promise<Result<string>> } | undefined;
  let count = 0;
  const connect = async () => {
    const at = await (folder ??= privateFolder());
    const control = join(at, `${++count % 100}`);
    current = { control, opened: connecting(() => start(target, control)) };
    return current.opened;
  };
  let opening: Promise<Result<string>> | undefined;
  return {
    open: () => (opening ??= connect()),
    forget: () => void (opening = undefined),
    async close() {
      if (folder === undefined) return;
      await opening;
      if (current) await call(exitArgs(target, current.control));
      await rm(await folder, { recursive: true, force: true });
    },
  };
}

/** Only this user can enter it. */
function privateFolder(): Promise<string> {
  const temporary = tmpdir();
  return mkdtemp(join(temporary.length > LONGEST_FOLDER ? "/tmp" : temporary, "netweft-ssh-"));
}

/**
 * What ssh has to say goes into a file: a process that stays with the connection, a jump host's for one, would keep a pipe
 * open for as long.
 */
async function start(target: Target, control: string): Promise<Result<string>> {
  const said = await open(`${control}.said`, "w");
  try {
    const code = await call(masterArgs(target, control), said.fd);
    if (code === 0) return ok(control);
    return fail(code === undefined ? notInstalled(target) : notConnected(target, await readFile(`${control}.said`, "utf8")));
  } finally {
    await said.close();
  }
}

/** The exit code of ssh; undefined when there is no such program. It has no terminal, and so nobody to ask. */
function call(args: readonly string[], stderr: number | "ignore" = "ignore"): Promise<number | undefined> {
  const env = { ...process.env, SSH_ASKPASS_REQUIRE: "never" };
  const child = spawn("ssh", args, { detached: true, env, stdio: ["ignore", "ignore", stderr] });
  const patience = setTimeout(() => child.kill(), LONGEST_LOGIN);
  return new Promise<number | undefined>((resolve) => {
    child.once("error", () => resolve(undefined));
    child.once("exit", (code) => resolve(code ?? 1));
  }).finally(() => clearTimeout(patience));
}
