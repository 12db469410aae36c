/** Which types can be converted, and the common type of values: each depends on the other. */
import { sameType } from "./type";
import type { ConstraintJson } from "./typed";

type CollectionKind = "list" | "set" | "map" | "object" | "tuple" | "dynamic" | "primitive";

/** The type that all of the types convert to, preferably one of them; undefined if there is none. */
export function unify(types: readonly ConstraintJson[]): ConstraintJson | undefined {
  const first = types[0];
  if (first === undefined) return "dynamic";
  if (types.every((type) => sameType(type, first))) return first;
  const structural = unifyStructures(types);
  return structural === "none" ? unifyByPreference(types) : structural;
}

/** "none": the types are not all of one structural kind. */
function unifyStructures(types: readonly ConstraintJson[]): ConstraintJson | undefined | "none" {
  const kinds = new Set(types.map(kindOfType));
  const dynamic = kinds.delete("dynamic");
  const only = (...names: CollectionKind[]) => [...kinds].every((kind) => names.includes(kind));
  if (kinds.has("map") && only("map", "object")) return collection("map", types) ?? (kinds.size === 1 ? undefined : "none");
  if (kinds.has("list") && only("list", "tuple")) return collection("list", types) ?? (kinds.size === 1 ? undefined : "none");
  if (kinds.has("set") && only("set")) return collection("set", types);
  if (kinds.has("object") && only("object")) return dynamic ? "dynamic" : unifyObjects(types as readonly UnifiedObject[]);
  if (kinds.has("tuple") && only("tuple")) return dynamic ? "dynamic" : unifyTuples(types as readonly TupleType[]);
  return kinds.has("object") && kinds.has("tuple") ? undefined : "none";
}

type UnifiedObject = readonly ["object", Readonly<Record<string, ConstraintJson>>];
type TupleType = readonly ["tuple", readonly ConstraintJson[]];

function kindOfType(type: ConstraintJson): CollectionKind {
  if (typeof type !== "string") return type[0];
  return type === "dynamic" ? "dynamic" : "primitive";
}

/** The collection type of the unified element types; undefined if those, or the elements of one type, do not unify. */
function collection(kind: "list" | "set" | "map", types: readonly ConstraintJson[]): ConstraintJson | undefined {
  if (types.includes("dynamic")) return "dynamic";
  const element = unify(types.flatMap(elementTypes));
  const type: ConstraintJson | undefined = element === undefined ? undefined : [kind, element];
  return type !== undefined && types.every((one) => canConvert(one, type)) ? type : undefined;
}

/** Element types of a collection, tuple or object. */
function elementTypes(type: ConstraintJson): readonly ConstraintJson[] {
  if (typeof type === "string") return [];
  if (type[0] === "tuple") return type[1];
  return type[0] === "object" ? Object.values(type[1]) : [type[1] as ConstraintJson];
}

function unifyObjects(types: readonly UnifiedObject[]): ConstraintJson | undefined {
  const names = Object.keys(types[0]![1]);
  const same = types.every((type) => Object.keys(type[1]).length === names.length && names.every((name) => Object.hasOwn(type[1], name)));
  if (!same) return collection("map", types);
  const unified = names.map((name) => [name, unify(types.map((type) => type[1][name]!))] as const);
  if (unified.some(([, type]) => type === undefined)) return collection("map", types);
  return ["object", Object.fromEntries(unified) as Record<string, ConstraintJson>];
}

function unifyTuples(types: readonly TupleType[]): ConstraintJson | undefined {
  const length = types[0]![1].length;
  if (types.some((type) => type[1].length !== length)) return collection("list", types);
  const unified = types[0]![1].map((_, i) => unify(types.map((type) => type[1][i]!)));
  return unified.includes(undefined) ? collection("list", types) : ["tuple", unified as ConstraintJson[]];
}

const PREFERENCE = ["string", "number", "bool", "list", "set", "map", "tuple", "object", "dynamic"];

/** The first of the types, in order of preference, that all others convert to. */
function unifyByPreference(types: readonly ConstraintJson[]): ConstraintJson | undefined {
  const rank = (type: ConstraintJson) => PREFERENCE.indexOf(typeof type === "string" ? type : type[0]);
  const ordered = [...new Set(types)].sort((a, b) => rank(a) - rank(b));
  return ordered.find((wanted) => ordered.every((type) => canConvert(type, wanted)));
}

/** Whether values of one type can be converted to another one, at least some of them. */
export function canConvert(from: ConstraintJson, to: ConstraintJson): boolean {
  if (from === "dynamic" || to === "dynamic" || sameType(from, to)) return true;
  if (typeof to === "string") return typeof from === "string" && canConvertScalar(from, to);
  if (typeof from === "string") return false;
  switch (to[0]) {
    case "list":
    case "set":
      return canConvertSequence(from, to[1]);
    case "map":
      return canConvertMapping(from, to[1]);
    case "tuple":
      return from[0] === "tuple" && from[1].length === to[1].length && from[1].every((type, i) => canConvert(type, to[1][i]!));
    case "object":
      return canConvertObject(from, to[1], to[2] ?? []);
  }
}

function canConvertScalar(from: string, to: string): boolean {
  return to === "string" || from === "string";
}

function canConvertSequence(from: Exclude<ConstraintJson, string>, element: ConstraintJson): boolean {
  if (from[0] === "tuple") return haveCommonType(from[1], element);
  return (from[0] === "list" || from[0] === "set") && canConvert(from[1], element);
}

function canConvertMapping(from: Exclude<ConstraintJson, string>, element: ConstraintJson): boolean {
  if (from[0] === "object") return haveCommonType(Object.values(from[1]), element);
  return from[0] === "map" && canConvert(from[1], element);
}

function canConvertObject(
  from: Exclude<ConstraintJson, string>,
  attributes: Readonly<Record<string, ConstraintJson>>,
  optional: readonly string[],
): boolean {
  if (from[0] === "map") return Object.values(attributes).every((type) => canConvert(from[1], type));
  if (from[0] !== "object") return false;
  const given = from[1];
  return Object.entries(attributes).every(([name, type]) =>
    Object.hasOwn(given, name) ? canConvert(given[name]!, type) : optional.includes(name),
  );
}

/** Whether parts of these types can be the elements of one collection; `any` stands for their common type. */
function haveCommonType(types: readonly ConstraintJson[], element: ConstraintJson): boolean {
  return types.every((type) => canConvert(type, element)) && (element !== "dynamic" || unify(types) !== undefined);
}
