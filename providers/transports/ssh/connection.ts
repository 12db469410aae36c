import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fail, ok, type Result } from "../../../lib/diagnostic";
import { removePrivateFolder } from "../../system/disk/private";
import { callSsh } from "./client";
import { privateFolder } from "./folder";
import { gate } from "./gate";
import { exitArgs, masterArgs } from "./options";
import type { SshTarget } from "./target";
import { notConnected, notInstalled } from "./failure";

/** One connection to one host, which all programs that run there share. */
export interface Connection {
  /** Connects if necessary. Returns the control socket. */
  open(): Promise<Result<string>>;
  /** Marks the connection as broken: the next `open` connects again. */
  forget(): void;
  close(): Promise<void>;
}

/** An sshd (that of a jump host, too) by default rejects new connections while ten have not logged in yet. */
const connecting = gate(8);

export function connectionTo(target: SshTarget): Connection {
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
      if (current) await callSsh(exitArgs(target, current.control));
      removePrivateFolder(await folder);
    },
  };
}

/**
 * ssh's messages go into a file: a process that stays with the connection, such as that of a jump host, would keep a pipe open
 * for as long.
 */
async function start(target: SshTarget, control: string): Promise<Result<string>> {
  const log = await open(`${control}.log`, "w");
  try {
    const code = await callSsh(masterArgs(target, control), { stderr: log.fd });
    if (code === 0) return ok(control);
    return fail(code === undefined ? notInstalled(target) : notConnected(target, await readFile(`${control}.log`, "utf8")));
  } finally {
    await log.close();
  }
}
