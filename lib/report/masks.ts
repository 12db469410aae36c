/** Which parts of a value are sensitive or unknown, in the form of Terraform's JSON: `true`, or the containers around it. */
import { isOpen } from "../config/values/typed";
import type { Value } from "../schema/value";
import { hiddenIn, isContainer, isHidden, type Hidden } from "./values";

export type Mask = boolean | readonly Mask[] | { readonly [name: string]: Mask };

/** `true` at every hidden path; lists keep their length, objects only the names that hold something hidden. */
export function sensitiveMask(value: Value | undefined, hidden: Hidden): Mask {
  if (isHidden(hidden)) return true;
  if (!isContainer(value)) return false;
  return containerMask(value, (part, step) => sensitiveMask(part, hiddenIn(hidden, step)));
}

/** `true` wherever the value is not known. */
export function unknownMask(value: Value | undefined): Mask {
  if (isOpen(value)) return true;
  return isContainer(value) ? containerMask(value, unknownMask) : false;
}

function containerMask(value: object, maskOf: (part: Value, step: string | number) => Mask): Mask {
  if (Array.isArray(value)) return value.map((part: Value, n) => maskOf(part, n));
  const entries = Object.entries(value as Record<string, Value>).map(([name, part]) => [name, maskOf(part, name)] as const);
  return Object.fromEntries(entries.filter(([, mask]) => mask !== false));
}

/** The value as JSON, without its unknown parts. */
export function knownPart(value: Value | undefined): unknown {
  if (value === undefined || isOpen(value)) return undefined;
  if (!isContainer(value)) return value;
  if (Array.isArray(value)) return value.map((part: Value) => knownPart(part) ?? null);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, knownPart(part)]));
}
