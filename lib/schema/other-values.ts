/** Other values that an attribute can have: what it decides shows where it has one of them. */
import type { Path, PathStep } from "../diagnostic";
import type { Field, Fields, StringType, Type } from "./type";
import type { Draft, Value } from "./value";

/** A value of each format that is rarely anyone's: one of them differs from any given value. */
const SAMPLES: { readonly [F in NonNullable<StringType["format"]>]?: readonly string[] } = {
  mac: ["02:00:00:00:00:01", "02:00:00:00:00:02"],
  rate: ["7mbit", "11mbit"],
};

/** The attributes with other values at the path, several where one does not show everything; none where there is no other value. */
export function withOtherValues(fields: Fields, attributes: Draft, path: Path): readonly Draft[] {
  const [name, ...rest] = path;
  const field = typeof name === "string" ? fields[name] : undefined;
  if (typeof name !== "string" || field === undefined) return [];
  const value = attributes[name] ?? null;
  const others = rest.length > 0 ? without(value, rest) : othersOf(field, value);
  return others.map((other) => ({ ...attributes, [name]: other }));
}

function othersOf({ type, optional }: Field, value: Value | null): readonly Value[] {
  const unset = optional === true && value !== null ? [null] : [];
  return [...ofType(type, value), ...unset].filter((other) => JSON.stringify(other) !== JSON.stringify(value));
}

function ofType(type: Type, value: Value | null): readonly Value[] {
  switch (type.kind) {
    case "bool":
      return [true, false];
    case "number":
      return typeof value === "number" ? [value - 1, value + 1].filter((one) => one >= type.min && one <= type.max) : [type.min];
    case "string":
      return type.oneOf ?? (type.format === undefined ? [] : (SAMPLES[type.format] ?? []));
    case "list":
    case "set":
      return Array.isArray(value) ? [[]] : [];
    case "map":
      return value === null ? [] : [{}];
    default:
      return [];
  }
}

/** The value without what is at the path. */
function without(value: Value | null, [step, ...rest]: Path): readonly Value[] {
  if (value === null || typeof value !== "object" || step === undefined) return [];
  const inside = partAt(value, step);
  if (inside === undefined) return [];
  const parts = rest.length > 0 ? without(inside, rest) : [null];
  return parts.map((part) => replaced(value, step, part));
}

function partAt(value: Value & object, step: PathStep): Value | undefined {
  return Object.hasOwn(value, step) ? (value as Readonly<Record<PathStep, Value>>)[step] : undefined;
}

/** With `null`, an element or a member is left out. */
function replaced(value: Value & object, step: PathStep, part: Value): Value {
  if (Array.isArray(value)) return value.flatMap((one: Value, n) => (n !== step ? [one] : part === null ? [] : [part]));
  const others = Object.entries(value as Draft).filter(([name]) => name !== step);
  return Object.fromEntries(part === null ? others : [...others, [step, part]]) as Value;
}
