/** Conversion of values between types, by Terraform's rules. */
import { UNKNOWN, type Unknown } from "../../schema/value";
import { setOf } from "./equal";
import { isNumeric, numberText, parseNumber, type Numeric } from "./number";
import { bare, hasMarks, markedAs, sensitive, withoutMarks } from "./sensitive";
import { describe, hasDynamic, sameType, typeName, typeOf } from "./type";
import { concealed, fault, isFault, isMapping, isNull, isSensitive, isSequence, kindOf, list, map, object, tuple, word } from "./typed";
import type { Bare, TypeFault, Mapping, Typed, ConstraintJson } from "./typed";
import { canConvert, unify } from "./unify";

/** The value converted to the type. Nulls and unknown values stay; marks stay in place. */
export function convertTo(value: Typed, type: ConstraintJson): Typed | TypeFault {
  if (type === "dynamic" || value === UNKNOWN) return value;
  if (isSensitive(value)) return remarked(convertTo(value.of, type));
  if (isNull(value)) return toNull(value, type);
  if (typeof type === "string") return toScalar(value, type);
  switch (type[0]) {
    case "list":
      return toList(value, type[1]);
    case "set":
      return toSet(value, type[1]);
    case "map":
      return toMap(value, type[1]);
    case "tuple":
      return toTuple(value, type[1]);
    case "object":
      return toObject(value, type[1], type[2] ?? []);
  }
}

/** A null of a type is refused where other values of it are. */
function toNull(value: Bare, type: ConstraintJson): Typed | TypeFault {
  const own = typeOf(value);
  if (kindOf(value) === "null" && sameType(own, type)) return value;
  return canConvert(own, type)
    ? { kind: "null", type: settledFor(own, type) }
    : fault`A ${word(typeName(type))} is required here, not a null ${word(typeName(own))}.`;
}

/** The type with the common type of the elements that it is converted from, where it says `any`. */
function settledFor(from: ConstraintJson, type: ConstraintJson): ConstraintJson {
  if (typeof from === "string" || typeof type === "string" || type[1] !== "dynamic") return type;
  const parts = from[0] === "object" ? Object.values(from[1]) : from[0] === "tuple" ? from[1] : [from[1] as ConstraintJson];
  return [type[0] as "list" | "set" | "map", unify(parts) ?? "dynamic"];
}

function remarked(value: Typed | TypeFault): Typed | TypeFault {
  return isFault(value) ? concealed(value) : sensitive(value);
}

function toScalar(value: Bare, type: "string" | "number" | "bool"): string | Numeric | boolean | TypeFault {
  const converted = type === "string" ? toText(value) : type === "number" ? toNumber(value) : toBool(value);
  return converted ?? fault`A ${word(type)} is required here, not ${describe(value)}.`;
}

/** Undefined unless it is a string, number or bool. */
function toText(value: Bare): string | undefined {
  if (typeof value === "string") return value;
  return isNumeric(value) ? numberText(value) : typeof value === "boolean" ? String(value) : undefined;
}

function toNumber(value: Bare): Numeric | undefined {
  if (isNumeric(value)) return value;
  return typeof value === "string" ? parseNumber(value) : undefined;
}

function toBool(value: Bare): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === "true" || value === "1" ? true : value === "false" || value === "0" ? false : undefined;
}

function toList(value: Bare, element: ConstraintJson): Typed | TypeFault {
  if (!isSequence(value)) return fault`A ${word(typeName(["list", element]))} is required here, not ${describe(value)}.`;
  if (value.kind === "list" && value.element !== undefined && sameType(value.element, element)) return value;
  const common = value.kind === "tuple" ? commonType(value.items, element) : elementType(value.element!, element);
  if (isFault(common)) return common;
  if (value.element !== undefined && !canConvert(value.element, common)) return notThese(value.element, common);
  const items = convertAll(value.items, () => common);
  if (isFault(items)) return items;
  return hasDynamic(common) ? settledList(common, items) : list(withoutOptional(common), items);
}

function toSet(value: Bare, element: ConstraintJson): Typed | TypeFault {
  if (isSequence(value) && value.kind === "set" && sameType(value.element!, element)) return value;
  const converted = toList(value, element);
  if (isFault(converted))
    return isSequence(value) ? converted : fault`A ${word(typeName(["set", element]))} is required here, not ${describe(value)}.`;
  const marked = hasMarks(converted);
  const sequence = withoutMarks(converted);
  return isSequence(sequence) ? markedAs(marked, setOf(sequence.element!, sequence.items)) : converted;
}

function toMap(value: Bare, element: ConstraintJson): Typed | TypeFault {
  if (!isMapping(value)) return fault`A ${word(typeName(["map", element]))} is required here, not ${describe(value)}.`;
  if (value.kind === "map" && sameType(value.element!, element)) return value;
  const common = value.kind === "object" ? commonType(givenParts(value), element) : elementType(value.element!, element);
  if (isFault(common)) return common;
  if (value.element !== undefined && !canConvert(value.element, common)) return notThese(value.element, common);
  const entries = convertEntries(value, () => common);
  if (isFault(entries)) return entries;
  const settled = hasDynamic(common) ? settledType(entries.map(([, part]) => part)) : common;
  if (isFault(settled) || sameType(settled, common)) return isFault(settled) ? settled : map(withoutOptional(common), entries);
  return toMap(object(entries), settled);
}

