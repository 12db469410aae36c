/**
 * Arithmetic. A JavaScript number represents the decimal of its shortest text; other numbers are kept as a `Decimal` with more
 * digits than Terraform's 512 bits, and no result is rounded silently to a wrong integer.
 */
import Decimal from "decimal.js";
import { MOST_DIGITS } from "../../schema/limits";
import { beyond, fault, type Exact, type TypeFault, type Typed } from "./typed";

export type Numeric = number | Exact;

/** Digits in a calculation, and reliable digits of a result: 512 bits are 154. */
const Calculator = Decimal.clone({
  precision: 170,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -1e9,
  toExpPos: 1e9,
  maxE: 9e15,
  minE: -9e15,
});
const DIGITS = 150;

/** The operators on two numbers. */
export type Arithmetic = "+" | "-" | "*" | "/" | "%";

export function isNumeric(value: Typed): value is Numeric {
  return typeof value === "number" || (typeof value === "object" && value !== null && value.kind === "exact");
}

export function decimalOf(value: Numeric): Decimal {
  return typeof value === "number" ? new Calculator(value) : value.value;
}

/** The number as a JavaScript number if that represents it exactly. */
export function numeric(value: Decimal): Numeric {
  const short = value.precision() > DIGITS ? value.toSignificantDigits(DIGITS) : value;
  const near = short.toNumber();
  if (Number.isFinite(near) && short.equals(near)) return near === 0 ? 0 : near;
  return { kind: "exact", value };
}

export function calculate(operator: Arithmetic, a: Numeric, b: Numeric): Numeric | TypeFault {
  if ((operator === "/" || operator === "%") && b === 0) return fault("The divisor is zero.");
  if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
    const result = calculateSafe(operator, a, b);
    if (Number.isSafeInteger(result)) return result === 0 ? 0 : result;
  }
  const result = calculateExact(operator, decimalOf(a), decimalOf(b));
  if (Math.abs(result.e) <= MOST_DIGITS) return numeric(result);
  return beyond(`The result is a number of more than ${MOST_DIGITS} digits.`);
}

function calculateSafe(operator: Arithmetic, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
  }
}

function calculateExact(operator: Arithmetic, a: Decimal, b: Decimal): Decimal {
  switch (operator) {
    case "+":
      return a.plus(b);
    case "-":
      return a.minus(b);
    case "*":
      return a.times(b);
    case "/":
      return a.dividedBy(b);
    case "%":
      return a.minus(b.times(a.dividedBy(b).trunc()));
  }
}

export function compareNumbers(a: Numeric, b: Numeric): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return decimalOf(a).comparedTo(decimalOf(b));
}

export function negative(value: Numeric): Numeric {
  if (typeof value === "number") return value === 0 ? 0 : -value;
  return { kind: "exact", value: value.value.negated() };
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?$/i;

/** The number of a decimal text; undefined for any other text. */
export function parseNumber(text: string): Numeric | undefined {
  if (text.length > MOST_DIGITS || !NUMBER.test(text)) return undefined;
  if (text.length < 16 && /^\d+$/.test(text)) return Number(text);
  return numeric(new Calculator(text.startsWith("+") ? text.slice(1) : text));
}

/** Decimal text without an exponent, as Terraform writes numbers. */
export function numberText(value: Numeric): string {
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const decimal = decimalOf(value);
  return (decimal.precision() > DIGITS && !decimal.isInteger() ? asFloat(decimal) : decimal).toFixed();
}

/** Terraform's numbers have a mantissa of so many bits. */
const BITS = 512;

/** The shortest decimal that is the same 512-bit number as this one. */
function asFloat(value: Decimal): Decimal {
  const float = floatOf(value);
  const exact = decimalOfFloat(float, value.isNegative());
  for (let digits = DIGITS; digits < SURE_DIGITS; digits++) {
    const short = exact.toSignificantDigits(digits);
    const found = floatOf(short);
    if (found.mantissa === float.mantissa && found.exponent === float.exponent) return short;
  }
  return exact.toSignificantDigits(SURE_DIGITS);
}

/** So many decimal digits distinguish all 512-bit numbers. */
const SURE_DIGITS = 157;

/** A whole number times a power of two. */
interface BinaryFloat {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** The nearest 512-bit number to the amount of a fraction. */
function floatOf(value: Decimal): BinaryFloat {
  const [digits, scale] = [BigInt(value.abs().toFixed().replace(".", "")), 10n ** BigInt(value.decimalPlaces())];
  let exponent = bitsOf(digits) - bitsOf(scale) - BITS;
  if (scaled(digits, scale, exponent).whole >= 2n ** BigInt(BITS)) exponent++;
  const { whole, rest, unit } = scaled(digits, scale, exponent);
  const isUp = rest * 2n > unit || (rest * 2n === unit && whole % 2n === 1n);
  return { mantissa: isUp ? whole + 1n : whole, exponent };
}

function scaled(digits: bigint, scale: bigint, exponent: number): { readonly whole: bigint; readonly rest: bigint; readonly unit: bigint } {
  const [top, unit] = exponent < 0 ? [digits << BigInt(-exponent), scale] : [digits, scale << BigInt(exponent)];
  return { whole: top / unit, rest: top % unit, unit };
}

function decimalOfFloat({ mantissa, exponent }: BinaryFloat, isNegative: boolean): Decimal {
  const [digits, places] = exponent < 0 ? [mantissa * 5n ** BigInt(-exponent), exponent] : [mantissa << BigInt(exponent), 0];
  return new Calculator(`${isNegative ? "-" : ""}${digits}e${places}`);
}

function bitsOf(value: bigint): number {
  return value.toString(2).length;
}

/** The value as a safe integer; undefined for fractions and larger numbers. */
export function integerOf(value: Numeric): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}
