/** Type constraints of variables: `map(object({ a = string, b = optional(number, 3) }))`. */
import type { Call, Node } from "../language/ast";
import { parseExpression } from "../language/parse";
import { openBudget } from "../evaluation/budget";
import { evaluate } from "../evaluation/evaluate";
import { UNKNOWN } from "../../schema/value";
import { convertTo } from "../values/convert";
import {
  fault,
  isFault,
  isMapping,
  isNull,
  isSensitive,
  isSequence,
  object,
  word,
  type TypeFault,
  type Typed,
  type ConstraintJson,
} from "../values/typed";

/** The defaults of optional attributes, at every depth. */
export interface Defaults {
  readonly values: ReadonlyMap<string, Typed>;
  /** By attribute; `*` for the elements of a collection. */
  readonly children: ReadonlyMap<string, Defaults>;
}

export interface Constraint {
  readonly type: ConstraintJson;
  readonly defaults?: Defaults;
}

const ELEMENTS = "*";

/** Reads a constraint; returns a fault if it is invalid. */
export function parseConstraint(text: string): Constraint | TypeFault {
  const parsed = parseExpression(text);
  return "problem" in parsed ? fault`${word(parsed.problem.message)}` : constraintOf(parsed.node);
}

function constraintOf(node: Node): Constraint | TypeFault {
  if (node.kind === "reference" && node.steps.length === 0) return named(node.root);
  if (node.kind === "call") return constructed(node);
  return fault("Expected a type: string, number, bool, any, or list(…), set(…), map(…), tuple([…]), object({…}).");
}

function named(name: string): Constraint | TypeFault {
  switch (name) {
    case "string":
    case "number":
    case "bool":
      return { type: name };
    case "any":
      return { type: "dynamic" };
    case "list":
    case "set":
    case "map":
      return { type: [name, "dynamic"] };
    default:
      return fault`${JSON.stringify(name)} is not a type. Types are string, number, bool, any, list, set, map, tuple and object.`;
  }
}

function constructed(node: Call): Constraint | TypeFault {
  const [argument] = node.args;
  if (node.args.length !== 1 || argument === undefined) return fault`${word(node.name)}(…) takes one argument.`;
  switch (node.name) {
    case "list":
    case "set":
    case "map":
      return collection(node.name, argument);
    case "tuple":
      return argument.kind === "tuple" ? tupleOf(argument.items) : fault("tuple takes a list of types in brackets.");
    case "object":
      return argument.kind === "object" ? objectOf(argument.entries) : fault("object takes attributes in braces.");
    default:
      return node.name === "optional"
        ? fault("optional(…) is only allowed for an attribute of an object.")
        : fault`${JSON.stringify(node.name)} is not a type.`;
  }
}

function collection(kind: "list" | "set" | "map", argument: Node): Constraint | TypeFault {
  const element = constraintOf(argument);
  if (isFault(element)) return element;
  return withChildren([kind, element.type], new Map(), element.defaults ? [[ELEMENTS, element.defaults]] : []);
}

function tupleOf(items: readonly Node[]): Constraint | TypeFault {
  const parts = items.map(constraintOf);
  const wrong = parts.find(isFault);
  if (wrong) return wrong;
  const constraints = parts as readonly Constraint[];
  const children = constraints.flatMap(({ defaults }, i) => (defaults ? [[String(i), defaults] as const] : []));
  return withChildren(["tuple", constraints.map(({ type }) => type)], new Map(), children);
}

type Entries = readonly { readonly key: Node; readonly value: Node }[];

function objectOf(entries: Entries): Constraint | TypeFault {
  const types: Record<string, ConstraintJson> = {};
  const optional: string[] = [];
  const values = new Map<string, Typed>();
  const children: (readonly [string, Defaults])[] = [];
  for (const { key, value } of entries) {
    if (key.kind !== "literal" || typeof key.value !== "string") return fault("The attributes of an object type must be plain names.");
    const attribute = attributeOf(value);
    if (isFault(attribute)) return attribute;
    types[key.value] = attribute.type;
    if (attribute.optional) optional.push(key.value);
    if (attribute.default !== undefined) values.set(key.value, attribute.default);
    if (attribute.defaults) children.push([key.value, attribute.defaults]);
  }
  return withChildren(optional.length > 0 ? ["object", types, optional] : ["object", types], values, children);
}

function attributeOf(node: Node): (Constraint & { optional: boolean; default?: Typed }) | TypeFault {
  if (node.kind !== "call" || node.name !== "optional") {
    const constraint = constraintOf(node);
    return isFault(constraint) ? constraint : { ...constraint, optional: false };
  }
  const [type, value] = node.args;
  if (type === undefined || node.args.length > 2) return fault("optional takes a type and an optional default.");
  const constraint = constraintOf(type);
  if (isFault(constraint) || value === undefined) return isFault(constraint) ? constraint : { ...constraint, optional: true };
  const fallback = constantOf(value);
  if (isFault(fallback)) return fallback;
  const converted = convertTo(withDefaults(fallback, constraint.defaults), constraint.type);
  return isFault(converted) ? fault`The default does not fit. ${converted}` : { ...constraint, optional: true, default: converted };
}

function withChildren(
  type: ConstraintJson,
  values: ReadonlyMap<string, Typed>,
  children: readonly (readonly [string, Defaults])[],
): Constraint {
  return values.size + children.length > 0 ? { type, defaults: { values, children: new Map(children) } } : { type };
}

/** The value of an expression without references. */
export function constantOf(node: Node): Typed | TypeFault {
  const faults: TypeFault[] = [];
  const value = evaluate(node, {
    evaluate,
    names: undefined,
    providers: new Set(),
    budget: openBudget(),
    report: ({ why }) => faults.push(why),
    refer: ({ root }) => {
      faults.push(fault`${JSON.stringify(root)} cannot be used here: the value must be a literal. Text needs double quotes.`);
      return UNKNOWN;
    },
  });
  return faults[0] ?? value;
}

/** Fills in defaults, before the value is converted to the type. */
export function withDefaults(value: Typed, defaults: Defaults | undefined): Typed {
  if (!defaults || isNull(value) || value === UNKNOWN) return value;
  if (isSensitive(value)) {
    const inner = withDefaults(value.of, defaults);
    return isSensitive(inner) ? inner : { kind: "sensitive", of: inner };
  }
  const childOf = (name: string) => defaults.children.get(name) ?? defaults.children.get(ELEMENTS);
  if (isSequence(value)) return { kind: "tuple", items: value.items.map((item, i) => withDefaults(item, childOf(String(i)))) };
  if (!isMapping(value)) return value;
  const given = [...value.entries].map(([name, part]) => {
    const fallback = defaults.values.get(name);
    return [name, withDefaults(isNull(part) && fallback !== undefined ? fallback : part, childOf(name))] as const;
  });
  const missing = [...defaults.values].filter(([name]) => !value.entries.has(name));
  return object([...given, ...missing]);
}