function toTuple(value: Bare, types: readonly ConstraintJson[]): Typed | TypeFault {
  if (!isSequence(value) || value.kind !== "tuple") return fault`A tuple is required here, not ${describe(value)}.`;
  if (value.items.length !== types.length)
    return fault`A tuple of ${word(types.length)} elements is required here, not one of ${value.items.length}.`;
  const items = convertAll(value.items, (i) => types[i]!);
  return isFault(items) ? items : tuple(items);
}

function toObject(value: Bare, attributes: Readonly<Record<string, ConstraintJson>>, optional: readonly string[]): Typed | TypeFault {
  if (!isMapping(value)) return fault`An object is required here, not ${describe(value)}.`;
  const missing = Object.keys(attributes).filter((name) => !value.entries.has(name));
  const required = missing.filter((name) => !optional.includes(name));
  if (required.length > 0) return fault`The object lacks ${word(required.map((name) => JSON.stringify(name)).join(", "))}.`;
  const given = convertEntries(value, (name) => (Object.hasOwn(attributes, name) ? attributes[name] : undefined));
  if (isFault(given)) return given;
  return object([...given, ...missing.map((name) => [name, { kind: "null", type: withoutOptional(attributes[name]!) }] as const)]);
}

/** Checked even without elements. */
function notThese(from: ConstraintJson, to: ConstraintJson): TypeFault {
  return fault`Elements of the type ${word(typeName(from))} cannot become ${word(typeName(to))}.`;
}

/** The target element type; `any` stands for the elements' common type. */
function commonType(items: readonly Typed[], wanted: ConstraintJson): ConstraintJson | TypeFault {
  if (wanted !== "dynamic") return wanted;
  const common = unify(items.map(typeOf));
  // A null has no type of its own, so with a list or an object it leaves the type open; an unknown value may yet determine it.
  const plain = items.map(bare);
  const open = common === "dynamic" && !plain.includes(UNKNOWN) && plain.some((item) => !isNull(item));
  return common === undefined || open ? fault("All elements must have one type.") : common;
}

function elementType(given: ConstraintJson, wanted: ConstraintJson): ConstraintJson {
  return wanted === "dynamic" ? given : wanted;
}

/** In an object, nulls do not affect the type, unless all values are null. */
function givenParts(value: Mapping): readonly Typed[] {
  const parts = [...value.entries.values()];
  const given = parts.filter((part) => bare(part) !== null);
  return given.length > 0 ? given : parts;
}

/** Elements were converted one by one to a type that contains `any`; unifies what it stands for. */
function settledList(common: ConstraintJson, items: readonly Typed[]): Typed | TypeFault {
  const settled = items.length === 0 ? common : settledType(items);
  if (isFault(settled)) return settled;
  return sameType(settled, common) ? list(withoutOptional(common), items) : toList(tuple(items), settled);
}

function settledType(items: readonly Typed[]): ConstraintJson | TypeFault {
  return commonType(items, "dynamic");
}

/** The type of converted values, in which optional attributes exist. */
export function withoutOptional(type: ConstraintJson): ConstraintJson {
  if (typeof type === "string") return type;
  if (type[0] === "tuple") return ["tuple", type[1].map(withoutOptional)];
  if (type[0] !== "object") return [type[0], withoutOptional(type[1])];
  return ["object", Object.fromEntries(Object.entries(type[1]).map(([name, part]) => [name, withoutOptional(part)]))];
}

function convertAll(items: readonly Typed[], typeAt: (index: number) => ConstraintJson): readonly Typed[] | TypeFault {
  const converted: Typed[] = [];
  for (const [i, item] of items.entries()) {
    const part = convertTo(item, typeAt(i));
    if (isFault(part)) return fault`Element ${word(i)}: ${part}`;
    converted.push(part);
  }
  return converted;
}

function convertEntries(
  value: Mapping,
  typeFor: (name: string) => ConstraintJson | undefined,
): readonly (readonly [string, Typed])[] | TypeFault {
  const entries: (readonly [string, Typed])[] = [];
  for (const [name, item] of value.entries) {
    const type = typeFor(name);
    if (type === undefined) continue;
    const part = convertTo(item, type);
    if (isFault(part)) return fault`In ${JSON.stringify(name)}: ${part}`;
    entries.push([name, part]);
  }
  return entries;
}

/** An operand or a part of a template: a scalar of the type, never null, without its mark. */
export function scalar(value: Typed, type: "string" | "number" | "bool"): string | Numeric | boolean | Unknown | TypeFault {
  if (isSensitive(value)) {
    const inner = scalar(value.of, type);
    return isFault(inner) ? concealed(inner) : inner;
  }
  if (value === UNKNOWN) return UNKNOWN;
  return isNull(value) ? fault`A ${word(type)} is required here, but this value is null.` : toScalar(value, type);
}
