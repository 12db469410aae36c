/** Functions over collections. Those marked `partial` pass elements through unchanged, unknown or sensitive. */
import { UNKNOWN } from "../../schema/value";
import { convertTo } from "../values/convert";
import { contentKey, equal } from "../values/equal";
import { calculate, compareNumbers, type Numeric } from "../values/number";
import { bare, markedAs } from "../values/sensitive";
import { capital, describe, sameType, typeOf } from "../values/type";
import {
  compareText,
  fault,
  isFault,
  isMapping,
  isNull,
  isSensitive,
  isSequence,
  kindOf,
  list,
  map,
  object,
  tuple,
  word,
} from "../values/typed";
import type { Bare, TypeFault, Mapping, Sequence, Typed, ConstraintJson } from "../values/typed";
import { unify } from "../values/unify";
import {
  anything,
  anythingOrNull,
  fixed,
  listOf,
  mapping,
  number,
  sequence,
  text,
  texts,
  variadic,
  whole,
  type FunctionSpec,
  type Parameter,
} from "./function";
import { countGraphemes } from "./graphemes";

const partial = { partial: true } as const;
const unmarked = { partial: "unmarked" } as const;
const anyList = listOf("dynamic");
const open: Parameter<Bare> = { ...anythingOrNull, unknown: true };

export const collectionFunctions: Readonly<Record<string, FunctionSpec>> = {
  alltrue: fixed([listOf("bool")], allTrue, unmarked),
  anytrue: fixed([listOf("bool")], anyTrue, unmarked),
  chunklist: fixed([anyList, whole], chunks, partial),
  coalesce: variadic([], open, firstGiven, partial),
  coalescelist: variadic([], open, firstFilled, unmarked),
  compact: fixed([listOf("string")], ({ items }) =>
    list(
      "string",
      items.filter((item) => !isNull(item) && item !== ""),
    ),
  ),
  concat: variadic([], sequence, joined, partial),
  contains: fixed([sequence, anything], ({ items }, value) => items.some((item) => equal(item, value) === true)),
  distinct: fixed([anyList], (value) => list(value.element!, unique(value.items))),
  element: fixed([sequence, whole], nth, partial),
  flatten: fixed([sequence], flat, partial),
  index: fixed([sequence, anything], position),
  keys: fixed([mapping], keys, partial),
  length: fixed([anything], length, partial),
  lookup: variadic([mapping, text], { ...open, marked: true }, lookup, partial),
  matchkeys: fixed([anyList, anyList, anyList], matching),
  merge: variadic([], { ...anythingOrNull, take: mappingOrNull }, merged, partial),
  one: fixed([sequence], only, partial),
  range: variadic([number], number, range),
  reverse: fixed([sequence], reversed, partial),
  slice: fixed([sequence, whole, whole], slice, partial),
  sort: fixed([texts], (items) => list("string", [...items].sort(compareText))),
  sum: fixed([sequence], sum),
  transpose: fixed([{ ...mapping, type: ["map", ["list", "string"]] }], transposed),
  values: fixed([mapping], values, partial),
  zipmap: fixed([texts, sequence], zipped, partial),
};

/** The first element that is not true decides. */
function allTrue({ items }: Sequence): Typed {
  const other = items.find((item) => item !== true);
  return other === undefined || (other === UNKNOWN ? UNKNOWN : false);
}

function anyTrue({ items }: Sequence): Typed {
  return items.includes(true) || (items.includes(UNKNOWN) ? UNKNOWN : false);
}

function chunks(value: Sequence, size: number): Typed | TypeFault {
  if (size < 0) return fault("The size is negative.");
  const type: ConstraintJson = ["list", value.element!];
  const step = size === 0 ? Math.max(1, value.items.length) : size;
  const parts: Sequence[] = [];
  for (let i = 0; i < value.items.length; i += step) parts.push(list(value.element!, value.items.slice(i, i + step)));
  return list(type, parts);
}

/** The first argument that is neither null nor empty text. */
function firstGiven(args: readonly Bare[]): Typed | TypeFault {
  const type = unify(args.map(typeOf));
  if (type === undefined) return fault("The arguments must have types that can be unified.");
  for (const arg of args) {
    if (arg === UNKNOWN) return UNKNOWN;
    if (!isNull(arg) && arg !== "") return convertTo(arg, type);
  }
  return fault("All arguments are null or empty.");
}

