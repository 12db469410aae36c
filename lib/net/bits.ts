import { diagnose, fail, ok, type Result } from "../diagnostic";

/** The most values that a mask is for. */
const MOST_BITS = 16;

/** A mask of consecutive bits, and the place of the lowest. */
export interface BitMask {
  readonly mask: number;
  readonly shift: number;
}

/** A mask in base 16, `0x0f000000`: 1 to 16 consecutive bits of 32. */
export function parseBits(text: string): BitMask | undefined {
  if (!/^0x[0-9a-fA-F]{1,8}$/.test(text)) return undefined;
  const mask = Number(text);
  const shift = Math.log2((mask & -mask) >>> 0);
  const count = Math.log2(mask / 2 ** shift + 1);
  return mask !== 0 && Number.isInteger(count) && count <= MOST_BITS ? { mask, shift } : undefined;
}

/** The same with a diagnostic. */
export function readBits(text: string): Result<BitMask> {
  const bits = parseBits(text);
  const detail = `${JSON.stringify(text)} is no mask. Write 1 to ${MOST_BITS} consecutive bits in base 16: "0x0f000000".`;
  return bits === undefined ? fail(diagnose("invalid-value", detail)) : ok(bits);
}
