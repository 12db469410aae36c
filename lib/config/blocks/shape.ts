/** Reads the structure of Terraform JSON: blocks with labels, and arguments that must be constants. */
import type { PathStep } from "../../diagnostic";
import { nearest } from "../../schema/nearest";
import { isTemplate } from "../document/body";
import { isObject, type JsonValue, type JsonObject } from "../document/json";
import { inside, report, type SourcePlace, type DocumentReading } from "../document/reading";

/** Whether a label can be the name of a block; reports it if not. */
export function checkName(r: DocumentReading, name: string, place: SourcePlace): boolean {
  const valid = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name);
  if (valid) return true;
  const detail = `${JSON.stringify(name)} is not a name: a letter or "_" comes first, then letters, digits, "_" and "-".`;
  report(r, place, "invalid-block", detail);
  return false;
}

/** A JSON value's kind, in a sentence. */
export function jsonName(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The objects at one level of a block: a single one or a list. `//` is a comment. */
export function eachObject(
  r: DocumentReading,
  value: JsonValue | undefined,
  place: SourcePlace,
  visit: (object: JsonObject) => void,
): void {
  if (value === undefined || value === null) return;
  if (isObject(value)) return visit(value);
  if (!Array.isArray(value)) return report(r, place, "invalid-block", `Expected an object, or a list of objects, not ${jsonName(value)}.`);
  (value as readonly JsonValue[]).forEach((item, i) =>
    inside(place, i, () =>
      isObject(item) ? visit(item) : report(r, place, "invalid-block", `Expected an object, not ${jsonName(item)}.`),
    ),
  );
}

/** The blocks below a number of labels: `{"type": {"name": {…}}}` are blocks with two. */
export function eachBlock(
  r: DocumentReading,
  value: JsonValue | undefined,
  labels: number,
  place: SourcePlace,
  visit: (body: JsonObject, ...labels: string[]) => void,
  outer: readonly string[] = [],
): void {
  eachObject(r, value, place, (object) => {
    if (labels === 0) return visit(object, ...outer);
    for (const [label, body] of Object.entries(object)) {
      if (label !== "//") inside(place, label, () => eachBlock(r, body, labels - 1, place, visit, [...outer, label]));
    }
  });
}

/** Reports arguments that are not among the known ones. */
export function onlyKnown(r: DocumentReading, object: JsonObject, known: readonly string[], place: SourcePlace): void {
  for (const name of Object.keys(object)) {
    if (name === "//" || known.includes(name)) continue;
    const meant = nearest(name, known);
    const hint = meant === undefined ? `Arguments are ${known.join(", ")}.` : `Did you mean ${JSON.stringify(meant)}?`;
    inside(place, name, () => report(r, place, "unknown-attribute", `There is no ${JSON.stringify(name)} here. ${hint}`));
  }
}

/** A literal boolean; `undefined` if it is not set. */
export function constantBool(r: DocumentReading, object: JsonObject, name: string, place: SourcePlace): boolean | undefined {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  return wrongConstant(r, name, value, "true or false", place);
}

/** Literal text, without interpolation. */
export function constantText(r: DocumentReading, object: JsonObject, name: string, place: SourcePlace): string | undefined {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && !isTemplate(value)) return value;
  return wrongConstant(r, name, value, "a plain string", place);
}

/** Text that may contain anything, and means only itself. */
export function literalText(r: DocumentReading, object: JsonObject, name: string, place: SourcePlace): string | undefined {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  if (value === undefined || value === null || typeof value === "string") return value ?? undefined;
  return wrongConstant(r, name, value, "a plain string", place);
}

function wrongConstant(r: DocumentReading, name: string, value: JsonValue, due: string, place: SourcePlace): undefined {
  const given = typeof value === "string" ? JSON.stringify(value) : jsonName(value);
  const hint =
    typeof value === "string" && isTemplate(value) ? " It is read before anything is evaluated, so it cannot be an expression." : "";
  inside(place, name, () => report(r, place, "invalid-block", `${JSON.stringify(name)} must be ${due}, not ${given}.${hint}`));
  return undefined;
}

/** The items of a list that may also be a single item. */
export function eachItem(value: JsonValue | undefined, place: SourcePlace, visit: (item: JsonValue) => void): void {
  if (value === undefined || value === null) return;
  if (!Array.isArray(value)) return visit(value);
  (value as readonly JsonValue[]).forEach((item, i) => inside(place, i as PathStep, () => visit(item)));
}
