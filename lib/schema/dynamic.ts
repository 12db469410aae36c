/** Values of attributes that take any type. */
import { isObject } from "./convert";
import type { Fields } from "./type";
import type { Draft, Value } from "./value";

/** The value without its type; null and unknown values have none. */
export function plainValue(value: Value): Value {
  return isObject(value) ? (value["value"] ?? null) : value;
}

/** Attributes as people read them: without the types of those that take any. */
export function withoutTypes(fields: Fields | undefined, attributes: Draft): Draft {
  const names = Object.keys(fields ?? {}).filter((name) => fields![name]!.type.kind === "dynamic" && isObject(attributes[name] ?? null));
  return names.length === 0
    ? attributes
    : { ...attributes, ...Object.fromEntries(names.map((name) => [name, plainValue(attributes[name]!)])) };
}
