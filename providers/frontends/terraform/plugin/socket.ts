import { chmodSync } from "node:fs";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempt } from "../../../system/disk/disk";
import { abandonedFolders, makePrivateFolder, removePrivateFolder } from "../../../system/disk/private";

/** A unix socket that is accessible to this user only: the folder is 0700, the socket 0600. */
export interface SocketPlace {
  readonly path: string;
  /** Rejects with the system's error. */
  listen(server: Pick<Server, "listen" | "once" | "off">): Promise<void>;
  remove(): void;
}

/** Socket paths are limited to about 100 bytes, and the handshake line reserves two characters. */
const LONGEST = 80;
const UNFIT = /[|\n]/;

const PREFIX = "netweft-";

/**
 * Creates the folder, in `temporary` or, if its path is too long, in `/tmp`, and removes the folders of killed processes
 * there. Throws the system's error.
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
