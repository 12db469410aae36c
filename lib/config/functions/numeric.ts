import Decimal from "decimal.js";
import { MOST_DIGITS } from "../../schema/limits";
import { compareNumbers, decimalOf, negative, numberText, numeric, type Numeric } from "../values/number";
import { describe } from "../values/type";
import { beyond, fault, type TypeFault, type Typed } from "../values/typed";
import { anything, fixed, number, variadic, whole, type FunctionSpec, type Parameter } from "./function";

/** Text; a number is not converted to its digits. */
const digits: Parameter<string> = {
  ...anything,
  take: (value) => (typeof value === "string" ? value : fault`A string is required here, not ${describe(value)}.`),
};

export const numericFunctions: Readonly<Record<string, FunctionSpec>> = {
  abs: fixed([number], (n) => (compareNumbers(n, 0) < 0 ? negative(n) : n)),
  ceil: fixed([number], (n) => rounded(n, (d) => d.ceil())),
  floor: fixed([number], (n) => rounded(n, (d) => d.floor())),
  log: fixed([number, number], logarithm),
  max: variadic([number], number, (first, rest) => extreme(first, rest, 1)),
  min: variadic([number], number, (first, rest) => extreme(first, rest, -1)),
  parseint: fixed([digits, whole], parseInteger),
  pow: fixed([number, number], (base, exponent) => floating(decimalOf(base).toNumber() ** decimalOf(exponent).toNumber())),
  signum: fixed([number], sign),
};

/** Terraform takes the numbers of 64 bits. */
const SIGNED = new Decimal(2).pow(63);

function sign(n: Numeric): Typed | TypeFault {
  const decimal = decimalOf(n);
  if (!decimal.isInteger()) return fault`A whole number is required here, not ${numberText(n)}.`;
  if (decimal.lessThan(SIGNED.negated()) || decimal.greaterThanOrEqualTo(SIGNED)) return fault("The number has more than 64 bits.");
  return decimal.comparedTo(0);
}

function rounded(n: Numeric, round: (decimal: Decimal) => Decimal): Numeric {
  return Number.isInteger(n) ? n : numeric(round(decimalOf(n)));
}

function extreme(first: Numeric, rest: readonly Numeric[], sign: 1 | -1): Numeric {
  return rest.reduce((best, n) => (compareNumbers(n, best) * sign > 0 ? n : best), first);
}

/** Terraform also computes logarithms and powers in double precision. */
function logarithm(n: Numeric, base: Numeric): Typed | TypeFault {
  return floating(Math.log(decimalOf(n).toNumber()) / Math.log(decimalOf(base).toNumber()));
}

function floating(result: number): number | TypeFault {
  if (!Number.isFinite(result)) return fault("The result is not a finite number.");
  return result === 0 ? 0 : result;
}

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Up to base 36 the case of letters is ignored, above it capitals are different digits. */
function parseInteger(given: string, base: number): Typed | TypeFault {
  if (given.length > MOST_DIGITS) return beyond(`The text has ${given.length} digits; a number has at most ${MOST_DIGITS}.`);
  if (base < 2 || base > 62) return fault`The base must be from 2 to 62, not ${base}.`;
  const sign = /^[+-]/.exec(given)?.[0];
  const lower = base <= 36 ? given.toLowerCase() : given;
  let value = 0n;
  for (const digit of lower.slice(sign ? 1 : 0)) {
    const n = DIGITS.indexOf(digit);
    if (n < 0 || n >= base) return fault`${JSON.stringify(given)} is not a whole number in base ${base}.`;
    value = value * BigInt(base) + BigInt(n);
  }
  if (lower.length === (sign ? 1 : 0)) return fault`${JSON.stringify(given)} is not a whole number in base ${base}.`;
  return numeric(new Decimal((sign === "-" ? -value : value).toString()));
}
