/** `format` and `formatlist`: verbs as in Go's fmt, over Terraform's values. */
import type Decimal from "decimal.js";
import { ELEMENT } from "../../schema/limits";
import { UNKNOWN } from "../../schema/value";
import { convertTo } from "../values/convert";
import { longText, manyElements, measureOf, sizeOfItself } from "../values/measure";
import { allDigits } from "../values/float";
import { decimalOf, isNumeric, numberText, numeric, type Numeric } from "../values/number";
import { describe } from "../values/type";
import { fault, isFault, isNull, isSequence, isWhollyKnown, list, word, type Bare, type TypeFault, type Typed } from "../values/typed";
import { countGraphemes, graphemes } from "./graphemes";
import { jsonText } from "./json";

interface FormatVerb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

const VERB = /%(?:%|([-+# 0]*)(\d+)?(?:\.(\d*))?(?:\[(\d+)\])?([a-zA-Z]))|%/g;

/** Text of the format with its verbs filled by the arguments. */
export function formatText(format: string, args: readonly Bare[]): Typed | TypeFault {
  const faults: TypeFault[] = [];
  let next = 0;
  let numbered = false;
  let length = format.length;
  const text = format.replace(VERB, (all, flags?: string, width?: string, precision?: string, index?: string, letter?: string) => {
    if (all === "%%") return "%";
    if (letter === undefined)
      return (faults.push(fault`The "%" in ${JSON.stringify(format)} does not begin a verb. Write "%%" for the character itself.`), "");
    const position = index === undefined ? next : Number(index) - 1;
    numbered ||= index !== undefined;
    next = position + 1;
    if (position < 0 || position >= args.length)
      return (faults.push(fault`${all} has no argument; there ${word(args.length === 1 ? "is" : "are")} ${word(args.length)}.`), "");
    const verb = {
      flags: flags ?? "",
      width: Number(width ?? 0),
      precision: precision === undefined ? undefined : Number(precision),
      letter,
    };
    const piece = filled(verb, args[position]!);
    if (isFault(piece)) return (faults.push(fault`${all}: ${piece}`), "");
    const long = longText((length += piece.length));
    return long ? (faults.push(long), "") : piece;
  });
  if (faults.length > 0) return faults[0]!;
  return !numbered && next < args.length ? fault`${word(args.length)} arguments are given, and the format uses ${next}.` : text;
}

/** One text for each element; arguments that are not lists are the same for all of them. */
export function formatList(format: string, args: readonly Bare[]): Typed | TypeFault {
  const sequences = args.filter(isSequence);
  const length = sequences[0]?.items.length ?? 1;
  if (sequences.some(({ items }) => items.length !== length)) return fault("The lists are of different lengths.");
  const texts: Typed[] = [];
  let size = 0;
  for (let i = 0; i < length; i++) {
    const row = args.map((arg) => (isSequence(arg) ? (arg.items[i] as Bare) : arg));
    const text = row.every(isWhollyKnown) ? formatText(format, row) : UNKNOWN;
    if (isFault(text)) return text;
    const large = manyElements((size += sizeOfItself(text)) / ELEMENT);
    if (large) return large;
    texts.push(text);
  }
  return list("string", texts);
}

function filled(verb: FormatVerb, value: Bare): string | TypeFault {
  const long = longText(Math.max(verb.width, verb.precision ?? 0));
  if (long) return long;
  switch (verb.letter) {
    case "v":
      return general(verb, value);
    case "s":
    case "q":
      return ofType(value, "string", (text) =>
        padded(verb, verb.letter === "q" ? quoted(cut(verb, text as string)) : cut(verb, text as string)),
      );
    case "t":
      return ofType(value, "bool", String);
    case "d":
    case "b":
    case "o":
    case "x":
    case "X":
      return ofType(value, "number", (number) => integerVerb(verb, decimalOf(number as Numeric)));
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G":
      return ofType(value, "number", (number) => signed(verb, floatVerb(verb, decimalOf(number as Numeric))));
    default:
      return fault("There is no such verb; verbs are v, t, b, d, o, x, X, e, E, f, F, g, G, s and q.");
  }
}

function ofType(value: Bare, type: "string" | "number" | "bool", print: (value: Typed) => string | TypeFault): string | TypeFault {
  if (isNull(value)) return fault`A ${word(type)} is required, but the argument is null.`;
  const converted = convertTo(value, type);
  return isFault(converted) ? fault`A ${word(type)} is required, not ${describe(value)}.` : print(converted);
}

/** Scalars as they are, everything else as JSON. */
function general(verb: FormatVerb, value: Bare): string | TypeFault {
  const long = longText(measureOf(value).size);
  if (long) return long;
  if (verb.flags.includes("#")) return padded(verb, jsonText(value));
  if (isNull(value)) return padded(verb, "null");
  if (typeof value === "string") return padded(verb, value);
  if (isNumeric(value)) return padded(verb, shortest(decimalOf(value), undefined));
  return padded(verb, jsonText(value));
}

function integerVerb(verb: FormatVerb, value: Decimal): string | TypeFault {
  if (!value.isInteger()) return fault`A whole number is required, not ${value.toFixed()}.`;
  const whole = BigInt(value.toFixed());
  const base = { d: 10, b: 2, o: 8, x: 16, X: 16 }[verb.letter]!;
  const digits = (whole < 0n ? -whole : whole).toString(base).padStart(verb.precision ?? 0, "0");
  const prefix = verb.flags.includes("#") ? ({ b: "0b", o: "0", x: "0x", X: "0X" }[verb.letter] ?? "") : "";
  return signed(verb, `${whole < 0n ? "-" : ""}${prefix}${verb.letter === "X" ? digits.toUpperCase() : digits}`);
}

function floatVerb({ letter, precision }: FormatVerb, value: Decimal): string {
  const lower = letter.toLowerCase();
  const printed =
    lower === "f"
      ? allDigits(value).toFixed(precision ?? 6)
      : lower === "e"
        ? exponent(allDigits(value).toExponential(precision ?? 6))
        : shortest(value, precision);
  return letter === "E" || letter === "G" ? printed.toUpperCase() : printed;
}

/** The exponent has at least two digits. */
function exponent(printed: string): string {
  return printed.replace(/e([+-])(\d)$/, "e$10$2");
}

/** `%g`: an exponent only where the number is very large or very small. */
function shortest(value: Decimal, precision: number | undefined): string {
  const rounded = precision === undefined ? value : allDigits(value).toSignificantDigits(Math.max(1, precision));
  const digits = precision === undefined ? 6 : Math.max(1, precision);
  const large = rounded.e >= digits && !rounded.isZero();
  return large || rounded.e < -4
    ? exponent(rounded.toExponential())
    : precision === undefined
      ? numberText(numeric(rounded))
      : rounded.toFixed();
}

function signed(verb: FormatVerb, printed: string): string {
  const plus = printed.startsWith("-") ? "" : verb.flags.includes("+") ? "+" : verb.flags.includes(" ") ? " " : "";
  return padded(verb, plus + printed);
}

function padded({ flags, width }: FormatVerb, printed: string): string {
  const missing = width - countGraphemes(printed);
  if (missing <= 0) return printed;
  if (flags.includes("-")) return printed + " ".repeat(missing);
  if (!flags.includes("0")) return " ".repeat(missing) + printed;
  const sign = /^[+ -]/.exec(printed)?.[0] ?? "";
  return sign + "0".repeat(missing) + printed.slice(sign.length);
}

function cut({ precision }: FormatVerb, s: string): string {
  return precision === undefined ? s : graphemes(s).slice(0, precision).join("");
}

function quoted(s: string): string {
  return jsonText(s);
}
