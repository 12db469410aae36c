/** Operators and conditionals, with Terraform's conversions of their operands. */
import { UNKNOWN } from "../../schema/value";
import type { Binary, BinaryOperator, Conditional, Node, Unary } from "../language/ast";
import { convertTo, scalar } from "../values/convert";
import { equal } from "../values/equal";
import type { Arithmetic } from "../values/float";
import { calculate, compareNumbers, negative, type Numeric } from "../values/number";
import { bare, hasMarks, markedAs } from "../values/sensitive";
import { typeName, typeOf } from "../values/type";
import { concealedIf, fault, isFault, isSensitive, word, type TypeFault, type Typed, type ConstraintJson } from "../values/typed";
import { unify } from "../values/unify";
import { apart, looksAt, problem, settled, type NameScope } from "./scope";

export function unary(node: Unary, scope: NameScope): Typed {
  const of = scope.evaluate(node.of, scope);
  const value = operand(of, node.operator === "-" ? "number" : "bool", node.of, scope);
  if (value === UNKNOWN) return markedAs(isSensitive(of), UNKNOWN);
  return markedAs(isSensitive(of), node.operator === "-" ? negative(value as Numeric) : !value);
}

/** The operand as a scalar of the type; unknown if it is, or after a problem was reported. */
function operand(
  value: Typed,
  type: "string" | "number" | "bool",
  node: Node,
  scope: NameScope,
): string | Numeric | boolean | typeof UNKNOWN {
  return settled(scalar(value, type), scope, "invalid-operand", node);
}

export function binary(node: Binary, scope: NameScope): Typed {
  const left = scope.evaluate(node.left, scope);
  const right = scope.evaluate(node.right, scope);
  if (node.operator === "==" || node.operator === "!=") {
    if (!looksAt(scope, left, right)) return UNKNOWN;
    const same = equal(left, right);
    return markedAs(hasMarks(left) || hasMarks(right), same === UNKNOWN ? UNKNOWN : same === (node.operator === "=="));
  }
  const type = node.operator === "&&" || node.operator === "||" ? "bool" : "number";
  const a = operand(left, type, node.left, scope);
  const b = operand(right, type, node.right, scope);
  const result = a === UNKNOWN || b === UNKNOWN ? UNKNOWN : compute(node.operator, a as Numeric, b as Numeric);
  const marked = isSensitive(left) || isSensitive(right);
  return markedAs(marked, settled(isFault(result) ? concealedIf(marked, result) : result, scope, "invalid-operand", node));
}

function compute(operator: BinaryOperator, a: Numeric, b: Numeric) {
  switch (operator) {
    case "&&":
      return Boolean(a) && Boolean(b);
    case "||":
      return Boolean(a) || Boolean(b);
    case "<":
      return compareNumbers(a, b) < 0;
    case "<=":
      return compareNumbers(a, b) <= 0;
    case ">":
      return compareNumbers(a, b) > 0;
    case ">=":
      return compareNumbers(a, b) >= 0;
    default:
      return calculate(operator as Arithmetic, a, b);
  }
}

/** Both results are evaluated, because their types are unified; only the chosen one's problems are reported. */
export function conditional(node: Conditional, scope: NameScope): Typed {
  const condition = scope.evaluate(node.condition, scope);
  const test = operand(condition, "bool", node.condition, scope);
  if (test === UNKNOWN) return markedAs(isSensitive(condition), UNKNOWN);
  const quiet = apart(scope).scope;
  const then = scope.evaluate(node.then, test ? scope : quiet);
  const otherwise = scope.evaluate(node.else, test ? quiet : scope);
  if (!looksAt(scope, then, otherwise)) return UNKNOWN;
  const type = commonType(then, otherwise);
  if (type === undefined) return problem(scope, "inconsistent-types", node, inconsistent(then, otherwise));
  const converted = convertTo(test ? then : otherwise, type);
  const marked = isSensitive(condition);
  return markedAs(marked, settled(isFault(converted) ? concealedIf(marked, converted) : converted, scope, "inconsistent-types", node));
}

function commonType(then: Typed, otherwise: Typed): ConstraintJson | undefined {
  if (bare(then) === null) return typeOf(otherwise);
  if (bare(otherwise) === null) return typeOf(then);
  return unify([typeOf(then), typeOf(otherwise)]);
}

function inconsistent(then: Typed, otherwise: Typed): TypeFault {
  const [a, b] = [typeName(typeOf(then)), typeName(typeOf(otherwise))];
  const kinds = word(a === b ? `two kinds of ${a}` : `${a} and ${b}`);
  return fault`The two results of the conditional must have types that can be unified; they are ${kinds}.`;
}
