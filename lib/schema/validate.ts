import type { ErrorObject } from "ajv";
import { diagnose, located, type Diagnostic, type Path, type PathStep } from "../diagnostic";
import { validatorOf } from "./ajv";
import { formats } from "./formats";
import { nearest } from "./nearest";
import { describeType, quote, SENSITIVE } from "./quote";
import type { Field, Fields, Type } from "./type";
import { UNKNOWN, type Draft, type Value } from "./value";

/**
 * All errors in attributes that a user set, each with its path. Run `convert` first: then text that represents a number is not an
 * error, as in Terraform. Unknown values are never errors.
 *
 * @param sensitive paths whose values must not be quoted
 *
 * @example
 * validate(providerFields, convert(providerFields, { backend: "simulatd" }));
 * // [{ code: "invalid-value", detail: '"simulatd" is not one of "simulated", "iproute2". Did you mean "simulated"?', at: { path: ["backend"] } }]
 */
export function validate(fields: Fields, draft: Draft, sensitive: readonly Path[] = []): readonly Diagnostic[] {
  const validator = validatorOf(fields);
  if (validator(draft)) return [];
  const problems = (validator.errors ?? [])
    .filter((error) => (error.data as Value) !== UNKNOWN)
    .map((error) => problemOf(error, fields, draft, sensitive));
  return onePerPath(problems.filter((problem) => problem !== undefined));
}

const stored = new WeakMap<Fields, Map<string, Fields>>();

/** The fields of these names for values of a state: set or computed. Validators are made once for each of few sets of names. */
function storedFields(fields: Fields, names: readonly string[]): Fields {
  const sets = stored.get(fields) ?? new Map<string, Fields>();
  stored.set(fields, sets);
  const known = sets.get(names.join(" "));
  if (known !== undefined) return known;
  const open = Object.entries(fields).filter(([name]) => names.includes(name));
  const made: Fields = Object.fromEntries(open.map(([name, { type, doc }]) => [name, { type, doc, optional: true }] as const));
  sets.set(names.join(" "), made);
  return made;
}

/** The errors in some values of a state, each with its path. */
export function validateStored(fields: Fields, values: Draft): readonly Diagnostic[] {
  return validate(storedFields(fields, Object.keys(values)), values);
}

/** The location of an error: its path, and the schema at that place. */
interface ValuePlace {
  readonly path: Path;
  readonly type: Type;
  readonly field?: Field;
  readonly secret: boolean;
}

/** Follows a JSON pointer through types and values together: only they distinguish list indices from map keys. */
function placeOf(pointer: string, fields: Fields, draft: Draft, sensitive: readonly Path[]): ValuePlace {
  const path: PathStep[] = [];
  let type: Type = { kind: "object", fields };
  let field: Field | undefined;
  let secret = false;
  let value: Value = draft;
  for (const encoded of pointer.split("/").slice(1)) {
    const name = encoded.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(value) ? Number(name) : name);
    value = (value as Draft)[name] ?? null;
    field = type.kind === "object" ? type.fields[name] : undefined;
    type = field?.type ?? (type as { element: Type }).element;
    secret ||= field?.sensitive === true || sensitive.some((one) => one.length === path.length && one.every((step, i) => step === path[i]));
  }
  // A value that contains a sensitive one is not quoted either.
  secret ||= sensitive.some((one) => path.every((step, i) => step === one[i]));
  return { path, type, field, secret };
}

function problemOf(error: ErrorObject, fields: Fields, draft: Draft, sensitive: readonly Path[]): Diagnostic | undefined {
  const place = placeOf(error.instancePath, fields, draft, sensitive);
  const at = { path: place.path };
  const value = error.data as Value;
  const shown = place.secret ? `The ${SENSITIVE}` : quote(value);
  switch (error.keyword) {
    case "additionalProperties":
      return unknownAttribute(String(error.params["additionalProperty"]), place);
    case "required":
      return missing(String(error.params["missingProperty"]), place);
    case "type":
      return value === null && place.field?.required ? missingValue(place) : diagnose("wrong-type", wrongType(place, value, shown), at);
    case "const":
      return diagnose("read-only-attribute", `\`${String(place.path.at(-1))}\` is computed by Netweft and cannot be set. Remove it.`, at);
    case "enum":
      return diagnose(
        "invalid-value",
        `${shown} is not ${describeType(place.type)}.${place.secret ? "" : suggestion(value, place.type)}`,
        at,
      );
    case "minimum":
    case "maximum":
      return diagnose("invalid-value", `${shown} is out of range: expected ${describeType(place.type)}.`, at);
    case "minItems":
      return diagnose(
        "invalid-value",
        `The list is too short: give at least ${String(error.params["limit"])} elements, or omit the attribute.`,
        at,
      );
    case "format":
      return badFormat(error, place);
    default:
      return undefined;
  }
}

function unknownAttribute(name: string, { path, type, secret }: ValuePlace): Diagnostic {
  const known = settable((type as { fields: Fields }).fields);
  const meant = nearest(name, known);
  const help = meant ? `Did you mean \`${meant}\`?` : `Valid names are ${known.map((one) => `\`${one}\``).join(", ")}.`;
  if (secret) return diagnose("unknown-attribute", `There is no attribute ${SENSITIVE} here.`, { path });
  return diagnose("unknown-attribute", `There is no attribute ${quote(name)} here. ${help}`, { path: [...path, name] });
}

function settable(fields: Fields): readonly string[] {
  return Object.keys(fields).filter((name) => fields[name]!.required || fields[name]!.optional);
}

function missing(name: string, place: ValuePlace): Diagnostic {
  const field = (place.type as { fields: Fields }).fields[name]!;
  return missingValue({ ...place, path: [...place.path, name], field });
}

function missingValue({ path, field }: ValuePlace): Diagnostic {
  return diagnose("missing-attribute", `\`${String(path.at(-1))}\` is required and has no value. ${field?.doc ?? ""}`.trimEnd(), { path });
}

function wrongType(place: ValuePlace, value: Value, shown: string): string {
  if (value === null) return `A value in a collection is null; expected ${describeType(place.type)}.`;
  return `${shown} cannot be used here: expected ${describeType(place.type)}.`;
}

function suggestion(value: Value, type: Type): string {
  const meant = typeof value === "string" && type.kind === "string" ? nearest(value, type.oneOf ?? []) : undefined;
  return meant === undefined ? "" : ` Did you mean ${quote(meant)}?`;
}

/** The format's own message; for the key of a map, about the key. */
function badFormat(error: ErrorObject, { path, secret }: ValuePlace): Diagnostic | undefined {
  const key = error.propertyName;
  const found = formats[error.params["format"] as keyof typeof formats](key ?? (error.data as string));
  if (found === undefined) return undefined;
  const at = { path: key === undefined || secret ? path : [...path, key] };
  return located(secret ? { ...found, detail: `The ${SENSITIVE} does not have the expected format.` } : found, at);
}

/** A value of the wrong type violates other rules as well; only the first error is reported. */
function onePerPath(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const first = new Map<string, Diagnostic>();
  for (const problem of problems) {
    const key = JSON.stringify(problem.at.path);
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}
