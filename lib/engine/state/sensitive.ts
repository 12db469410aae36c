/** Conversion of sensitive paths between the state's JSON and `Path`. */
import type { Path, PathStep } from "../../diagnostic";
import { findType, type Registry } from "../../resources/registry";
import { isObject } from "../../schema/convert";
import { dynamic, type Type } from "../../schema/type";
import type { Draft, Value } from "../../schema/value";

/** One path step in the state's format; an index has its key and the key's type. */
type StepJson =
  | { readonly type: "get_attr"; readonly value: string }
  | { readonly type: "index"; readonly value: { readonly value: PathStep; readonly type: "number" | "string" } };

/** The paths of `sensitive_attributes`; undefined when the JSON is something else. */
export function readPaths(json: unknown): readonly Path[] | undefined {
  if (json === undefined || json === null) return [];
  if (!Array.isArray(json)) return undefined;
  const paths = json.map((path: unknown) => (Array.isArray(path) ? path.map(readStep) : [undefined]));
  return paths.some((path) => path.includes(undefined)) ? undefined : (paths as readonly Path[]);
}

function readStep(json: unknown): PathStep | undefined {
  const step = json as Partial<StepJson> | null;
  const value = step?.type === "index" ? step.value?.value : step?.value;
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}

/** The paths in the state's format, for an instance of a resource type. */
export function writePaths(
  paths: readonly Path[],
  { type, attributes }: { readonly type: string; readonly attributes: Draft },
  types: Registry,
): readonly (readonly StepJson[])[] {
  const fields = findType(types, type)?.fields;
  return paths.map((path) => writePath(path, fields && { kind: "object", fields }, attributes));
}

/**
 * Terraform distinguishes attributes from map keys, and marks a set as a whole; a `Path` does neither, so the attribute's type
 * decides. For a foreign type, names count as attributes.
 */
function writePath(path: Path, whole: Type | undefined, attributes: Draft): readonly StepJson[] {
  let type = whole;
  const steps: StepJson[] = [];
  for (const step of path) {
    if (type?.kind === "set") break;
    if (typeof step === "number") steps.push({ type: "index", value: { value: step, type: "number" } });
    else if (type?.kind === "map") steps.push({ type: "index", value: { value: step, type: "string" } });
    else steps.push({ type: "get_attr", value: step });
    type = partOf(type, step);
    if (type?.kind === "dynamic") type = ownType(attributes[step]);
  }
  return steps;
}

function partOf(type: Type | undefined, step: PathStep): Type | undefined {
  if (type?.kind === "object") return type.fields[step]?.type;
  return type && "element" in type ? type.element : undefined;
}

/** The type that a value has with it. */
function ownType(value: Value | undefined): Type | undefined {
  return isObject(value ?? null) ? typeOfJson((value as Draft)["type"]) : undefined;
}

function isCollection(kind: unknown): kind is "list" | "set" | "map" {
  return ["list", "set", "map"].includes(String(kind));
}

function typeOfJson(json: unknown): Type | undefined {
  if (!Array.isArray(json)) return undefined;
  const [kind, inner] = json as readonly unknown[];
  if (isCollection(kind)) return { kind, element: typeOfJson(inner) ?? dynamic };
  const parts = Object.entries((inner ?? {}) as Readonly<Record<string, unknown>>);
  return { kind: "object", fields: Object.fromEntries(parts.map(([name, one]) => [name, { type: typeOfJson(one) ?? dynamic, doc: "" }])) };
}
