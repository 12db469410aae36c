/** Lines of text in and out of files, without ever holding a whole file in one string. */
import { closeSync, openSync, readSync, statSync, writeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

const CHUNK = 1 << 20;

/** One line without its end, and how many bytes of the file lie before its end, the line feed included. */
export interface Line {
  readonly text: string;
  readonly end: number;
  /** Whether a line feed follows; only the last line of a file may be without. */
  readonly whole: boolean;
}

/** The lines of an open file from the byte `from` on. */
export function* linesOf(fd: number, from = 0): Generator<Line> {
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.allocUnsafe(CHUNK);
  let position = from;
  let end = from;
  let rest = "";
  for (;;) {
    const length = readSync(fd, buffer, 0, CHUNK, position);
    if (length === 0) break;
    position += length;
    const parts = (rest + decoder.write(buffer.subarray(0, length))).split("\n");
    rest = parts.pop()!;
    for (const text of parts) {
      end += Buffer.byteLength(text) + 1;
      yield { text, end, whole: true };
    }
  }
  rest += decoder.end();
  if (rest !== "") yield { text: rest, end: position, whole: false };
}

/** Writes all pieces. Nobody waits for the disk: a power cut would take a real kernel's memory, too. */
export function writeAll(path: string, pieces: Iterable<string>, flags: "w" | "a"): void {
  const fd = openSync(path, flags, 0o600);
  try {
    for (const part of joined(pieces)) writeSync(fd, part);
  } finally {
    closeSync(fd);
  }
}

/** Size of a file in bytes. */
export function sizeOf(path: string): number {
  return statSync(path).size;
}

/** Small pieces joined into larger ones. */
function* joined(pieces: Iterable<string>): Generator<string> {
  let part = "";
  for (const piece of pieces) {
    part += piece;
    if (part.length < CHUNK) continue;
    yield part;
    part = "";
  }
  yield part;
}
