import type { ErrorObject } from "ajv";
import { diagnose, located, type Diagnostic, type Path, type PathStep } from "../diagnostic";
import { validatorOf } from "./ajv";
import { formats } from "./formats";
import { nearest } from "./nearest";
import { describeType, quote, SENSITIVE } from "./quote";
import type { Field, Fields, Type } from "./type";
import { UNKNOWN, type Draft, type Value } from "./value";

/**
 * What is wrong with attributes that a user set, all of it, each with its path. Run `convert` first: then text that
 * stands for a number is no error, as in Terraform. Values that are not known yet are never wrong.
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

const stored = new WeakMap<Fields, Fields>();

/** The same fields for values that a state has: user-given or computed, and whether or not they are all there. */
function storedFields(fields: Fields): Fields {
  const known = stored.get(fields);
  if (known !== undefined) return known;
  const open = Object.entries(fields).map(([name, field]) => [name, { type: field.type, doc: field.doc, optional: true }] as const);
  const made: Fields = Object.fromEntries(open);
  stored.set(fields, made);
  return made;
}

/** What is wrong with values out of a state, with the path of each. */
export function validateStored(fields: Fields, values: Draft): readonly Diagnostic[] {
  return validate(storedFields(fields), values);
}

/** Where an error is: the way there, and what the schema says of that place. */
interface Place {
  readonly path: Path;
  readonly type: Type;
  readonly field?: Field;
  readonly secret: boolean;
}

/** Follows a JSON pointer through types and values at once: only they tell list indices from map keys. */
function placeOf(pointer: string, fields: Fields, draft: Draft, sensitive: readonly Path[]): Place {
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
  // What has something sensitive in it is not quoted either.
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
      return diagnose("read-only-attribute", `\`${String(place.path.at(-1))}\` is given by Netweft and cannot be set. Remove it.`, at);
    case "enum":
      return diagnose(
        "invalid-value",
        `${shown} is not ${describeType(place.type)}.${place.secret ? "" : suggestion(value, place.type)}`,
        at,
      );
    case "minimum":
    case "maximum":
      return diagnose("invalid-value", `${shown} is out of range: ${describeType(place.type)} is due.`, at);
    case "minItems":
      return diagnose(
        "invalid-value",
        `The list is too short: at least ${String(error.params["limit"])} must be given, or leave the attribute out.`,
        at,
      );
    case "format":
      return badFormat(error, place);
    default:
      return undefined;
  }
}

function unknownAttribute(name: string, { path, type, secret }: Place): Diagnostic {
  const known = settable((type as { fields: Fields }).fields);
  const meant = nearest(name, known);
  const help = meant ? `Did you mean \`${meant}\`?` : `Known are ${known.map((one) => `\`${one}\``).join(", ")}.`;
  if (secret) return diagnose("unknown-attribute", `There is no attribute ${SENSITIVE} here.`, { path });
  return diagnose("unknown-attribute", `There is no attribute ${quote(name)} here. ${help}`, { path: [...path, name] });
}

function settable(fields: Fields): readonly string[] {
  return Object.keys(fields).filter((name) => fields[name]!.required || fields[name]!.optional);
}

function missing(name: string, place: Place): Diagnostic {
  const field = (place.type as { fields: Fields }).fields[name]!;
  return missingValue({ ...place, path: [...place.path, name], field });
}

function missingValue({ path, field }: Place): Diagnostic {
  return diagnose("missing-attribute", `\`${String(path.at(-1))}\` is required and has no value. ${field?.doc ?? ""}`.trimEnd(), { path });
}

function wrongType(place: Place, value: Value, shown: string): string {
  if (value === null) return `A value in a collection is null; ${describeType(place.type)} is due.`;
  return `${shown} cannot be used here: ${describeType(place.type)} is due.`;
}

function suggestion(value: Value, type: Type): string {
  const meant = typeof value === "string" && type.kind === "string" ? nearest(value, type.oneOf ?? []) : undefined;
  return meant === undefined ? "" : ` Did you mean ${quote(meant)}?`;
}

/** The format's own words; for the key of a map, said of the key. */
function badFormat(error: ErrorObject, { path, secret }: Place): Diagnostic | undefined {
  const key = error.propertyName;
  const found = formats[error.params["format"] as keyof typeof formats](key ?? (error.data as string));
  if (found === undefined) return undefined;
  const at = { path: key === undefined || secret ? path : [...path, key] };
  return located(secret ? { ...found, detail: `The ${SENSITIVE} is not in the form that is expected here.` } : found, at);
}

/** A value of the wrong type breaks other rules, too; the first rule that it breaks says enough. */
function onePerPath(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const first = new Map<string, Diagnostic>();
  for (const problem of problems) {
    const key = JSON.stringify(problem.at.path);
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}
