import { diagnose, fail, ok, type Result, type Where } from "../diagnostic";

const RATE = /^([1-9][0-9]{0,11})([kmg]?)bit$/;
const UNITS = [
  ["g", 1e9],
  ["m", 1e6],
  ["k", 1e3],
] as const;

/** Below this, a packet takes seconds; above, a queue of 50 ms exceeds the kernel's 32 bits. */
const LEAST = 8_000;
const MOST = 100_000_000_000;

/** Bits per second; undefined if the text is not a rate. Units are decimal, as in tc: `1kbit` is 1,000 bits. */
export function parseRate(text: string): number | undefined {
  const [, count, unit] = RATE.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNITS.find(([letter]) => letter === unit)?.[1] ?? 1);
}

/**
 * Bits per second in canonical spelling: with the largest unit that leaves a whole number.
 *
 * @example
 * formatRate(1_500_000); // "1500kbit"
 */
export function formatRate(bits: number): string {
  const [letter, size] = UNITS.find(([, unit]) => bits > 0 && bits % unit === 0) ?? ["", 1];
  return `${bits / size}${letter}bit`;
}

/** A rate limit in bits per second, or the reason why it is not valid. */
export function readRate(text: string, at: Where = {}): Result<number> {
  const bits = parseRate(text);
  const quoted = JSON.stringify(text);
  if (bits === undefined) {
    return fail(
      diagnose("invalid-value", `${quoted} is not a rate. Write a whole number with its unit: "100mbit", "64kbit", "1gbit".`, at),
    );
  }
  if (bits >= LEAST && bits <= MOST) return ok(bits);
  const detail = `${quoted} is not a rate that an interface can be limited to. Choose one from ${formatRate(LEAST)} to ${formatRate(MOST)}.`;
  return fail(diagnose("invalid-value", detail, at));
}
