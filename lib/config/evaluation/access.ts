/** Steps into values: attributes, elements, splats. */
import type { PathStep } from "../../diagnostic";
import { nearest } from "../../schema/nearest";
import { UNKNOWN } from "../../schema/value";
import { ELEMENT, type Index, type Reference, type Span, type Splat } from "../language/ast";
import { integerOf, isNumeric, numberText, parseNumber } from "../values/number";
import { bare, markedAs } from "../values/sensitive";
import { describe, typeOf } from "../values/type";
import {
  isMapping,
  isNull,
  isSensitive,
  isSequence,
  kindOf,
  list,
  tuple,
  type Bare,
  type Mapping,
  type Sequence,
  type Typed,
  type TypeJson,
} from "../values/typed";
import { problem, withName, type Scope } from "./scope";

/** The value of a reference: a name that is bound here, or what the scope knows. */
export function referenced(node: Reference, scope: Scope): Typed {
  for (let names = scope.names; names; names = names.outer) {
    if (names.name === node.root) return walk(names.value, node.steps, scope, node);
  }
  return scope.refer(node, scope);
}

/** Takes constant steps, one after the other. */
export function walk(value: Typed, steps: readonly PathStep[], scope: Scope, span: Span): Typed {
  let at = value;
  for (const step of steps) at = stepInto(at, step, scope, span);
  return at;
}

export function indexed(node: Index, scope: Scope): Typed {
  const of = scope.evaluate(node.of, scope);
  const key = scope.evaluate(node.key, scope);
  const bareKey = bare(key);
  if (bareKey === UNKNOWN) return bare(of) === UNKNOWN ? UNKNOWN : markedAs(isSensitive(key) || isSensitive(of), UNKNOWN);
  return markedAs(isSensitive(key), stepInto(of, bareKey, scope, node));
}

/** One step with any key. */
function stepInto(from: Typed, key: Bare, scope: Scope, span: Span): Typed {
  const value = bare(from);
  if (value === UNKNOWN) return from;
  if (isNull(key)) return problem(scope, "invalid-index", span, "The key is null.");
  if (isNull(value)) return problem(scope, "null-value", span, `The value is null, so it has no ${JSON.stringify(keyText(key))}.`);
  const part = isSequence(value)
    ? element(value, key, scope, span)
    : isMapping(value)
      ? member(value, key, scope, span)
      : partless(value, key, scope, span);
  return markedAs(isSensitive(from), part);
}

function keyText(key: Bare): string {
  return isNumeric(key) ? numberText(key) : String(key);
}

function partless(value: Bare, key: Bare, scope: Scope, span: Span): Typed {
  return problem(
    scope,
    "invalid-index",
    span,
    `${capital(describe(value))} has no parts, so there is no ${JSON.stringify(keyText(key))} in it.`,
  );
}

function element(value: Sequence, key: Bare, scope: Scope, span: Span): Typed {
  if (value.kind === "set")
    return problem(scope, "invalid-index", span, "The elements of a set have no order and no keys. Use tolist(…) or a for expression.");
  const number = isNumeric(key) ? key : typeof key === "string" ? parseNumber(key) : undefined;
  if (number === undefined) return problem(scope, "invalid-index", span, notAnIndex(value, key));
  const index = integerOf(number);
  const item = index === undefined ? undefined : value.items[index];
  if (item !== undefined) return item;
  const { length } = value.items;
  const size = length === 0 ? "It is empty." : `It has ${length} element${length === 1 ? "" : "s"}, counted from 0.`;
  return problem(scope, "invalid-index", span, `There is no element ${numberText(number)} in this ${value.kind}. ${size}`);
}

function notAnIndex(value: Sequence, key: Bare): string {
  const text = JSON.stringify(keyText(key));
  return `${capital(describe(value))} has elements, and no ${text}. Take one element first, as in [0], or all of them with [*].`;
}

function member(value: Mapping, key: Bare, scope: Scope, span: Span): Typed {
  const name = typeof key === "string" ? key : isNumeric(key) ? numberText(key) : typeof key === "boolean" ? String(key) : undefined;
  if (name === undefined) return problem(scope, "invalid-index", span, `A key is a string, not ${describe(key)}.`);
  const part = value.entries.get(name);
  if (part !== undefined) return part;
  const meant = value.entries.size > FEW ? undefined : nearest(name, value.entries.keys());
  const hint = meant === undefined ? `It has ${listed(value)}.` : `Did you mean ${JSON.stringify(meant)}?`;
  return problem(scope, "invalid-index", span, `There is no ${JSON.stringify(name)} in this ${value.kind}. ${hint}`);
}

/** Among more names none is looked for that may have been meant: a `for` may ask for many that are not there. */
const FEW = 100;

function listed({ entries }: Mapping): string {
  if (entries.size === 0) return "nothing in it";
  const names = entries.keys();
  const shown = Array.from({ length: Math.min(8, entries.size) }, () => JSON.stringify(names.next().value));
  return entries.size > 8 ? `${shown.join(", ")} and ${entries.size - 8} more` : shown.join(", ");
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `of[*].each`: a value that is no sequence counts as a sequence of itself, null as an empty one. */
export function splat(node: Splat, scope: Scope): Typed {
  const of = scope.evaluate(node.of, scope);
  const value = bare(of);
  if (value === UNKNOWN) return of;
  if (isNull(value)) return nullSplat(value, node, scope);
  const each = (item: Typed) => scope.evaluate(node.each, withName(scope, ELEMENT, item));
  const items = (isSequence(value) ? value.items : [value]).map(each);
  // Elements of a list are of one type, so what is wrong whatever the element is, is wrong of none, too.
  if (items.length === 0 && isSequence(value) && value.kind !== "tuple") each(UNKNOWN);
  const type = items[0] === undefined ? typeOfNone(node, value) : typeOf(items[0]);
  return markedAs(isSensitive(of), isSequence(value) && value.kind !== "tuple" ? list(type, items) : tuple(items));
}

/** The type of a splat's elements where there are none. */
function typeOfNone({ each }: Splat, value: Bare): TypeJson {
  const plain = each.kind === "reference" && each.steps.length === 0;
  return plain && isSequence(value) && value.element !== undefined ? value.element : "dynamic";
}

function nullSplat(value: Bare, node: Splat, scope: Scope): Typed {
  const type = typeOf(value);
  const sequence = kindOf(value) === "null" && typeof type !== "string" && ["list", "set", "tuple"].includes(type[0]);
  return sequence ? problem(scope, "null-value", node, "A splat cannot go through a list that is null.") : tuple([]);
}
