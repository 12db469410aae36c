/** The evaluator: the value of a syntax tree in a scope. */
import { UNKNOWN } from "../../schema/value";
import type { Node, ObjectNode, Template } from "../language/ast";
import { scalar } from "../values/convert";
import { joinTexts } from "../values/measure";
import { markedAs } from "../values/sensitive";
import { isOpen, isSensitive, object, tuple, type Typed } from "../values/typed";
import { indexed, referenced, splat, walk } from "./access";
import { spend } from "./budget";
import { call } from "./call";
import { forLoop } from "./loops";
import { binary, conditional, unary } from "./operators";
import { made, settled, type NameScope } from "./scope";

export function evaluate(node: Node, scope: NameScope): Typed {
  if (!spend(scope.budget, 1)) return UNKNOWN;
  switch (node.kind) {
    case "literal":
      return node.value;
    case "reference":
      return referenced(node, scope);
    case "template":
      return made(template(node, scope), scope, node);
    case "parentheses":
      return evaluate(node.of, scope);
    case "access":
      return walk(evaluate(node.of, scope), node.steps, scope, node);
    case "index":
      return indexed(node, scope);
    case "splat":
      return made(splat(node, scope), scope, node);
    case "call":
      return made(call(node, scope), scope, node);
    case "unary":
      return unary(node, scope);
    case "binary":
      return binary(node, scope);
    case "conditional":
      return conditional(node, scope);
    case "tuple":
      return made(tuple(node.items.map((item) => evaluate(item, scope))), scope, node);
    case "object":
      return made(objectOf(node, scope), scope, node);
    case "for":
      return made(forLoop(node, scope), scope, node);
  }
}

function template(node: Template, scope: NameScope): Typed {
  const texts: string[] = [];
  let known = true;
  let marked = false;
  for (const part of node.parts) {
    const value = evaluate(part, scope);
    marked ||= isSensitive(value);
    const piece = settled(scalar(value, "string"), scope, "invalid-operand", part);
    if (piece === UNKNOWN || (node.parts.length > 1 && isOpen(piece))) known = false;
    else texts.push(piece as string);
  }
  return markedAs(marked, known ? settled(joinTexts(texts), scope, "limit-exceeded", node) : UNKNOWN);
}

/** Later entries replace earlier ones. An object with an unknown key is unknown. */
function objectOf(node: ObjectNode, scope: NameScope): Typed {
  const entries: [string, Typed][] = [];
  let known = true;
  let marked = false;
  for (const entry of node.entries) {
    const key = evaluate(entry.key, scope);
    const value = evaluate(entry.value, scope);
    marked ||= isSensitive(key);
    const name = settled(scalar(key, "string"), scope, "invalid-operand", entry.key);
    if (isOpen(name)) known = false;
    else entries.push([name as string, value]);
  }
  return markedAs(marked, known ? object(entries) : UNKNOWN);
}
