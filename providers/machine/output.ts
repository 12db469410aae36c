import { fstatSync, writeSync } from "node:fs";
import { getSystemErrorMap } from "node:util";

/** A stream of this process's. Whatever becomes of the stream, what this process does goes on. */
export interface Output {
  write(text: string): void;
  /** Waits until everything is written; why some of it was not. A reader that has gone, as `head` does, is no reason. */
  flush(): Promise<string | undefined>;
}

/** Opens stdout or stderr for writing. What comes behind a piece that could not be written is left out. */
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
    // The stream's own error comes right behind the answer to the write.
    write: (text) => attempt(() => void (last = new Promise((resolve) => stream.write(text, () => setImmediate(resolve))))),
    flush: () => last.then(() => reason),
  };
}

/** A terminal, a pipe and a socket are Node's to write to; a file and another device are written at once. */
function isFile(fd: number): boolean {
  const stat = fstatSync(fd);
  return stat.isFile() || stat.isBlockDevice();
}

/** Node's own stream for files takes a short write for a whole one. */
function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}
