import type { Type } from "./type";
import { UNKNOWN, type Value } from "./value";

/** The text shown instead of a hidden value. */
export const SENSITIVE = "(sensitive value)";

/** Longer values are truncated. */
const LONGEST = 80;

/** A user's value for a diagnostic: on one line, truncated, with control characters escaped. */
export function quote(value: Value): string {
  const shown = (_: string, part: unknown) => (part === UNKNOWN ? "(known after apply)" : part);
  const json = JSON.stringify(value, shown) ?? "nothing";
  const text = json.replace(/[\u007f-\u009f\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** The values of a type, in words: `a list of text`, `a whole number from 68 to 65535`. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case "string":
      return type.oneOf ? `one of ${type.oneOf.map((word) => JSON.stringify(word)).join(", ")}` : "text";
    case "number":
      return `a whole number from ${type.min} to ${type.max}`;
    case "bool":
      return "true or false";
    case "object":
      return `an object with ${Object.keys(type.fields)
        .map((name) => `\`${name}\``)
        .join(", ")}`;
    case "dynamic":
      return "any value";
    default:
      return `a ${type.kind} of ${type.element.kind === "object" ? "objects" : describeType(type.element)}`;
  }
}
