/** Type unification: the common type of values, for conditionals, `tolist` and others. */
import { canConvert } from "./convertible";
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

/** The collection type of the unified element types; undefined if those do not unify. */
function collection(kind: "list" | "set" | "map", types: readonly ConstraintJson[]): ConstraintJson | undefined {
  if (types.includes("dynamic")) return "dynamic";
  const element = unify(types.flatMap(elementTypes));
  return element === undefined ? undefined : [kind, element];
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
