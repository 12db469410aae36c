import { Token } from "cdktf";
import { hasErrors, type Diagnostic } from "../diagnostic";
import { resources, type Context } from "../resources";
import { convert } from "../schema/convert";
import { withDefaults } from "../schema/defaults";
import type { Field, Fields, Type } from "../schema/type";
import { camel, inTypeScript, settableNames } from "../schema/typescript";
import { validate } from "../schema/validate";
import { UNKNOWN, type Draft, type Value } from "../schema/value";
import { reject } from "./invalid";

/** What to check against: a resource type, or the provider's fields only. */
interface Subject {
  readonly fields: Fields;
  complete?(draft: Draft, context: Context): Draft;
  check?(draft: Draft, context: Context): readonly Diagnostic[];
}

/**
 * Checks properties as the plan would check their attributes, and throws all errors at once. Properties have the attributes' names
 * in camel case; tokens are unknown values.
 *
 * @returns the attributes, with values derived from them; the others are unknown
 */
export function checkProps(what: string, subject: Subject, props: object, context?: Context): Draft {
  const fields = camelFields(subject.fields);
  const given = convert(fields, known(props) as Draft);
  const problems = validate(fields, given);
  if (hasErrors(problems)) reject(what, problems);
  const valid = open(fields, given, problems);
  const draft = withDefaults(subject.fields, rename(subject.fields, valid) as Draft);
  if (context === undefined) return draft;
  const complete = subject.complete?.(draft, context) ?? draft;
  const deeper = (subject.check?.(complete, context) ?? []).filter(({ severity }) => severity === "error");
  if (deeper.length === 0) return complete;
  reject(
    what,
    deeper.map((one) => inTypeScript(one, names)),
  );
  const rest = open(subject.fields, draft, deeper);
  return subject.complete?.(rest, context) ?? rest;
}

/** Values with unknown ones in place of those that are wrong: nothing follows from these. */
function open(fields: Fields, draft: Draft, problems: readonly Diagnostic[]): Draft {
  const names = problems.flatMap(({ severity, at: { path: [name] = [] } }) =>
    severity === "error" && typeof name === "string" ? [name] : [],
  );
  return { ...draft, ...Object.fromEntries(names.filter((name) => Object.hasOwn(fields, name)).map((name) => [name, UNKNOWN])) };
}

/** Replaces tokens, at any depth, by unknown values. A `${` in a text is an expression, which only the plan can evaluate. */
function known(value: unknown): Value {
  if (value === undefined || value === null) return null;
  if (Token.isUnresolved(value)) return UNKNOWN;
  if (typeof value === "string") return value.includes("${") || value.includes("%{") ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== "object") return value as Value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, known(part)]));
}

const names = new Set(Object.values(resources).flatMap(({ fields }) => settableNames(fields)));

const camelCase = new WeakMap<Fields, Fields>();

/** The same fields with the names of properties, at every depth. */
function camelFields(fields: Fields): Fields {
  let renamed = camelCase.get(fields);
  if (renamed === undefined) {
    renamed = Object.fromEntries(
      Object.entries(fields).map(([name, field]): [string, Field] => [camel(name), { ...field, type: camelType(field.type) }]),
    );
    camelCase.set(fields, renamed);
  }
  return renamed;
}

function camelType(type: Type): Type {
  if (type.kind === "object") return { ...type, fields: camelFields(type.fields) };
  return "element" in type ? { ...type, element: camelType(type.element) } : type;
}

/** Values with the names of attributes, at every depth. */
function rename(fields: Fields, draft: Draft): Value {
  return Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, renameValue(type, draft[camel(name)] ?? null)]));
}

function renameValue(type: Type, value: Value): Value {
  if (value === null || value === UNKNOWN || typeof value !== "object") return value;
  if (type.kind === "object") return rename(type.fields, value as Draft);
  if (!("element" in type)) return value;
  if (Array.isArray(value)) return value.map((element) => renameValue(type.element, element));
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, renameValue(type.element, element)]));
}
