import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempt } from "../../system/disk/disk";
import { abandonedFolders, makePrivateFolder, removePrivateFolder } from "../../system/disk/private";
import { callSsh } from "./client";
import { farewellArgs } from "./options";

const PREFIX = "netweft-ssh-";

/** The path of a socket has at most 107 bytes, and ssh appends 17 of its own while it creates one. */
const LONGEST = 107 - 17 - `/${PREFIX}XXXXXX/99`.length;

/** Milliseconds for ending an abandoned connection; if that fails, its idle timeout ends it. */
const FAREWELL = 2000;

/** The name of a socket. Log files and temporary sockets have other names. */
const SOCKET = /^\d+$/;

/** Creates a folder for the sockets of one host's connections, after removing those of killed runs. */
export async function privateFolder(): Promise<string> {
  const temporary = tmpdir();
  const parent = temporary.length > LONGEST ? "/tmp" : temporary;
  await (sweeping ??= sweep(parent));
  return makePrivateFolder(parent, PREFIX);
}

/** Concurrent connections share one sweep. */
let sweeping: Promise<void> | undefined;

async function sweep(parent: string): Promise<void> {
  await Promise.all(abandonedFolders(parent, PREFIX).map(retire));
  sweeping = undefined;
}

/** Ends the connections of an abandoned folder, and removes it. */
async function retire(folder: string): Promise<void> {
  const sockets: string[] = [];
  attempt(() => sockets.push(...readdirSync(folder).filter((name) => SOCKET.test(name))));
  await Promise.all(sockets.map((name) => callSsh(farewellArgs(join(folder, name)), { within: FAREWELL })));
  attempt(() => removePrivateFolder(folder));
}
