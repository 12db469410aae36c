import type { Code } from "../../codes";
import type { Node, Reference, Span } from "../language/ast";
import { ELEMENT } from "../../schema/limits";
import { beyondLimits, measureOf, sizeOfItself } from "../values/measure";
import type { TypeFault, Typed } from "../values/typed";
import { UNKNOWN } from "../../schema/value";
import { concealed, isFault, isSensitive } from "../values/typed";
import { build, spend, type Budget } from "./budget";

/** An error in an expression, with the part that it is in. */
export interface ScopeProblem {
  readonly code: Code;
  readonly why: TypeFault;
  readonly span: Span;
}

/** Names that `for` and splats bind, innermost first. */
export interface ScopeNames {
  readonly name: string;
  readonly value: Typed;
  readonly outer: ScopeNames | undefined;
}

/**
 * The context of an expression's evaluation. Bad input never throws: a problem is reported and its value is unknown, so that all
 * problems of an expression are found and none is a consequence of another one.
 */
export interface NameScope {
  /** The value of a reference, with all of its steps. */
  readonly refer: (reference: Reference, scope: NameScope) => Typed;
  readonly report: (problem: ScopeProblem) => void;
  readonly names: ScopeNames | undefined;
  /** What the configuration calls Netweft's provider, in names of its functions. */
  readonly providers: ReadonlySet<string>;
  readonly budget: Budget;
  /** The evaluator, for its parts to call recursively. */
  readonly evaluate: (node: Node, scope: NameScope) => Typed;
}

/** Reports a problem and returns unknown. */
export function problem(scope: NameScope, code: Code, span: Span, why: TypeFault): typeof UNKNOWN {
  scope.report({ code, why, span });
  return UNKNOWN;
}

/** The value, or unknown after its fault was reported. */
export function settled<T>(value: T | TypeFault, scope: NameScope, code: Code, span: Span): T | typeof UNKNOWN {
  return isFault(value) ? problem(scope, value.code ?? code, span, value) : value;
}

/** Counts a new value; unknown if it was reported as too large. */
export function made(value: Typed, scope: NameScope, span: Span): Typed {
  const wrong = beyondLimits(value);
  if (wrong) return problem(scope, "limit-exceeded", span, wrong);
  build(scope.budget, sizeOfItself(value));
  return value;
}

/** Counts a visit of everything in the values; false when no steps are left. */
export function looksAt(scope: NameScope, ...values: readonly Typed[]): boolean {
  return spend(
    scope.budget,
    values.reduce<number>((sum, value) => sum + measureOf(value).size / ELEMENT, 0),
  );
}

export function withName(scope: NameScope, name: string, value: Typed): NameScope {
  return { ...scope, names: { name, value, outer: scope.names } };
}

/** The scope for values made of parts of a value: if that value is sensitive, nothing is quoted there. */
export function among(value: Typed, scope: NameScope): NameScope {
  return isSensitive(value) ? { ...scope, report: (found) => scope.report({ ...found, why: concealed(found.why) }) } : scope;
}

/** A scope with its own list of problems. */
export function apart(scope: NameScope): { readonly scope: NameScope; readonly problems: readonly ScopeProblem[] } {
  const problems: ScopeProblem[] = [];
  return { scope: { ...scope, report: (found) => problems.push(found) }, problems };
}
