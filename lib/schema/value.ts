/** The values of the language: JSON, and a marker for unknown values. */

/** A value that is known only in a later stage, or after the apply. */
export const UNKNOWN: unique symbol = Symbol("unknown");
export type Unknown = typeof UNKNOWN;

export type Value = null | boolean | number | string | Unknown | readonly Value[] | { readonly [name: string]: Value };

/** An object whose values may be unknown or null: attributes before they are complete. */
export type Draft = Readonly<Record<string, Value>>;

/** The attributes of a draft that are set: null counts as absent. */
export function given(draft: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== null));
}

/** Whether the value has no unknown part, at any depth. */
export function isKnown(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (value === null || typeof value !== "object") return true;
  if (Array.isArray(value)) return value.every(isKnown);
  const parts = value as Draft;
  for (const name in parts) if (!isKnown(parts[name]!)) return false;
  return true;
}
