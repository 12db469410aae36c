/** Equality, and the order and uniqueness of a set's elements. */
import { UNKNOWN, type Unknown } from "../../schema/value";
import { compareNumbers, isNumeric, numberText } from "./number";
import {
  compareText,
  isMapping,
  isNull,
  isOpen,
  isSequence,
  kindOf,
  type Mapping,
  type Sequence,
  type Typed,
  type ConstraintJson,
} from "./typed";
import { bare } from "./sensitive";
import { sameType } from "./type";

/** Whether two values are equal in type and content; unknown if that depends on an unknown part. Marks are ignored. */
export function equal(left: Typed, right: Typed): boolean | Unknown {
  const a = bare(left);
  const b = bare(right);
  if (isOpen(a) || isOpen(b)) return UNKNOWN;
  if (isNull(a) || isNull(b)) return isNull(a) && isNull(b);
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b) === 0;
  if (isSequence(a) && isSequence(b)) return sameKind(a, b) && equalSequences(a, b);
  if (isMapping(a) && isMapping(b)) return sameKind(a, b) && equalMappings(a, b);
  return a === b;
}

function sameKind(a: Sequence | Mapping, b: Sequence | Mapping): boolean {
  return a.kind === b.kind && sameType(a.element ?? "dynamic", b.element ?? "dynamic");
}

function equalSequences(a: Sequence, b: Sequence): boolean | Unknown {
  return a.items.length === b.items.length && all(a.items.map((item, i) => equal(item, b.items[i]!)));
}

function equalMappings(a: Mapping, b: Mapping): boolean | Unknown {
  if (a.entries.size !== b.entries.size) return false;
  return all([...a.entries].map(([key, part]) => (b.entries.has(key) ? equal(part, b.entries.get(key)!) : false)));
}

function all(answers: readonly (boolean | Unknown)[]): boolean | Unknown {
  if (answers.includes(false)) return false;
  return answers.includes(UNKNOWN) ? UNKNOWN : true;
}

/** A set of the items, which must be of the element's type; unknown if an item is unknown, because it may be equal to another one. */
export function setOf(element: ConstraintJson, items: readonly Typed[]): Sequence | Unknown {
  const keyed = new Map<string, Typed>();
  for (const item of items) {
    const key = setKey(item);
    if (key === undefined) return UNKNOWN;
    if (!keyed.has(key)) keyed.set(key, item);
  }
  const sorted = [...keyed].sort(([a, x], [b, y]) => compareElements(x, y) ?? compareText(a, b));
  return { kind: "set", element, items: sorted.map(([, item]) => item) };
}

/** Scalars have a natural order; other elements are ordered by their keys. */
function compareElements(a: Typed, b: Typed): number | undefined {
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  return undefined;
}

/** A text that only equal values of one type share; undefined if a part of the value is unknown. */
export function setKey(value: Typed): string | undefined {
  if (value === UNKNOWN) return undefined;
  if (isNull(value)) return "~";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "boolean") return value ? "T" : "F";
  if (isNumeric(value)) return numberText(value);
  if (kindOf(value) === "sensitive") return setKey(bare(value));
  return isSequence(value) ? join(value.items.map(setKey), "[", "]") : join(mappingKeys(value as Mapping), "{", "}");
}

/** A text that values share exactly when they are equal, whatever their types are; all of them must be known. */
export function contentKey(value: Typed): string {
  const plain = bare(value);
  if (isSequence(plain)) return `${plain.kind}${elementKey(plain)}[${plain.items.map(contentKey).join()}]`;
  if (isMapping(plain)) return `${plain.kind}${elementKey(plain)}{${[...plain.entries].map(entryKey).join()}}`;
  return setKey(plain)!;
}

function entryKey([name, part]: readonly [string, Typed]): string {
  return `${JSON.stringify(name)}:${contentKey(part)}`;
}

function elementKey({ element }: Sequence | Mapping): string {
  return element === undefined ? "" : JSON.stringify(element);
}

function mappingKeys(value: Mapping): (string | undefined)[] {
  return [...value.entries].map(([name, part]) => {
    const key = setKey(part);
    return key === undefined ? undefined : value.kind === "map" ? `${JSON.stringify(name)}:${key}` : key;
  });
}

function join(keys: readonly (string | undefined)[], open: string, close: string): string | undefined {
  return keys.includes(undefined) ? undefined : `${open}${keys.map((key) => `${key};`).join("")}${close}`;
}
