/** Types as data: the type of a value, names for people, and the types of a schema. */
import type { Fields, Type } from "../../schema/type";
import { UNKNOWN } from "../../schema/value";
import { kindOf, type Exact, type Mapping, type NullOf, type Sensitive, type Sequence, type Typed, type ConstraintJson } from "./typed";

/** Terraform's exact type of the value. */
export function typeOf(value: Typed): ConstraintJson {
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "bool";
  return value === UNKNOWN || value === null ? "dynamic" : typeOfStructure(value as Exact | NullOf | Sequence | Mapping | Sensitive);
}

function typeOfStructure(value: Exact | NullOf | Sequence | Mapping | Sensitive): ConstraintJson {
  switch (value.kind) {
    case "exact":
      return "number";
    case "null":
      return value.type;
    case "sensitive":
      return typeOf(value.of);
    case "tuple":
      return ["tuple", value.items.map(typeOf)];
    case "object":
      return ["object", Object.fromEntries([...value.entries].map(([name, part]) => [name, typeOf(part)]))];
    default:
      return [value.kind, value.element ?? "dynamic"];
  }
}

export function sameType(a: ConstraintJson, b: ConstraintJson): boolean {
  if (typeof a === "string" || typeof b === "string") return a === b;
  if (a[0] !== b[0]) return false;
  if (a[0] === "tuple" && b[0] === "tuple") return a[1].length === b[1].length && a[1].every((type, i) => sameType(type, b[1][i]!));
  if (a[0] === "object" && b[0] === "object") return sameAttributes(a[1], b[1]);
  return sameType(a[1] as ConstraintJson, b[1] as ConstraintJson);
}

function sameAttributes(a: Readonly<Record<string, ConstraintJson>>, b: Readonly<Record<string, ConstraintJson>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && sameType(a[name]!, b[name]!));
}

/** Whether some part of the type is not known. */
export function hasDynamic(type: ConstraintJson): boolean {
  if (typeof type === "string") return type === "dynamic";
  if (type[0] === "tuple") return type[1].some(hasDynamic);
  if (type[0] === "object") return Object.values(type[1]).some(hasDynamic);
  return hasDynamic(type[1] as ConstraintJson);
}

/** The type's name for people: `list of string`, `object`. */
export function typeName(type: ConstraintJson): string {
  if (typeof type === "string") return type === "dynamic" ? "any type" : type;
  return type[0] === "tuple" || type[0] === "object" ? type[0] : `${type[0]} of ${typeName(type[1])}`;
}

/** A value in a sentence: its type with an article, and for short scalars the value itself. */
export function describe(value: Typed): string {
  if (value === null || kindOf(value) === "null") return "null";
  if (typeof value === "string") return value.length <= 60 ? `the string ${JSON.stringify(value)}` : "a string";
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return String(value);
  const name = typeName(typeOf(value));
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}

/** The same with a capital, at the beginning of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The type of an attribute of a resource. */
export function schemaType(type: Type): ConstraintJson {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return [type.kind, schemaType(type.element)];
    case "object":
      return objectType(type.fields);
    default:
      return type.kind;
  }
}

const objectTypes = new WeakMap<Fields, ConstraintJson>();

/** The type of all attributes of a resource together. */
export function objectType(fields: Fields): ConstraintJson {
  let type = objectTypes.get(fields);
  if (!type) {
    type = ["object", Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, schemaType(field.type)]))];
    objectTypes.set(fields, type);
  }
  return type;
}
