/**
 * Terraform's numbers: a whole number of at most 512 bits times a power of two. They are kept as the shortest decimals that are
 * these numbers, so equal decimals are equal numbers.
 */
import Decimal from "decimal.js";

/** Terraform's numbers have a mantissa of so many bits. */
const BITS = 512;
/** So many decimal digits or fewer are another number than all other such decimals. */
export const SAFE_DIGITS = 153;
/** So many distinguish all numbers. */
const SURE_DIGITS = 157;

/** Keeps every digit of a number, and the quotient of no two. */
export const Calculator = Decimal.clone({
  precision: 170,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -1e9,
  toExpPos: 1e9,
  maxE: 9e15,
  minE: -9e15,
});

/** A whole number times a power of two. */
interface Float {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const bitsOf = (value: bigint) => (value < 0n ? -value : value).toString(16).length * 4;
const shifted = (value: bigint, by: number) => (by < 0 ? value >> BigInt(-by) : value << BigInt(by));

/** The nearest number to a fraction times a power of two; of two that are as near, the even one. */
function nearest(top: bigint, bottom: bigint, exponent: number): Float {
  const isNegative = top < 0n;
  const amount = isNegative ? -top : top;
  let shift = bitsOf(amount) - bitsOf(bottom) - BITS - 4;
  const atShift = () => (shift < 0 ? [amount << BigInt(-shift), bottom] : [amount, bottom << BigInt(shift)]) as [bigint, bigint];
  let [upper, lower] = atShift();
  const more = (upper / lower).toString(2).length - BITS;
  shift += more;
  [upper, lower] = atShift();
  const [whole, rest] = [upper / lower, upper % lower];
  const isUp = rest * 2n > lower || (rest * 2n === lower && whole % 2n === 1n);
  const mantissa = isUp ? whole + 1n : whole;
  return { mantissa: isNegative ? -mantissa : mantissa, exponent: exponent + shift };
}

function floatOf(value: Decimal): Float {
  const top = BigInt(value.toFixed().replace(".", ""));
  return nearest(top, 10n ** BigInt(value.decimalPlaces()), 0);
}

const isSame = (a: Float, b: Float) =>
  a.exponent <= b.exponent
    ? a.mantissa === shifted(b.mantissa, b.exponent - a.exponent)
    : shifted(a.mantissa, a.exponent - b.exponent) === b.mantissa;

/** All digits of the number that a decimal stands for. */
export function allDigits(value: Decimal): Decimal {
  return value.isInteger() && value.precision() <= SAFE_DIGITS ? value : digitsOf(floatOf(value));
}

function digitsOf({ mantissa, exponent }: Float): Decimal {
  const [digits, places] = exponent < 0 ? [mantissa * 5n ** BigInt(-exponent), exponent] : [mantissa << BigInt(exponent), 0];
  return new Calculator(`${digits}e${places}`);
}

/** The shortest decimal that is the same number. */
export function shortest(value: Decimal): Decimal {
  return value.precision() <= SAFE_DIGITS ? value : shortestOf(floatOf(value));
}

function shortestOf(float: Float): Decimal {
  const exact = digitsOf(float);
  for (let digits = SAFE_DIGITS; digits < SURE_DIGITS; digits++) {
    const short = exact.toSignificantDigits(digits);
    if (isSame(floatOf(short), float)) return short;
  }
  return exact.toSignificantDigits(SURE_DIGITS);
}

/** The operators on two numbers. */
export type Arithmetic = "+" | "-" | "*" | "/" | "%";

/** The result, as Terraform rounds it. The divisor is not zero. */
export function calculateFloat(operator: Arithmetic, a: Decimal, b: Decimal): Decimal {
  const float = floatResult(operator, floatOf(a), floatOf(b));
  const guess = guessed(operator, a, b);
  return guess.precision() <= SAFE_DIGITS && isSame(floatOf(guess), float) ? guess : shortestOf(float);
}

/** Most results are those of the decimals. */
function guessed(operator: Arithmetic, a: Decimal, b: Decimal): Decimal {
  if (operator === "+") return a.plus(b);
  if (operator === "-") return a.minus(b);
  if (operator === "*") return a.times(b);
  return operator === "/" ? a.dividedBy(b) : a.minus(b.times(a.dividedBy(b).trunc()));
}

function floatResult(operator: Arithmetic, a: Float, b: Float): Float {
  if (operator === "+") return sum(a, b);
  if (operator === "-") return sum(a, { ...b, mantissa: -b.mantissa });
  if (operator === "*") return nearest(a.mantissa * b.mantissa, 1n, a.exponent + b.exponent);
  const sign = b.mantissa < 0n ? -1n : 1n;
  const quotient = nearest(a.mantissa * sign, b.mantissa * sign, a.exponent - b.exponent);
  if (operator === "/") return quotient;
  const { mantissa, exponent } = quotient;
  const whole = exponent < 0 ? mantissa / (1n << BigInt(-exponent)) : shifted(mantissa, exponent);
  const below = nearest(whole * b.mantissa, 1n, b.exponent);
  return sum(a, { ...below, mantissa: -below.mantissa });
}

function sum(a: Float, b: Float): Float {
  const exponent = Math.min(a.exponent, b.exponent);
  return nearest(shifted(a.mantissa, a.exponent - exponent) + shifted(b.mantissa, b.exponent - exponent), 1n, exponent);
}
