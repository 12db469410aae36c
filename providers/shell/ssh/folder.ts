import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempt } from "../../disk/disk";
import { abandonedFolders, makePrivateFolder, removePrivateFolder } from "../../disk/private";
import { callSsh } from "./client";
import { farewellArgs } from "./options";

const PREFIX = "netweft-ssh-";

/** A path of a socket has room for 107 bytes, and ssh puts 17 of its own behind it while it makes one. */
const LONGEST = 107 - 17 - `/${PREFIX}XXXXXX/99`.length;

/** Milliseconds in which a connection that was left behind has to end; one that cannot ends when it has been idle. */
const FAREWELL = 2000;

/** The name of a socket. What ssh says, and the socket while it is made, are called otherwise. */
const SOCKET = /^\d+$/;

/** Makes a folder for the sockets of one host's connections. Before that, what killed runs left of theirs is removed. */
export async function privateFolder(): Promise<string> {
  const temporary = tmpdir();
  const parent = temporary.length > LONGEST ? "/tmp" : temporary;
  await (sweeping ??= sweep(parent));
  return makePrivateFolder(parent, PREFIX);
}

/** All hosts that are connected to at one time wait for the same. */
let sweeping: Promise<void> | undefined;

async function sweep(parent: string): Promise<void> {
  await Promise.all(abandonedFolders(parent, PREFIX).map(retire));
  sweeping = undefined;
}

/** Ends the connections of a folder whose process is gone, and removes it. */
async function retire(folder: string): Promise<void> {
  const sockets: string[] = [];
  attempt(() => sockets.push(...readdirSync(folder).filter((name) => SOCKET.test(name))));
  await Promise.all(sockets.map((name) => callSsh(farewellArgs(join(folder, name)), { within: FAREWELL })));
  attempt(() => removePrivateFolder(folder));
}
