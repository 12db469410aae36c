import { sameType } from "./type";
import type { ConstraintJson } from "./typed";

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
  if (from[0] === "tuple") return from[1].every((type) => canConvert(type, element));
  return (from[0] === "list" || from[0] === "set") && canConvert(from[1], element);
}

function canConvertMapping(from: Exclude<ConstraintJson, string>, element: ConstraintJson): boolean {
  if (from[0] === "object") return Object.values(from[1]).every((type) => canConvert(type, element));
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
