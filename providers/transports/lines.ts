import { isUtf8 } from "node:buffer";
import { characterOf } from "../../lib/kernel/bytes";

const NEWLINE = 0x0a;

/**
 * Splits a stream of bytes into lines of text. Lines may be megabytes long (a host's links as one line of JSON), so pieces are
 * collected and joined once. Bytes that are not UTF-8 are preserved (`lib/kernel/bytes.ts`).
 */
export function lineSplitter(onLine: (line: string) => void): { push(piece: Uint8Array): void; end(): void } {
  let open: Uint8Array[] = [];
  const finish = (rest: Uint8Array) => {
    const line = open.length === 0 ? rest : Buffer.concat([...open, rest]);
    open = [];
    onLine(textOf(line));
  };
  return {
    push(piece) {
      let from = 0;
      for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
        finish(piece.subarray(from, at));
        from = at + 1;
      }
      if (from < piece.length) open.push(piece.subarray(from));
    },
    end() {
      if (open.length > 0) finish(new Uint8Array());
    },
  };
}

/** Latin-1 text has as many characters as bytes, so that sequences of UTF-8 can be matched in it; the rest are single bytes. */
const RUN = /(?:[\0-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+|[\x80-\xff]/g;

function textOf(bytes: Uint8Array): string {
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(line)) return line.toString("utf8");
  return line.toString("latin1").replace(RUN, (run) => {
    const part = Buffer.from(run, "latin1");
    return isUtf8(part) ? part.toString("utf8") : run.replace(/[\x80-\xff]/g, (byte) => characterOf(byte.charCodeAt(0)));
  });
}
