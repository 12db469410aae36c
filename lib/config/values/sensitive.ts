/** Marks of sensitive values: adding, removing, finding them. */
import { isMapping, isSensitive, isSequence, everyPart, type Bare, type Typed } from "./typed";

export function sensitive(value: Typed): Typed {
  return isSensitive(value) ? value : { kind: "sensitive", of: value };
}

/** The value without its own mark; marks inside stay. */
export function bare(value: Typed): Bare {
  return isSensitive(value) ? value.of : value;
}

/** `value`, marked as sensitive if `marked`. */
export function markedAs(marked: boolean, value: Typed): Typed {
  return marked ? sensitive(value) : value;
}

/** Whether the value or anything in it is marked. */
export function hasMarks(value: Typed): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value.kind === "sensitive") return true;
  if (value.kind === "exact" || value.kind === "null") return false;
  return (value.marked ??= !everyPart(value, (part) => !hasMarks(part)));
}

/** The value without any marks, at any depth. */
export function withoutMarks(value: Typed): Bare {
  const top = bare(value);
  if (!hasMarks(top)) return top;
  if (isSequence(top)) return { kind: top.kind, element: top.element, items: top.items.map(withoutMarks) };
  if (!isMapping(top)) return top;
  return { kind: top.kind, element: top.element, entries: new Map([...top.entries].map(([key, part]) => [key, withoutMarks(part)])) };
}
