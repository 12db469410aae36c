/** The lines of a file, without holding all of it in one string. */
import { StringDecoder } from "node:string_decoder";
import type { Disk } from "../../system/disk/disk";
import { Damage } from "./damage";

const CHUNK = 1 << 20;

/** The maximum length of a line, in characters. */
const LONGEST = 1 << 24;

/** One line without its line feed, and the offset of the byte after it. */
export interface TextLine {
  readonly text: string;
  readonly end: number;
  /** Whether a line feed follows; only the last line of a file may lack it. */
  readonly whole: boolean;
}

/** The lines of an open file, starting at byte `from`. */
export function* linesOf(disk: Disk, fd: number, from = 0): Generator<TextLine> {
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.allocUnsafe(CHUNK);
  let position = from;
  let end = from;
  let rest = "";
  let number = 1;
  for (;;) {
    const length = disk.readSync(fd, buffer, 0, CHUNK, position);
    if (length === 0) break;
    position += length;
    if (rest.length > LONGEST) throw new Damage(number, "the line has no end");
    const parts = (rest + decoder.write(buffer.subarray(0, length))).split("\n");
    rest = parts.pop()!;
    for (const text of parts) {
      number++;
      end += Buffer.byteLength(text) + 1;
      yield { text, end, whole: true };
    }
  }
  rest += decoder.end();
  if (rest !== "") yield { text: rest, end: position, whole: false };
}
