/** Steps into values: attributes, elements, splats. */
import type { PathStep } from "../../diagnostic";
import { nearest } from "../../schema/nearest";
import { UNKNOWN } from "../../schema/value";
import { ELEMENT, type Index, type Reference, type Span, type Splat } from "../language/ast";
import { integerOf, isNumeric, numberText, parseNumber } from "../values/number";
import { bare, markedAs } from "../values/sensitive";
import { capital, describe, typeOf } from "../values/type";
import {
  concealedIf,
  fault,
  isFault,
  isMapping,
  isNull,
  isSensitive,
  isSequence,
  kindOf,
  list,
  tuple,
  word,
  type Bare,
  type TypeFault,
  type Mapping,
  type Sequence,
  type Typed,
  type ConstraintJson,
} from "../values/typed";
import { among, problem, withName, type NameScope } from "./scope";

/** The value of a reference: a name that is bound here, or one of the scope. */
export function referenced(node: Reference, scope: NameScope): Typed {
  for (let names = scope.names; names; names = names.outer) {
    if (names.name === node.root) return walk(names.value, node.steps, scope, node);
  }
  return scope.refer(node, scope);
}

/** Follows constant steps. */
export function walk(value: Typed, steps: readonly PathStep[], scope: NameScope, span: Span): Typed {
  let at = value;
  for (const step of steps) at = stepInto(at, step, scope, span);
  return at;
}

export function indexed(node: Index, scope: NameScope): Typed {
  const of = scope.evaluate(node.of, scope);
  const key = scope.evaluate(node.key, scope);
  const bareKey = bare(key);
  if (bareKey === UNKNOWN) return bare(of) === UNKNOWN ? UNKNOWN : markedAs(isSensitive(key) || isSensitive(of), UNKNOWN);
  return markedAs(isSensitive(key), stepInto(of, bareKey, scope, node, isSensitive(key)));
}

/** One step with any key; `secret`: it must not be shown. */
function stepInto(from: Typed, key: Bare, scope: NameScope, span: Span, secret = false): Typed {
  const value = bare(from);
  if (value === UNKNOWN) return from;
  const say = (why: TypeFault, code: "invalid-index" | "null-value" = "invalid-index"): Typed =>
    problem(scope, code, span, concealedIf(secret || isSensitive(from), why));
  if (isNull(key)) return say(fault("The key is null."));
  if (isNull(value)) return say(fault`The value is null, so it has no ${quoted(key)}.`, "null-value");
  const part = isSequence(value) ? element(value, key) : isMapping(value) ? member(value, key) : partless(value, key);
  return markedAs(isSensitive(from), isFault(part) ? say(part) : part);
}

function quoted(key: Bare): string {
  return JSON.stringify(isNumeric(key) ? numberText(key) : String(key));
}

function partless(value: Bare, key: Bare): TypeFault {
  return fault`${capital(describe(value))} has no attributes or elements, so there is no ${quoted(key)} in it.`;
}

function element(value: Sequence, key: Bare): Typed | TypeFault {
  if (value.kind === "set") return fault("The elements of a set have no order and no keys. Use tolist(…) or a for expression.");
  const number = isNumeric(key) ? key : typeof key === "string" ? parseNumber(key) : undefined;
  if (number === undefined)
    return fault`${capital(describe(value))} has elements, and no ${quoted(key)}. Select one element first, as in [0], or all of them with [*].`;
  const index = integerOf(number);
  const item = index === undefined ? undefined : value.items[index];
  if (item !== undefined) return item;
  const { length } = value.items;
  const size = length === 0 ? fault("It is empty.") : fault`It has ${length} element${word(length === 1 ? "" : "s")}, counted from 0.`;
  return fault`There is no element ${numberText(number)} in this ${word(value.kind)}. ${size}`;
}

function member(value: Mapping, key: Bare): Typed | TypeFault {
  const name = typeof key === "string" ? key : isNumeric(key) ? numberText(key) : typeof key === "boolean" ? String(key) : undefined;
  if (name === undefined) return fault`A key is a string, not ${describe(key)}.`;
  const part = value.entries.get(name);
  if (part !== undefined) return part;
  const meant = value.entries.size > FEW ? undefined : nearest(name, value.entries.keys());
  const hint = meant === undefined ? fault`It has ${listed(value)}.` : fault`Did you mean ${JSON.stringify(meant)}?`;
  return fault`There is no ${JSON.stringify(name)} in this ${word(value.kind)}. ${hint}`;
}

/** With more names no suggestion is made: a `for` may access many that do not exist. */
const FEW = 100;

function listed({ entries }: Mapping): string {
  if (entries.size === 0) return "nothing in it";
  const names = entries.keys();
  const shown = Array.from({ length: Math.min(8, entries.size) }, () => JSON.stringify(names.next().value));
  return entries.size > 8 ? `${shown.join(", ")} and ${entries.size - 8} more` : shown.join(", ");
}

/** `of[*].each`: a value that is not a sequence counts as a sequence of itself, null as an empty one. */
export function splat(node: Splat, scope: NameScope): Typed {
  const of = scope.evaluate(node.of, scope);
  const value = bare(of);
  if (value === UNKNOWN) return of;
  if (isNull(value)) return nullSplat(value, node, scope);
  const inner = among(of, scope);
  const each = (item: Typed) => inner.evaluate(node.each, withName(inner, ELEMENT, item));
  const items = (isSequence(value) ? value.items : [value]).map(each);
  // Elements of a list have one type, so an error that does not depend on the element is reported also for an empty list.
  if (items.length === 0 && isSequence(value) && value.kind !== "tuple") each(UNKNOWN);
  const type = items[0] === undefined ? typeOfNone(node, value) : typeOf(items[0]);
  return markedAs(isSensitive(of), isSequence(value) && value.kind !== "tuple" ? list(type, items) : tuple(items));
}

/** The type of a splat's elements if it is empty. */
function typeOfNone({ each }: Splat, value: Bare): ConstraintJson {
  const plain = each.kind === "reference" && each.steps.length === 0;
  return plain && isSequence(value) && value.element !== undefined ? value.element : "dynamic";
}

function nullSplat(value: Bare, node: Splat, scope: NameScope): Typed {
  const type = typeOf(value);
  const sequence = kindOf(value) === "null" && typeof type !== "string" && ["list", "set", "tuple"].includes(type[0]);
  return sequence ? problem(scope, "null-value", node, fault("A splat cannot be applied to a list that is null.")) : tuple([]);
}
