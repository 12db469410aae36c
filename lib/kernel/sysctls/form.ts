/** What a value of a setting looks like, so that the kernel takes it and shows it again as it was written. */

/** So many integers, each from `low` to `high`; undefined for any text. */
export interface Numbers {
  readonly count: number;
  readonly low: bigint;
  readonly high: bigint;
}

/**
 * Seconds, ticks and milliseconds are kept in units of the kernel's clock: how many fit, and to what they are rounded, goes
 * with the kernel. The limits here are those that no kernel goes beyond.
 */
const NAMED: Readonly<Record<string, string>> = {
  bit: "0..1",
  byte: "0..255",
  count: "0..2147483647",
  int: "-2147483648..2147483647",
  uint: "0..4294967295",
  ulong: "0..18446744073709551615",
  seconds: "-21474836..21474836",
  ticks: "0..2147483647",
  ms: "0..2147483647",
};

const RANGE = /^(?:(\d)\*)?(-?\d+)\.\.(-?\d+)$/;

/** Reads `bit`, `0..3` or `3*1..2147483647`; undefined for `text`. */
export function formOf(word: string): Numbers | undefined {
  const [, count = "1", low, high] = RANGE.exec(NAMED[word] ?? word) ?? [];
  return low === undefined || high === undefined ? undefined : { count: Number(count), low: BigInt(low), high: BigInt(high) };
}

const INTEGER = /^(?:0|-?[1-9]\d*)$/;

/** Whether each word is an integer in decimals that lies in the range. */
export function fits({ count, low, high }: Numbers, value: string): boolean {
  const words = value.trim().split(/\s+/);
  return words.length === count && words.every((word) => INTEGER.test(word) && BigInt(word) >= low && BigInt(word) <= high);
}

/** The form in words: "an integer from 0 to 255". */
export function formText({ count, low, high }: Numbers): string {
  return count === 1 ? `an integer from ${low} to ${high}` : `${count} integers from ${low} to ${high} with spaces between them`;
}
