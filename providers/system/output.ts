import { fstatSync, writeSync } from "node:fs";
import { getSystemErrorMap } from "node:util";

/** An output stream of this process. Its failure never stops the process. */
export interface Output {
  write(text: string): void;
  /** Waits until everything is written; returns the reason if some of it was not. A reader that has exited, like `head`, is no error. */
  flush(): Promise<string | undefined>;
}

/** Opens stdout or stderr for writing. After a failed write, later output is dropped. */
export function openOutput(stream: NodeJS.WriteStream & { readonly fd: number }): Output {
  let ended = false;
  let reason: string | undefined;
  const fail = (error: NodeJS.ErrnoException) => {
    ended = true;
    if (error.code !== "EPIPE") reason ??= getSystemErrorMap().get(error.errno ?? 0)?.[1] ?? error.message;
  };
  stream.on("error", fail);
  const attempt = (write: () => void) => {
    if (ended) return;
    try {
      write();
    } catch (error) {
      fail(error as NodeJS.ErrnoException);
    }
  };
  if (isFile(stream.fd)) return { write: (text) => attempt(() => writeWhole(stream.fd, text)), flush: async () => reason };
  let last = Promise.resolve();
  return {
    // The stream emits its error right after the callback of the write.
    write: (text) => attempt(() => void (last = new Promise((resolve) => stream.write(text, () => setImmediate(resolve))))),
    flush: () => last.then(() => reason),
  };
}

/** Terminals, pipes and sockets are written through Node's stream; files and block devices synchronously. */
function isFile(fd: number): boolean {
  const stat = fstatSync(fd);
  return stat.isFile() || stat.isBlockDevice();
}

/** Node's own stream for files ignores short writes. */
function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}
