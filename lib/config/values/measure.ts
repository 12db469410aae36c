/** The size and depth of values, written out in full: a shared part counts once for each occurrence. */
import { DEEPEST, ELEMENT, LARGEST_VALUE, LONGEST_TEXT } from "../../schema/limits";
import type { Value } from "../../schema/value";
import { beyond, kindOf, type TypeFault, type Mapping, type Measure, type Sensitive, type Sequence, type Typed } from "./typed";

const SCALAR: Measure = { size: ELEMENT, depth: 0 };

/** Parts are measured only once, so measuring a new value takes no longer than creating it. */
export function measureOf(value: Typed): Measure {
  if (typeof value === "string") return { size: ELEMENT + value.length, depth: 0 };
  if (typeof value !== "object" || value === null || value.kind === "null") return SCALAR;
  if (value.kind === "exact") return { size: ELEMENT + value.value.precision(), depth: 0 };
  if (value.kind === "sensitive") return measureOf((value as Sensitive).of);
  return (value.measured ??= measured(value));
}

function measured(value: Sequence | Mapping): Measure {
  // Parts of lazy values from the schema may not have been read yet, and need not be for this.
  if (value.plain !== undefined) return { size: sizeOfPlain(value.plain), depth: 1 };
  let size = ELEMENT;
  let depth = 0;
  const add = (part: Typed) => {
    const measure = measureOf(part);
    size += measure.size;
    if (measure.depth > depth) depth = measure.depth;
  };
  if (value.kind === "object" || value.kind === "map") {
    for (const [name, part] of value.entries) {
      size += ELEMENT + name.length;
      add(part);
    }
  } else (value as Sequence).items.forEach(add);
  return { size, depth: depth + 1 };
}

function sizeOfPlain(value: Value): number {
  if (typeof value === "string") return ELEMENT + value.length;
  if (typeof value !== "object" || value === null) return ELEMENT;
  return Object.entries(value).reduce((size, [name, part]) => size + ELEMENT + name.length + sizeOfPlain(part as Value), ELEMENT);
}

/** The size of the value itself, without its parts. */
export function sizeOfItself(value: Typed): number {
  if (typeof value === "string") return value.length;
  const kind = kindOf(value);
  if (kind === "sensitive") return sizeOfItself((value as Sensitive).of);
  if (kind === "tuple" || kind === "list" || kind === "set") return ELEMENT * (value as Sequence).items.length;
  if (kind !== "object" && kind !== "map") return 0;
  const mapping = value as Mapping;
  return mapping.plain === undefined ? 2 * ELEMENT * mapping.entries.size : 0;
}

/** The fault of a value that is too large; undefined for any reasonable one. */
export function beyondLimits(value: Typed): TypeFault | undefined {
  if (typeof value === "string") return longText(value.length);
  const { size, depth } = measureOf(value);
  if (depth > DEEPEST) return beyond(`The value is nested more than ${DEEPEST} deep.`);
  return size > LARGEST_VALUE ? largeValue(size) : undefined;
}

/** A fault if a text of this length would be too long. Call it before the text is created. */
export function longText(length: number): TypeFault | undefined {
  if (length <= LONGEST_TEXT) return undefined;
  return beyond(`The text would have ${length} characters; at most ${LONGEST_TEXT} are allowed.`);
}

/** A fault if this number of elements would be too large. Call it before they are created. */
export function manyElements(count: number): TypeFault | undefined {
  return count * ELEMENT > LARGEST_VALUE ? largeValue(count * ELEMENT) : undefined;
}

function largeValue(size: number): TypeFault {
  return beyond(`The value would take ${size} bytes in total; at most ${LARGEST_VALUE} are allowed.`);
}

/** The texts joined, unless they would be too long together. */
export function joinTexts(texts: readonly string[], separator = ""): string | TypeFault {
  const length = texts.reduce((sum, text) => sum + text.length, separator.length * Math.max(0, texts.length - 1));
  return longText(length) ?? texts.join(separator);
}