function firstFilled(args: readonly Bare[]): Typed | TypeFault {
  const strange = args.find((arg) => arg !== UNKNOWN && !isOfKind(arg, ["list", "tuple"]));
  if (strange !== undefined) return fault`Lists are required here, not ${describe(strange)}.`;
  for (const arg of args) {
    if (arg === UNKNOWN) return UNKNOWN;
    if (isSequence(arg) && arg.items.length > 0) return arg;
  }
  return fault("All lists are null or empty.");
}

/** Lists whose elements have a common type stay a list; anything else becomes a tuple. */
function joined(args: readonly Sequence[]): Typed | TypeFault {
  if (args.length === 0) return fault("At least one list is needed.");
  if (args.some(({ kind }) => kind === "set")) return fault("Sets have no order; use setunion(), or tolist() first.");
  const items = args.flatMap((arg) => arg.items);
  const element = args.every(({ kind }) => kind === "list") ? unify(args.map((arg) => arg.element!)) : undefined;
  return element === undefined ? tuple(items) : convertTo(tuple(items), ["list", element]);
}

/** The first of those that are equal. */
function unique(items: readonly Typed[]): readonly Typed[] {
  const found = new Map<string, Typed>();
  for (const item of items) {
    const key = contentKey(item);
    if (!found.has(key)) found.set(key, item);
  }
  return [...found.values()];
}

/** Indices beyond the end wrap around; in a list also negative ones. */
function nth({ items, kind }: Sequence, index: number): Typed | TypeFault {
  if (kind === "set") return fault("Sets have no order; use tolist() first.");
  if (items.length === 0) return fault("The list is empty.");
  const rest = index % items.length;
  return rest < 0 && kind === "tuple" ? fault("The index is negative.") : items.at(rest)!;
}

/** A mark of a list in it is one of the result. */
function flat(value: Sequence): Typed {
  const flattened: Flattened = { items: [], isKnown: true, isMarked: false };
  flattenInto(flattened, value);
  return markedAs(flattened.isMarked, flattened.isKnown ? tuple(flattened.items) : UNKNOWN);
}

interface Flattened {
  readonly items: Typed[];
  isKnown: boolean;
  isMarked: boolean;
}

function flattenInto(flattened: Flattened, value: Sequence): void {
  for (const item of value.items) {
    const inner = bare(item);
    if (inner === UNKNOWN) flattened.isKnown = false;
    if (inner === UNKNOWN || isSequence(inner)) flattened.isMarked ||= isSensitive(item);
    if (isSequence(inner)) flattenInto(flattened, inner);
    else flattened.items.push(item);
  }
}

function position({ items, kind }: Sequence, value: Bare): Typed | TypeFault {
  if (kind === "set") return fault("Sets have no order; use tolist() first.");
  const index = items.findIndex((item) => equal(item, value) === true);
  return index < 0 ? fault`${capital(describe(value))} is not in the list.` : index;
}

function keys(value: Mapping): Typed {
  const names = [...value.entries.keys()];
  return value.kind === "map" ? list("string", names) : tuple(names);
}

function values(value: Mapping): Typed {
  const parts = [...value.entries.values()];
  return value.kind === "map" ? list(value.element!, parts) : tuple(parts);
}

function length(value: Bare): Typed | TypeFault {
  if (typeof value === "string") return countGraphemes(value);
  if (isSequence(value)) return value.items.length;
  return isMapping(value) ? value.entries.size : fault`${capital(describe(value))} has no length.`;
}

function lookup(value: Mapping, key: string, defaults: readonly Bare[]): Typed | TypeFault {
  if (defaults.length > 1) return fault("At most one default is allowed.");
  const found = value.entries.get(key);
  if (found !== undefined) return found;
  if (defaults[0] === undefined) return fault`There is no ${JSON.stringify(key)} in the ${word(value.kind)}, and there is no default.`;
  return value.kind === "map" ? convertTo(defaults[0], value.element!) : defaults[0];
}

function matching(found: Sequence, names: Sequence, searched: Sequence): Typed | TypeFault {
  if (found.items.length !== names.items.length) return fault("The list of values and the list of keys must have the same length.");
  const wanted = new Set(searched.items.map(contentKey));
  return list(
    found.element!,
    found.items.filter((_, i) => wanted.has(contentKey(names.items[i]!))),
  );
}

