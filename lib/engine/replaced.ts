import type { Fields } from "../schema/type";
import type { Draft, Value } from "../schema/value";

/** Whether two values are the same, at every depth. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  const [left, right] = [a as Record<string, Value>, b as Record<string, Value>];
  const names = Object.keys(left);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === Object.keys(right).length &&
    names.every((name) => sameValue(left[name], right[name]))
  );
}

/**
 * Names of the attributes whose change replaces the resource, nested ones with dots. A value that was not set before and
 * one that is not known yet force nothing.
 */
export function replacedBy(fields: Fields, before: Draft, after: Draft): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const was = before[name];
    const is = after[name];
    if (was === undefined || typeof is === "symbol" || sameValue(was, is)) return [];
    if (field.replace) return [name];
    if (field.type.kind !== "object" || !isDraft(was) || !isDraft(is)) return [];
    return replacedBy(field.type.fields, was, is).map((inner) => `${name}.${inner}`);
  });
}

function isDraft(value: Value | undefined): value is Draft {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
