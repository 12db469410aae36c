/**
 * Names on a host are bytes, and need not be UTF-8. In text a byte that is none is half of a pair of UTF-16, which no
 * character begins with: U+DC80 to U+DCFF. So nothing is lost, and two names stay two.
 */
const OFFSET = 0xdc00;

/** The character of a byte from 0x80 on. */
export function characterOf(byte: number): string {
  return String.fromCharCode(OFFSET + byte);
}

/** The byte that a code point stands for, where it stands for one. */
export function byteOf(point: number): number | undefined {
  return point >= OFFSET + 0x80 && point <= OFFSET + 0xff ? point - OFFSET : undefined;
}
