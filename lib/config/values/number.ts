/**
 * Arithmetic. A JavaScript number represents the decimal of its shortest text; other numbers are kept as a `Decimal`, and no result
 * is rounded silently to a wrong integer.
 */
import type Decimal from "decimal.js";
import { MOST_DIGITS } from "../../schema/limits";
import { Calculator, calculateFloat, shortest, type Arithmetic } from "./float";
import { beyond, fault, type Exact, type TypeFault, type Typed } from "./typed";

export type Numeric = number | Exact;

export function isNumeric(value: Typed): value is Numeric {
  return typeof value === "number" || (typeof value === "object" && value !== null && value.kind === "exact");
}

export function decimalOf(value: Numeric): Decimal {
  return typeof value === "number" ? new Calculator(value) : value.value;
}

/** The number as a JavaScript number if that represents it exactly. */
export function numeric(value: Decimal): Numeric {
  const short = shortest(value);
  const near = short.toNumber();
  if (Number.isFinite(near) && short.equals(near)) return near === 0 ? 0 : near;
  return { kind: "exact", value: short };
}

export function calculate(operator: Arithmetic, a: Numeric, b: Numeric): Numeric | TypeFault {
  if (operator === "/" && b === 0) return fault("The divisor is zero.");
  if (operator === "%" && b === 0) return a;
  if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
    const result = calculateSafe(operator, a, b);
    if (Number.isSafeInteger(result)) return result === 0 ? 0 : result;
  }
  const result = calculateFloat(operator, decimalOf(a), decimalOf(b));
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

export function compareNumbers(a: Numeric, b: Numeric): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return decimalOf(a).comparedTo(decimalOf(b));
}

export function negative(value: Numeric): Numeric {
  if (typeof value === "number") return value === 0 ? 0 : -value;
  return { kind: "exact", value: value.value.negated() };
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?$/i;
/** Go takes powers of two, too. */
const WITH_POWER = /^(.*)p([+-]?\d{1,4})$/i;

/** The number of a decimal text; undefined for any other text. */
export function parseNumber(text: string): Numeric | undefined {
  if (text.length > MOST_DIGITS) return undefined;
  if (text.length < 16 && /^\d+$/.test(text)) return Number(text);
  const [, digits = text, power = "0"] = WITH_POWER.exec(text) ?? [];
  if (!NUMBER.test(digits) || (digits !== text && /e/i.test(digits))) return undefined;
  const decimal = new Calculator(digits.startsWith("+") ? digits.slice(1) : digits);
  return numeric(power === "0" ? decimal : calculateFloat("*", decimal, new Calculator(2).pow(power)));
}

/** Decimal text without an exponent, as Terraform writes numbers. */
export function numberText(value: Numeric): string {
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  return decimalOf(value).toFixed();
}

/** The value as a safe integer; undefined for fractions and larger numbers. */
export function integerOf(value: Numeric): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}
