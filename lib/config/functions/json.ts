/** Values as JSON text and back, exactly as in Terraform. */
import { isTooDeep } from "../../schema/json-depth";
import { DEEPEST } from "../../schema/limits";
import { UNKNOWN } from "../../schema/value";
import { isNumeric, numberText, parseNumber } from "../values/number";
import { beyond, fault, isMapping, isNull, isSequence, object, tuple, type TypeFault, type Typed } from "../values/typed";

/** Compact JSON with sorted keys. HTML characters are escaped, as in Go. The value must have no unknown parts and no marks. */
export function jsonText(value: Typed): string {
  if (isNull(value) || value === UNKNOWN) return "null";
  if (typeof value === "string") return jsonString(value);
  if (isNumeric(value)) return numberText(value);
  if (isSequence(value)) return `[${value.items.map(jsonText).join(",")}]`;
  if (isMapping(value)) return `{${[...value.entries].map(([key, part]) => `${jsonString(key)}:${jsonText(part)}`).join(",")}}`;
  return String(value);
}

const ESCAPED = /[<>&\u2028\u2029]/g;

function jsonString(text: string): string {
  return JSON.stringify(text).replace(ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;

/** The value of a JSON text. Numbers pass the parser as texts, so that none is rounded. */
export function parseJson(text: string): Typed | TypeFault {
  if (isTooDeep(text)) return beyond(`The text is nested more than ${DEEPEST} deep.`);
  const valid = readJson(text);
  if (valid === undefined) return fault`${excerpt(text)} is not valid JSON.`;
  const marked = text.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`));
  return fromMarked(JSON.parse(marked));
}

function readJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function fromMarked(value: unknown): Typed {
  if (typeof value === "string") return value.startsWith("s") ? value.slice(1).normalize("NFC") : (parseNumber(value.slice(1)) ?? null);
  if (value === null || typeof value !== "object") return value as boolean | null;
  if (Array.isArray(value)) return tuple(value.map(fromMarked));
  return object(Object.entries(value).map(([key, part]) => [key.slice(1), fromMarked(part)]));
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
