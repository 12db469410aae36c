/** The JSON encoding of values, used in stored states. It has no unknown values. */
import { isUtf8 } from "node:buffer";
import { asSet } from "../../../../lib/schema/convert";
import type { Fields, Type } from "../../../../lib/schema/type";
import type { Draft, Value } from "../../../../lib/schema/value";
import { put, WireFault } from "./cursor";
import { numberOf } from "./number";
import { composed } from "./text";

/** A number that `JSON.parse` may round: one with a fraction, an exponent, or more than 15 digits. */
const DOUBTFUL = /[[:,]\s*-?\d+(?:[.eE]|\d{15})/;
const TOKEN = /\\.|"|-?\d[\d.eE+-]*/g;
const EXACT = /^-?\d{1,15}$/;

/** Parses JSON without rounding: numbers that could be rounded become text. Throws `WireFault` if it is malformed. */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new WireFault("The JSON of the message is not valid UTF-8.");
  const text = bytes.toString("utf8");
  const rounded = parse(text);
  const alone = typeof rounded === "number";
  if (!alone && !DOUBTFUL.test(text)) return rounded;
  return parse(quoteNumbers(text));
}

/** Quotes numbers that may be rounded, except inside strings. */
function quoteNumbers(json: string): string {
  let inText = false;
  return json.replace(TOKEN, (token) => {
    if (token === '"') inText = !inText;
    return inText || token === '"' || EXACT.test(token) ? token : `"${token}"`;
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new WireFault("The JSON of the message is malformed.");
  }
}

/** A JSON value as a value of the type; throws `WireFault` if it does not match. */
export function fromJson(type: Type, json: unknown): Value {
  if (json === null || json === undefined) return null;
  switch (type.kind) {
    case "string":
      return composed(scalar(json, "a string"));
    case "number":
      return numberOf(scalar(json, "a number"));
    case "bool":
      return truth(json);
    case "list":
      return elements(json, "a list").map((element) => fromJson(type.element, element));
    case "set":
      return asSet(elements(json, "a set").map((element) => fromJson(type.element, element)));
    case "map":
      return mapFrom(type.element, parts(json, "a map"));
    case "object":
      return attributesFrom(type.fields, parts(json, "an object"));
    case "dynamic":
      throw new WireFault("A value without a type of its own cannot be read.");
  }
}

/** The attributes of an object. Missing ones are null, and unknown ones are dropped. */
export function attributesFrom(fields: Fields, json: Readonly<Record<string, unknown>>): Draft {
  const attributes: Record<string, Value> = {};
  for (const name of Object.keys(fields))
    put(attributes, name, Object.hasOwn(json, name) ? fromJson(fields[name]!.type, json[name]) : null);
  return attributes;
}

function mapFrom(type: Type, json: Readonly<Record<string, unknown>>): Draft {
  const map: Record<string, Value> = {};
  for (const key of Object.keys(json)) put(map, composed(key), fromJson(type, json[key]));
  return map;
}

/** Terraform converts scalars to strings and numbers, too. */
function scalar(json: unknown, expected: string): string {
  if (typeof json === "string") return json;
  if (typeof json === "number" || typeof json === "boolean") return String(json);
  throw mismatch(expected);
}

function truth(json: unknown): boolean {
  if (typeof json === "boolean") return json;
  if (json === "true" || json === "1") return true;
  if (json === "false" || json === "0") return false;
  throw mismatch("true or false");
}

function elements(json: unknown, expected: string): readonly unknown[] {
  if (!Array.isArray(json)) throw mismatch(expected);
  return json;
}

/** The members of an object; throws `WireFault` if it is something else. */
export function parts(json: unknown, expected: string): Readonly<Record<string, unknown>> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw mismatch(expected);
  return json as Readonly<Record<string, unknown>>;
}

function mismatch(expected: string): WireFault {
  return new WireFault(`The JSON value is not of the type of its attribute: ${expected} was expected.`);
}
