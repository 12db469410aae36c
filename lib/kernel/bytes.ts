/**
 * Names on a host are bytes and need not be valid UTF-8. In text, an invalid byte becomes a lone low surrogate, U+DC80 to
 * U+DCFF. The mapping is lossless, so distinct names stay distinct.
 */
const OFFSET = 0xdc00;

/** The character of a byte from 0x80 on. */
export function characterOf(byte: number): string {
  return String.fromCharCode(OFFSET + byte);
}

/** The byte that a code point stands for, if any. */
export function byteOf(point: number): number | undefined {
  return point >= OFFSET + 0x80 && point <= OFFSET + 0xff ? point - OFFSET : undefined;
}
