import type { Code } from "../../codes";
import type { Node, Reference, Span } from "../language/ast";
import { ELEMENT } from "../../schema/limits";
import { beyondLimits, measureOf, sizeOfItself } from "../values/measure";
import type { Fault, Typed } from "../values/typed";
import { UNKNOWN } from "../../schema/value";
import { concealed, isFault, isSensitive } from "../values/typed";
import { build, spend, type Budget } from "./budget";

/** Something that went wrong in an expression, and in which part of it. */
export interface Problem {
  readonly code: Code;
  readonly why: Fault;
  readonly span: Span;
}

/** Names that `for` and splats bind, innermost first. */
export interface Names {
  readonly name: string;
  readonly value: Typed;
  readonly outer: Names | undefined;
}

/**
 * What an expression is evaluated in. Nothing is thrown for bad input: a problem is reported and its value is unknown, so
 * that all problems of an expression are found and none follows from another one.
 */
export interface Scope {
  /** The value that a reference leads to, all of its steps taken. */
  readonly refer: (reference: Reference, scope: Scope) => Typed;
  readonly report: (problem: Problem) => void;
  readonly names: Names | undefined;
  readonly budget: Budget;
  /** The way back to the evaluator from the parts that it is made of. */
  readonly evaluate: (node: Node, scope: Scope) => Typed;
}

/** Reports a problem; unknown stands for the value that there is not. */
export function problem(scope: Scope, code: Code, span: Span, why: Fault): typeof UNKNOWN {
  scope.report({ code, why, span });
  return UNKNOWN;
}

/** The value, or unknown after its fault was reported. */
export function settled<T>(value: T | Fault, scope: Scope, code: Code, span: Span): T | typeof UNKNOWN {
  return isFault(value) ? problem(scope, value.code ?? code, span, value) : value;
}

/** A value that was just made, counted; unknown after it was reported to be too large. */
export function made(value: Typed, scope: Scope, span: Span): Typed {
  const wrong = beyondLimits(value);
  if (wrong) return problem(scope, "limit-exceeded", span, wrong);
  build(scope.budget, sizeOfItself(value));
  return value;
}

/** Counts the look at all that is in the values; false when no steps are left for it. */
export function looksAt(scope: Scope, ...values: readonly Typed[]): boolean {
  return spend(
    scope.budget,
    values.reduce<number>((sum, value) => sum + measureOf(value).size / ELEMENT, 0),
  );
}

export function withName(scope: Scope, name: string, value: Typed): Scope {
  return { ...scope, names: { name, value, outer: scope.names } };
}

/** The scope for what is made of parts of a value: if that one is sensitive, nothing is quoted there. */
export function among(value: Typed, scope: Scope): Scope {
  return isSensitive(value) ? { ...scope, report: (found) => scope.report({ ...found, why: concealed(found.why) }) } : scope;
}

/** A scope whose problems go into a list of their own. */
export function apart(scope: Scope): { readonly scope: Scope; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  return { scope: { ...scope, report: (found) => problems.push(found) }, problems };
}
