/** Conversion between plain values and the evaluator's. */
import type { Path, PathStep } from "../../diagnostic";
import { SENSITIVE } from "../../schema/quote";
import type { Fields, Type } from "../../schema/type";
import { UNKNOWN, type Value } from "../../schema/value";
import { convertTo } from "./convert";
import { numberText } from "./number";
import { sensitive } from "./sensitive";
import { schemaType, typeOf } from "./type";
import { isFault, list, map, object, tuple, type Mapping, type Sequence, type Typed, type ConstraintJson } from "./typed";

/** A literal: arrays are tuples, objects are objects. */
export function fromPlain(value: Value): Typed {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return tuple(value.map(fromPlain));
  return object(Object.entries(value).map(([name, part]) => [name, fromPlain(part)]));
}

/** An attribute's value with the types of its schema. A value that does not fit the type becomes a literal. */
export function fromSchema(type: Type, value: Value | undefined): Typed {
  if (value === undefined || value === null) return { kind: "null", type: schemaType(type) };
  if (typeof value !== "object") return value;
  if (type.kind === "dynamic") return fromDynamic(value as Readonly<Record<string, Value>>);
  if (Array.isArray(value)) return sequenceFromSchema(type, value);
  const parts = value as Readonly<Record<string, Value>>;
  if (type.kind === "object") return lazyMapping("object", value, () => objectFromSchema(type.fields, parts).entries);
  if (type.kind !== "map") return fromPlain(value);
  const element = schemaType(type.element);
  return lazyMapping(
    "map",
    value,
    () =>
      map(
        element,
        Object.entries(parts).map(([key, part]) => [key, fromSchema(type.element, part)]),
      ).entries,
    element,
  );
}

/** A value that has its type with it. */
function fromDynamic({ value = null, type }: Readonly<Record<string, Value>>): Typed {
  const constraint = type as ConstraintJson;
  if (value === null) return { kind: "null", type: constraint };
  const converted = convertTo(fromPlain(value), constraint);
  return isFault(converted) ? fromPlain(value) : converted;
}

/** A value with its type, in the form of Terraform's state; null without a type stays null. */
export function toDynamic(value: Typed, plain: Value): Value {
  const type = typeOf(value);
  return plain === UNKNOWN || (plain === null && type === "dynamic") ? plain : { value: plain, type: type as Value };
}

/** All attributes of a resource as an object. */
export function objectFromSchema(fields: Fields, value: Readonly<Record<string, Value>>): Mapping {
  const part = (name: string) => (Object.hasOwn(value, name) ? value[name] : undefined);
  return object(Object.entries(fields).map(([name, field]) => [name, fromSchema(field.type, part(name))]));
}

/** Most objects are passed on unchanged; their parts are read on first use. */
function lazyMapping(kind: Mapping["kind"], plain: Value, read: () => Mapping["entries"], element?: ConstraintJson): Mapping {
  let entries: Mapping["entries"] | undefined;
  return {
    kind,
    ...(element !== undefined && { element }),
    plain,
    get entries() {
      return (entries ??= read());
    },
  };
}

function sequenceFromSchema(type: Type, value: readonly Value[]): Typed {
  if (type.kind !== "list" && type.kind !== "set") return fromPlain(value);
  const items = value.map((item) => fromSchema(type.element, item));
  if (type.kind === "set" && value.includes(UNKNOWN)) return UNKNOWN;
  return { ...list(schemaType(type.element), items), kind: type.kind, plain: value };
}

/** The result: the plain value, its sensitive paths, and its numbers that JavaScript cannot represent. */
export interface Plain {
  readonly value: Value;
  readonly sensitive: readonly Path[];
  readonly inexact: readonly { readonly path: Path; readonly text: string }[];
}

const NONE: readonly never[] = [];

/** Converts a value to a plain one. */
export function toPlain(value: Typed): Plain {
  if (typeof value !== "object" || value === null) return { value, sensitive: NONE, inexact: NONE };
  const out: Findings = { sensitive: [], inexact: [] };
  return { value: plainOf(value, out, []), ...out };
}

interface Findings {
  readonly sensitive: Path[];
  readonly inexact: { readonly path: Path; readonly text: string }[];
}

function plainOf(value: Typed, out: Findings, path: PathStep[]): Value {
  if (typeof value !== "object" || value === null) return value;
  switch (value.kind) {
    case "null":
      return null;
    case "sensitive":
      out.sensitive.push([...path]);
      return plainSecret(value.of, out, path);
    case "exact":
      if (value.value.isInteger() || !Number.isFinite(value.value.toNumber()))
        out.inexact.push({ path: [...path], text: numberText(value) });
      return value.value.toNumber();
    case "tuple":
    case "list":
    case "set":
      return value.plain ?? plainSequence(value, out, path);
    default:
      return value.plain ?? plainMapping(value, out, path);
  }
}

/** Marks inside a mark add nothing, and errors in a number are reported without its value. */
function plainSecret(value: Typed, out: Findings, path: PathStep[]): Value {
  const inner: Findings = { sensitive: [], inexact: [] };
  const plain = plainOf(value, inner, path);
  out.inexact.push(...inner.inexact.map((one) => ({ ...one, text: SENSITIVE })));
  return plain;
}

function plainSequence(value: Sequence, out: Findings, path: PathStep[]): Value {
  return value.items.map((item, i) => within(item, out, path, i));
}

function plainMapping(value: Mapping, out: Findings, path: PathStep[]): Value {
  const plain: Record<string, Value> = {};
  for (const [name, part] of value.entries) assign(plain, name, within(part, out, path, name));
  return plain;
}

function within(value: Typed, out: Findings, path: PathStep[], step: PathStep): Value {
  path.push(step);
  const plain = plainOf(value, out, path);
  path.pop();
  return plain;
}

/** Sets an own property of any name. */
export function assign(record: Record<string, Value>, name: string, value: Value): void {
  if (name === "__proto__") Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
  else record[name] = value;
}

/** The value with marks at the paths, or at the last existing part of a path. */
export function markAt(value: Typed, paths: readonly Path[]): Typed {
  if (paths.length === 0) return value;
  if (paths.some(({ length }) => length === 0) || typeof value !== "object" || value === null) return sensitive(value);
  const below = byFirstStep(paths);
  const marked = (part: Typed, step: PathStep) => markAt(part, below.get(String(step)) ?? NONE);
  if (value.kind === "tuple" || value.kind === "list") return { kind: value.kind, element: value.element, items: value.items.map(marked) };
  if (value.kind !== "object" && value.kind !== "map") return sensitive(value);
  const entries = new Map([...value.entries].map(([name, part]) => [name, marked(part, name)] as const));
  return { kind: value.kind, element: value.element, entries };
}

/** The paths without their first steps. */
function byFirstStep(paths: readonly Path[]): ReadonlyMap<string, readonly Path[]> {
  const groups = new Map<string, Path[]>();
  for (const [step, ...rest] of paths) {
    const group = groups.get(String(step));
    if (group) group.push(rest);
    else groups.set(String(step), [rest]);
  }
  return groups;
}
