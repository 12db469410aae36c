import type { Fields, ObjectType, Type } from "./type";
import { UNKNOWN, type Draft, type Value } from "./value";

/**
 * Converts attributes to the types of their fields as Terraform would: text, numbers and booleans are converted to each other
 * where possible, sets lose duplicates and are sorted, and attributes that are not set are null. Values that cannot be converted,
 * and unknown attributes, stay as they are; `validate` reports them.
 *
 * @example
 * convert({ mtu: { type: integer(68, 65535), optional: true, doc: "" } }, { mtu: "1400" }) // { mtu: 1400 }
 */
export function convert(fields: Fields, draft: Draft): Draft {
  return convertFields(fields, draft, false);
}

/** Returns the same object if nothing changes: thousands of endpoints share the one `ref` of their network. */
function convertFields(fields: Fields, draft: Draft, open: boolean): Draft {
  const converted: Record<string, Value> = {};
  let known = 0;
  let same = true;
  for (const name in fields) {
    const given = Object.hasOwn(draft, name);
    const value = given ? draft[name] : undefined;
    if (given) known++;
    const now = value === undefined ? null : convertValue(fields[name]!.type, value);
    converted[name] = now;
    same &&= given && now === value;
  }
  const strangers = Object.keys(draft).length - known;
  if (same && strangers === 0) return draft;
  if (open || strangers === 0) return converted;
  const kept = Object.entries(draft).filter(([name]) => !Object.hasOwn(fields, name) && name !== COMMENT);
  return Object.fromEntries([...Object.entries(converted), ...kept]);
}

/** One value of a type; see `convert`. */
export function convertValue(type: Type, value: Value): Value {
  if (value === null || value === UNKNOWN) return value;
  switch (type.kind) {
    case "string":
      return typeof value === "number" || typeof value === "boolean" ? decimal(value) : value;
    case "number":
      return typeof value === "string" && NUMBER.test(value) ? exact(value) : value;
    case "bool":
      return value === "true" || value === "1" ? true : value === "false" || value === "0" ? false : value;
    case "list":
      return Array.isArray(value) ? convertList(type.element, value as readonly Value[]) : value;
    case "set":
      return Array.isArray(value) ? convertSet(type.element, value as readonly Value[]) : value;
    case "map":
      return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, element]) => [key, convertValue(type.element, element)]))
        : value;
    case "object":
      return isObject(value) ? convertFields(type.fields, value, (type as ObjectType).open === true) : value;
    case "dynamic":
      return value;
  }
}

/** In Terraform's JSON a key of comments. */
const COMMENT = "//";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number of digits that a JavaScript number always represents exactly. */
const DIGITS = 15;

/** The number that a text represents; the text itself if it would be rounded, so that `validate` rejects it. */
function exact(text: string): Value {
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  if (text.length <= DIGITS || String(number) === text) return number;
  const whole = /^[+-]?\d+(\.0*)?$/.test(text);
  return whole && BigInt(text.replace(/\..*$/, "")) === BigInt(number) ? number : text;
}

function convertList(type: Type, values: readonly Value[]): readonly Value[] {
  const converted = values.map((element) => convertValue(type, element));
  return converted.every((element, index) => element === values[index]) ? values : converted;
}

function convertSet(type: Type, values: readonly Value[]): readonly Value[] {
  const converted = asSet(values.map((element) => convertValue(type, element)));
  return converted.length === values.length && converted.every((element, index) => element === values[index]) ? values : converted;
}

/** Numbers as Terraform writes them: without an exponent. */
function decimal(value: number | boolean): string {
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

export function isObject(value: Value): value is Draft {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Elements in canonical order, each once. Unknown values may turn out to differ: all of them stay, at the end. */
export function asSet(elements: readonly Value[]): readonly Value[] {
  if (elements.length < 2) return elements;
  const keyed = new Map<string, Value>();
  const unknown: Value[] = [];
  for (const element of elements) {
    const key = sortKey(element);
    if (key === undefined) unknown.push(element);
    else if (!keyed.has(key)) keyed.set(key, element);
  }
  const sorted = [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, element]) => element);
  return [...sorted, ...unknown];
}

/** A text to sort the element by; undefined if a part of the element is unknown. */
function sortKey(value: Value): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value).padStart(20, "0");
  if (!isObject(value) && !Array.isArray(value)) return value === UNKNOWN ? undefined : String(value);
  const parts = Object.keys(value)
    .sort()
    .map((name) => [name, sortKey((value as Draft)[name]!)]);
  return parts.some(([, key]) => key === undefined) ? undefined : JSON.stringify(parts);
}