/** Whether a type is one of these; that of an untyped null is any. */
function isOfKind(value: Bare, kinds: readonly string[]): boolean {
  const type = typeOf(value);
  return Array.isArray(type) && kinds.includes(type[0] as string);
}

const isUntyped = (value: Bare) => typeOf(value) === "dynamic";

function mappingOrNull(value: Bare): Bare | TypeFault {
  if (isUntyped(value) || isOfKind(value, ["map", "object"])) return value;
  return fault`A map or object is required here, not ${describe(value)}.`;
}

/** Later arguments win. Maps of one type stay a map; a null has no entries, but a type. */
function merged(args: readonly Bare[]): Typed {
  const entries = args.flatMap((arg) => (isMapping(arg) ? [...arg.entries] : []));
  const [first, ...others] = args.filter((arg) => !isUntyped(arg)).map(typeOf);
  const alike = Array.isArray(first) && first[0] === "map" && others.every((type) => sameType(type, first));
  return alike ? map(first[1] as ConstraintJson, entries) : object(entries);
}

function only({ items, kind, element }: Sequence): Typed | TypeFault {
  if (items.length > 1) return fault`The ${word(kind)} has ${items.length} elements; one or none is required.`;
  return items[0] ?? (element === undefined ? null : { kind: "null", type: element });
}

/** Terraform's limit. */
const MOST = 1024;

function range(first: Numeric, more: readonly Numeric[]): Typed | TypeFault {
  if (more.length > 2) return fault("At most a start, a limit and a step are allowed.");
  const [start, limit] = more.length === 0 ? [0, first] : [first, more[0]!];
  const down = compareNumbers(limit, start) < 0;
  const step = more[1] ?? (down ? -1 : 1);
  if (compareNumbers(step, 0) === 0) return fault("The step is zero.");
  if (down ? compareNumbers(step, 0) > 0 : compareNumbers(step, 0) < 0) return fault("The step leads away from the limit.");
  const items: Numeric[] = [];
  let n: Numeric | TypeFault = start;
  while (!isFault(n) && (down ? compareNumbers(n, limit) > 0 : compareNumbers(n, limit) < 0)) {
    if (items.length === MOST) return fault`A range has at most ${word(MOST)} elements.`;
    items.push(n);
    n = calculate("+", n, step);
  }
  if (isFault(n)) return n;
  return list("number", items);
}

function reversed(value: Sequence): Typed {
  const items = [...value.items].reverse();
  return value.kind === "tuple" ? tuple(items) : list(value.element!, items);
}

function slice(value: Sequence, start: number, end: number): Typed | TypeFault {
  if (value.kind === "set") return fault("Sets have no order; use tolist() first.");
  const { length: size } = value.items;
  if (start < 0 || end < start || end > size) return fault`From ${start} to ${end} is not within ${size} elements.`;
  return { kind: value.kind, element: value.element, items: value.items.slice(start, end) };
}

function sum({ items }: Sequence): Typed | TypeFault {
  if (items.length === 0) return fault("The list is empty.");
  let total: Numeric = 0;
  for (const item of items) {
    const n = isNull(item) ? fault("An element is null.") : convertTo(item, "number");
    if (isFault(n)) return n;
    const next = calculate("+", total, n as Numeric);
    if (isFault(next)) return next;
    total = next;
  }
  return total;
}

function transposed(value: Mapping): Typed | TypeFault {
  const found = new Map<string, string[]>();
  for (const [key, names] of value.entries) {
    if (!isSequence(names)) return fault`The list at ${JSON.stringify(key)} is null.`;
    for (const name of names.items) {
      if (typeof name !== "string") return fault`An element at ${JSON.stringify(key)} is null.`;
      const sources = found.get(name);
      if (sources) sources.push(key);
      else found.set(name, [key]);
    }
  }
  return map(
    ["list", "string"],
    [...found].map(([name, sources]) => [name, list("string", sources.sort(compareText))]),
  );
}

function zipped(names: readonly string[], parts: Sequence): Typed | TypeFault {
  if (kindOf(parts) === "set") return fault("Sets have no order; use tolist() first.");
  if (names.length !== parts.items.length) return fault`There are ${names.length} keys for ${parts.items.length} values.`;
  const entries = names.map((name, i) => [name, parts.items[i]!] as const);
  return parts.kind === "list" ? map(parts.element!, entries) : object(entries);
}
