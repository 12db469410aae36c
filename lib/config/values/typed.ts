/**
 * The values inside the evaluator. They carry information that a plain `Value` lacks: whether a sequence is a tuple, list or set,
 * the element type of empty collections, numbers beyond JavaScript's, and sensitivity. `plain.ts` converts from and to plain
 * values.
 */
import type Decimal from "decimal.js";
import { hasPlaceholder } from "../../kernel/placeholder";
import { SENSITIVE } from "../../schema/quote";
import { UNKNOWN, type Unknown, type Value } from "../../schema/value";

/** A type in Terraform's JSON syntax. `dynamic` is the type of unknown values; the third part of an object lists its optional attributes. */
export type ConstraintJson =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", ConstraintJson]
  | readonly ["tuple", readonly ConstraintJson[]]
  | readonly ["object", Readonly<Record<string, ConstraintJson>>]
  | readonly ["object", Readonly<Record<string, ConstraintJson>>, readonly string[]];

/** A number that no JavaScript number represents exactly. */
export interface Exact {
  readonly kind: "exact";
  readonly value: Decimal;
}
/** A null of a known type. */
export interface NullOf {
  readonly kind: "null";
  readonly type: ConstraintJson;
}
/** The total size of a value in bytes, and its depth. */
export interface Measure {
  readonly size: number;
  readonly depth: number;
}
export interface Sequence {
  readonly kind: "tuple" | "list" | "set";
  /** For lists and sets. */
  readonly element?: ConstraintJson;
  readonly items: readonly Typed[];
  /** The same as plain data, if available. */
  readonly plain?: Value;
  /** Cached on first use, because it is used often. */
  measured?: Measure;
  known?: boolean;
  marked?: boolean;
}
export interface Mapping {
  readonly kind: "object" | "map";
  /** For maps. */
  readonly element?: ConstraintJson;
  /** Sorted by key. */
  readonly entries: ReadonlyMap<string, Typed>;
  /** The same as plain data, if available. */
  readonly plain?: Value;
  /** Cached on first use, because it is used often. */
  measured?: Measure;
  known?: boolean;
  marked?: boolean;
}
/** A sensitive value, possible at any depth; it never contains another one directly. */
export interface Sensitive {
  readonly kind: "sensitive";
  readonly of: Bare;
}
/** A value that is not itself marked; parts of it may be. */
export type Bare = null | boolean | number | string | Unknown | Exact | NullOf | Sequence | Mapping;
export type Typed = Bare | Sensitive;

/** Why an operation has no result, in a sentence. A value like any other, so that bad input never throws. */
export interface TypeFault {
  readonly kind: "fault";
  readonly message: string;
  /** Set if it is more specific than an operation that is impossible with these values. */
  readonly code?: "limit-exceeded";
  /** The same sentence without quoted values, for sensitive operands. */
  readonly hidden: string;
}

/** Part of a fault's sentence that does not depend on any value: the name of a function, a type, a number of arguments. */
export interface Word {
  readonly kind: "word";
  readonly text: string;
}

export function word(text: string | number): Word {
  return { kind: "word", text: String(text) };
}

/** For literal texts only: a text with inserted values must be tagged. */
type Constant<T extends string> = Record<never, never> extends Record<T, 1> ? never : T;

/**
 * A fault. A `${…}` counts as quoted from a value and is hidden where the value is sensitive; a `word` is always shown, and of a
 * nested fault what it shows itself.
 *
 * @example
 * fault`${JSON.stringify(text)} is not a number in base ${word(base)}.`
 */
export function fault<const T extends string>(message: T & Constant<T>): TypeFault;
export function fault(strings: TemplateStringsArray, ...parts: readonly (string | number | Word | TypeFault)[]): TypeFault;
export function fault(strings: string | readonly string[], ...parts: readonly (string | number | Word | TypeFault)[]): TypeFault {
  if (typeof strings === "string") return { kind: "fault", message: strings, hidden: strings };
  const put = (say: (part: string | number | Word | TypeFault) => string | number) =>
    strings.map((text, n) => text + (n < parts.length ? say(parts[n]!) : "")).join("");
  const code = parts.find((part) => isFault(part) && part.code !== undefined) as TypeFault | undefined;
  const message = put((part) => said(part, part, "message"));
  return { kind: "fault", message, hidden: put((part) => said(part, SENSITIVE, "hidden")), ...(code?.code && { code: code.code }) };
}

