/**
 * Terraform's numbers have 512 bits. A number that JavaScript represents exactly becomes a number; any other stays decimal
 * text, so that nothing is rounded, and code that expects a number rejects it.
 */
import { numberText, parseNumber } from "../../../../lib/config/values/number";
import { WireFault } from "./cursor";

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const PLAIN = /^-?\d{1,15}$/;
/** Terraform's own numbers have fewer digits; arithmetic on longer ones would only take time. */
const LONGEST = 2000;

/** The number of a decimal text; throws `WireFault` if it is malformed. */
export function numberOf(text: string): number | string {
  if (PLAIN.test(text)) return Number(text) || 0;
  if (!DECIMAL.test(text)) throw new WireFault("A number of the message is not a decimal.");
  const near = Number(text);
  if (String(near) === text) return near;
  if (text.length > LONGEST) return text;
  const exact = parseNumber(text);
  return typeof exact === "number" || exact === undefined ? (exact ?? text) : numberText(exact);
}

/** The same for a number of 64 bits. */
export function numberOfBits(bits: bigint): number | string {
  const near = Number(bits);
  return Number.isSafeInteger(near) ? near : numberOf(bits.toString());
}

/** The same for a float. Infinities become `Infinity` and `-Infinity`. Throws `WireFault` for NaN. */
export function numberOfFloat(float: number): number | string {
  if (Number.isNaN(float)) throw new WireFault("A number of the message is not a number.");
  return Number.isFinite(float) ? float || 0 : String(float);
}

/** Decimal text without an exponent; undefined for values that `numberOf` never returns. */
export function decimalText(value: number | string): string | undefined {
  if (typeof value === "string") return DECIMAL.test(value) ? value : undefined;
  if (!Number.isFinite(value)) return undefined;
  const text = String(value || 0);
  return text.includes("e") ? numberText(value) : text;
}
