/** Bytes as text. Invalid UTF-8 is an error, never text with replacement characters. */
import { isUtf8 } from "node:buffer";
import { diagnose, fail, ok, type Result } from "./diagnostic";

/** The byte order marks of other encodings. */
const MARKS = [
  ["UTF-32", [0xff, 0xfe, 0, 0]],
  ["UTF-32", [0, 0, 0xfe, 0xff]],
  ["UTF-16", [0xff, 0xfe]],
  ["UTF-16", [0xfe, 0xff]],
] as const;

/** The text of a file; `name` is what the diagnostic shows. A byte order mark of UTF-8 is kept. */
export function utf8Of(bytes: Uint8Array, name: string): Result<string> {
  if (isUtf8(bytes)) return ok(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  const other = MARKS.find(([, mark]) => mark.every((byte, n) => bytes[n] === byte))?.[0];
  const at = other === undefined ? firstWrong(bytes) : 0;
  const what = other === undefined ? "the bytes from there on are not UTF-8" : `the file is in ${other}`;
  return fail(diagnose("not-utf8", `${name} cannot be read as text: at byte ${at}, ${what}. Save it as UTF-8.`, { file: name }));
}

/** The first byte, counted from 0, that does not continue the valid text before it. */
function firstWrong(bytes: Uint8Array): number {
  let [valid, wrong] = [0, bytes.length];
  while (wrong - valid > 1) {
    const middle = (valid + wrong) >> 1;
    if (startsUtf8(bytes, middle)) valid = middle;
    else wrong = middle;
  }
  return valid;
}

/** Whether the first bytes are UTF-8, perhaps cut off within the last character. */
function startsUtf8(bytes: Uint8Array, length: number): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
    return true;
  } catch {
    return false;
  }
}
