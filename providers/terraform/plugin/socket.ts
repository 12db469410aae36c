import { chmodSync } from "node:fs";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempt } from "../../disk/disk";
import { abandonedFolders, makePrivateFolder, removePrivateFolder } from "../../disk/private";

/** A place for a unix socket that only this user can reach: the folder is 0700, the socket 0600. */
export interface SocketPlace {
  readonly path: string;
  /** Rejects with the system's error. */
  listen(server: Pick<Server, "listen" | "once" | "off">): Promise<void>;
  remove(): void;
}

/** The system takes paths of sockets up to some 100 bytes, and the handshake line has its own use for two characters. */
const LONGEST = 80;
const UNFIT = /[|\n]/;

const PREFIX = "netweft-";

/**
 * Makes the folder, in `temporary` or, when its path does not fit, in `/tmp`, and removes those there of processes that were
 * killed. Throws the system's error.
 */
export function makeSocket(temporary = tmpdir()): SocketPlace {
  const fits = Buffer.byteLength(temporary) <= LONGEST && !UNFIT.test(temporary);
  const parent = fits ? temporary : "/tmp";
  for (const folder of abandonedFolders(parent, PREFIX)) attempt(() => removePrivateFolder(folder));
  const folder = makePrivateFolder(parent, PREFIX);
  const path = join(folder, "s");
  return {
    path,
    listen: (server) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(path, () => {
          server.off("error", reject);
          chmodSync(path, 0o600);
          resolve();
        });
      }),
    remove: () => removePrivateFolder(folder),
  };
}
