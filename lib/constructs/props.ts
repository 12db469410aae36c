import { diagnose, hasErrors, type Diagnostic } from "../diagnostic";
import { resources, type Context } from "../resources";
import { providerFields } from "../resources/provider";
import { convert } from "../schema/convert";
import { withDefaults } from "../schema/defaults";
import type { Field, Fields, Type } from "../schema/type";
import { camel, inTypeScript, settableNames } from "../schema/typescript";
import { validate } from "../schema/validate";
import { UNKNOWN, type Draft, type Value } from "../schema/value";
import { dataOf, notData, shownValue } from "./data";
import { reject } from "./invalid";

/** What to check against: a resource type, or the provider's fields only. */
interface Subject {
  readonly fields: Fields;
  complete?(draft: Draft, context: Context): Draft;
  check?(draft: Draft, context: Context): readonly Diagnostic[];
}

/** Properties after their check. */
export interface CheckedProps<P> {
  /** The attributes, with values derived from them; the others are unknown. */
  readonly draft: Draft;
  /** The properties that were given, without those that are wrong. */
  readonly valid: P;
}

/**
 * Checks properties as the plan would check their attributes, and rejects all errors at once. Properties have the attributes' names
 * in camel case; tokens are unknown values.
 */
export function checkProps<P extends object>(what: string, subject: Subject, props: P, context?: Context): CheckedProps<P> {
  const fields = camelFields(subject.fields);
  const data = dataOf(fields, props);
  const given = convert(fields, data.draft);
  const problems = [...data.problems, ...validate(fields, given)];
  if (hasErrors(problems)) reject(what, problems.map(asWritten));
  const valid = without(props, problems);
  const draft = withDefaults(subject.fields, rename(subject.fields, open(fields, given, problems)) as Draft);
  if (context === undefined) return { draft, valid };
  const complete = subject.complete?.(draft, context) ?? draft;
  const deeper = (subject.check?.(complete, context) ?? []).filter(({ severity }) => severity === "error");
  if (deeper.length === 0) return { draft: complete, valid };
  reject(what, deeper.map(asWritten));
  const rest = open(subject.fields, draft, deeper);
  return { draft: subject.complete?.(rest, context) ?? rest, valid };
}

/** Properties as an object: none, after the error, of what is no object. */
export function propsOf<P extends object>(what: string, props: P, argument = "props"): P {
  const given: unknown = props;
  const isObject = typeof given === "object" && given !== null && !Array.isArray(given) && notData(given) === undefined;
  if (isObject) return props;
  const detail = `${shownValue(given)} cannot be used here: expected an object with ${argument === "props" ? "properties" : "options"}, such as \`{ name: "web" }\`.`;
  reject(what, [diagnose("wrong-type", detail, { path: [argument] })]);
  return {} as P;
}

function without<P extends object>(props: P, problems: readonly Diagnostic[]): P {
  const wrong = new Set(problems.filter(({ severity }) => severity === "error").map(({ at }) => at.path?.[0]));
  return wrong.size === 0 ? props : (Object.fromEntries(Object.entries(props).filter(([name]) => !wrong.has(name))) as P);
}

/** Values with unknown ones in place of those that are wrong: nothing follows from these. */
function open(fields: Fields, draft: Draft, problems: readonly Diagnostic[]): Draft {
  const names = problems.flatMap(({ severity, at: { path: [name] = [] } }) =>
    severity === "error" && typeof name === "string" ? [name] : [],
  );
  return { ...draft, ...Object.fromEntries(names.filter((name) => Object.hasOwn(fields, name)).map((name) => [name, UNKNOWN])) };
}

const names = new Set([providerFields, ...Object.values(resources).map(({ fields }) => fields)].flatMap(settableNames));

/** Reasons and remedies quote attributes: an app has their names as properties. */
function asWritten(diagnostic: Diagnostic): Diagnostic {
  return inTypeScript(diagnostic, names);
}

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
