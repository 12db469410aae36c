import { asSet, convertValue, isObject } from "./convert";
import type { Field, Fields, Type } from "./type";
import { UNKNOWN, type Draft, type Value } from "./value";

/**
 * Fills the static defaults of attributes that are null or absent, at every depth. Attributes without a default become
 * null, so that the result has all attributes of the fields.
 */
export function withDefaults(fields: Fields, draft: Draft): Draft {
  const filled: Record<string, Value> = {};
  let same = true;
  for (const name in fields) {
    const field = fields[name]!;
    const value = Object.hasOwn(draft, name) ? draft[name] : undefined;
    const now = value === undefined || value === null ? defaultOf(field) : inside(field.type, value);
    filled[name] = now;
    same &&= now === value;
  }
  return same && Object.keys(draft).length === Object.keys(filled).length ? draft : filled;
}

const defaults = new WeakMap<Field, Value>();

/** The complete default of an attribute, including defaults within it. */
export function defaultOf(field: Field): Value {
  if (field.default === undefined) return null;
  let value = defaults.get(field);
  if (value === undefined) {
    value = inside(field.type, convertValue(field.type, field.default as Value));
    defaults.set(field, value);
  }
  return value;
}

function inside(type: Type, value: Value): Value {
  if (value === null || value === UNKNOWN || typeof value !== "object") return value;
  switch (type.kind) {
    case "object":
      return isObject(value) ? withDefaults(type.fields, value) : value;
    case "list":
    case "set":
      return isNested(type.element) && Array.isArray(value) ? elements(type.kind, type.element, value) : value;
    case "map":
      if (!isNested(type.element) || !isObject(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, inside(type.element, element)]));
    default:
      return value;
  }
}

/** Elements of a set that differ only in whether they spell out a default are the same element. */
function elements(kind: "list" | "set", type: Type, values: readonly Value[]): Value {
  const filled = values.map((value) => inside(type, value));
  return kind === "set" ? asSet(filled) : filled;
}

function isNested(type: Type): boolean {
  return type.kind === "object" || type.kind === "list" || type.kind === "set" || type.kind === "map";
}
