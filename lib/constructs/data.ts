/** The values of properties as data: a program in JavaScript may pass anything. */
import { Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { diagnose, type Diagnostic, type Path, type PathStep } from "../diagnostic";
import { describeType, quote } from "../schema/quote";
import type { Fields, Type } from "../schema/type";
import { UNKNOWN, type Draft, type Value } from "../schema/value";

/** Deeper values are no properties of ours, and their readers recurse. */
const DEEPEST = 20;

/** Properties as data, and the errors in those that are none, such as functions and constructs: these are unknown from then on. */
export function dataOf(fields: Fields, props: object): { readonly draft: Draft; readonly problems: readonly Diagnostic[] } {
  const problems: Diagnostic[] = [];
  const refuse = (path: Path, what: string): Value => {
    const type = typeAt({ kind: "object", fields }, path);
    // What has no type is no attribute: that is said instead.
    if (type !== undefined) problems.push(diagnose("wrong-type", `${what} cannot be used here: expected ${describeType(type)}.`, { path }));
    return UNKNOWN;
  };
  return {
    draft: Object.fromEntries(Object.entries(props).map(([name, value]) => [name, read(value, [name], [props], refuse)])),
    problems,
  };
}

type Refuse = (path: Path, what: string) => Value;

/** Tokens, at any depth, are unknown values. A `${` in a text is an expression, which only the plan can evaluate. */
function read(value: unknown, path: Path, within: readonly object[], refuse: Refuse): Value {
  if (value === undefined || value === null) return null;
  if (Token.isUnresolved(value)) return UNKNOWN;
  if (typeof value === "string") return value.includes("${") || value.includes("%{") ? UNKNOWN : value;
  const strange = notData(value);
  if (strange !== undefined) return refuse(path, strange);
  if (typeof value !== "object") return value as Value;
  if (within.includes(value)) return refuse(path, "A value that contains itself");
  if (within.length > DEEPEST) return refuse(path, `A value that is nested more than ${DEEPEST} levels deep`);
  const below = [...within, value];
  const part = (step: PathStep, element: unknown) => read(element, [...path, step], below, refuse);
  if (Array.isArray(value)) return Array.from(value, (element, index) => part(index, element));
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, part(name, element)]));
}

/** What a value is that no configuration can hold; undefined for data. */
export function notData(value: unknown): string | undefined {
  if (typeof value === "function" || typeof value === "symbol") return `A ${typeof value}`;
  if (typeof value === "bigint") return `The BigInt ${value}`;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : String(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (Construct.isConstruct(value)) return `The ${constructText(value)}`;
  const tag = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return tag === "Object" ? undefined : `A ${tag}`;
}

/** `BridgeNetwork "shop/front"` */
export function constructText(construct: IConstruct): string {
  const { path } = construct.node;
  return `${construct.constructor.name}${path === "" ? "" : ` "${path}"`}`;
}

/** Any value, for a sentence. */
export function shownValue(value: unknown): string {
  if (value === undefined) return "undefined";
  const strange = notData(value);
  if (strange !== undefined) return strange;
  return typeof value === "object" && value !== null ? (Array.isArray(value) ? "A list" : "An object") : quote(value as Value);
}

function typeAt(type: Type, path: Path): Type | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return type;
  if (type.kind !== "object") return "element" in type ? typeAt(type.element, rest) : undefined;
  const field = Object.hasOwn(type.fields, step) ? type.fields[step] : undefined;
  return field && typeAt(field.type, rest);
}
