import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fail, ok, type Result } from "../../../lib/diagnostic";
import { removePrivateFolder } from "../../disk/private";
import { callSsh } from "./client";
import { privateFolder } from "./folder";
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
      if (current) await callSsh(exitArgs(target, current.control));
      removePrivateFolder(await folder);
    },
  };
}

/**
 * What ssh has to say goes into a file: a process that stays with the connection, a jump host's for one, would keep a pipe
 * open for as long.
 */
async function start(target: Target, control: string): Promise<Result<string>> {
  const said = await open(`${control}.said`, "w");
  try {
    const code = await callSsh(masterArgs(target, control), { stderr: said.fd });
    if (code === 0) return ok(control);
    return fail(code === undefined ? notInstalled(target) : notConnected(target, await readFile(`${control}.said`, "utf8")));
  } finally {
    await said.close();
  }
}