function said(part: string | number | Word | TypeFault, quoted: unknown, which: "message" | "hidden"): string {
  if (typeof part !== "object") return String(quoted);
  return part.kind === "word" ? part.text : part[which];
}

/** The fault's text for a sensitive operand. */
export function concealed(found: TypeFault): TypeFault {
  return { ...found, message: found.hidden };
}

export function concealedIf(marked: boolean, found: TypeFault): TypeFault {
  return marked ? concealed(found) : found;
}

/** A value would exceed the limits in `lib/schema/limits`. The message has sizes, and quotes nothing. */
export function beyond(message: string): TypeFault {
  return { kind: "fault", message, hidden: message, code: "limit-exceeded" };
}

export function isFault(value: unknown): value is TypeFault {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "fault";
}

export function tuple(items: readonly Typed[]): Sequence {
  return { kind: "tuple", items };
}

/** The items must already have the element type. */
export function list(element: ConstraintJson, items: readonly Typed[]): Sequence {
  return { kind: "list", element, items };
}

export function object(entries: Iterable<readonly [string, Typed]>): Mapping {
  return { kind: "object", entries: inOrder(entries) };
}

/** The values must already have the element type. */
export function map(element: ConstraintJson, entries: Iterable<readonly [string, Typed]>): Mapping {
  return { kind: "map", element, entries: inOrder(entries) };
}

export function isNull(value: Typed): value is null | NullOf {
  return value === null || kindOf(value) === "null";
}

export function isSequence(value: Typed): value is Sequence {
  const kind = kindOf(value);
  return kind === "tuple" || kind === "list" || kind === "set";
}

export function isMapping(value: Typed): value is Mapping {
  const kind = kindOf(value);
  return kind === "object" || kind === "map";
}

export function isSensitive(value: Typed): value is Sensitive {
  return kindOf(value) === "sensitive";
}

/** The kind of a structured value; undefined for plain scalars and unknown values. */
export function kindOf(value: Typed): "exact" | "null" | "tuple" | "list" | "set" | "object" | "map" | "sensitive" | undefined {
  return typeof value === "object" && value !== null ? value.kind : undefined;
}

/** Direct parts of a list, tuple, set, object or map; nothing for other values. */
export function partsOf(value: Typed): Iterable<Typed> {
  if (isSequence(value)) return value.items;
  return isMapping(value) ? value.entries.values() : [];
}

/** Whether a value is unknown, or a placeholder for a value that is known only after the apply: it can only be passed on. */
export function isOpen(value: unknown): boolean {
  return value === UNKNOWN || (typeof value === "string" && hasPlaceholder(value));
}

/** Whether the value has no unknown part, at any depth. */
export function isWhollyKnown(value: Typed): boolean {
  if (isOpen(value)) return false;
  if (typeof value !== "object" || value === null) return true;
  if (value.kind === "sensitive") return isWhollyKnown(value.of);
  if (value.kind === "exact" || value.kind === "null") return true;
  return (value.known ??= everyPart(value, isWhollyKnown));
}

/** Whether a predicate is true for all direct parts. */
export function everyPart(value: Typed, holds: (part: Typed) => boolean): boolean {
  for (const part of partsOf(value)) if (!holds(part)) return false;
  return true;
}

/** The order of texts in Terraform: by code point. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === length) return a.length - b.length;
  return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
}

/** Surrogates are ordered after all other characters. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Later entries replace earlier ones with the same key. */
function inOrder(entries: Iterable<readonly [string, Typed]>): ReadonlyMap<string, Typed> {
  const map = new Map(entries);
  let last: string | undefined;
  for (const key of map.keys()) {
    if (last !== undefined && compareText(last, key) > 0) return new Map([...map].sort(([a], [b]) => compareText(a, b)));
    last = key;
  }
  return map;
}
