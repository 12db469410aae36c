/** Static analysis of an expression: its references and function calls. */
import { ELEMENT, type Call, type For, type Node, type Reference } from "./ast";

export interface Analysis {
  /** References to values outside the expression, without names that `for` binds. */
  readonly references: readonly Reference[];
  readonly calls: readonly Call[];
}

export function analyse(node: Node): Analysis {
  const references: Reference[] = [];
  const calls: Call[] = [];
  visit(node, [ELEMENT], { references, calls });
  return { references, calls };
}

interface FoundReference {
  readonly references: Reference[];
  readonly calls: Call[];
}

function visit(node: Node, bound: readonly string[], found: FoundReference): void {
  if (node.kind === "reference") {
    if (!bound.includes(node.root)) found.references.push(node);
  } else if (node.kind === "for") {
    visitFor(node, bound, found);
  } else {
    if (node.kind === "call") found.calls.push(node);
    for (const child of childrenOf(node)) visit(child, bound, found);
  }
}

function visitFor(node: For, bound: readonly string[], found: FoundReference): void {
  visit(node.of, bound, found);
  const inner = [...bound, node.valueName, ...(node.keyName === undefined ? [] : [node.keyName])];
  for (const child of [node.key, node.value, node.condition]) if (child) visit(child, inner, found);
}

function childrenOf(node: Exclude<Node, Reference | For>): readonly Node[] {
  switch (node.kind) {
    case "literal":
      return [];
    case "template":
      return node.parts;
    case "index":
      return [node.of, node.key];
    case "splat":
      return [node.of, node.each];
    case "call":
      return node.args;
    case "binary":
      return [node.left, node.right];
    case "conditional":
      return [node.condition, node.then, node.else];
    case "tuple":
      return node.items;
    case "object":
      return node.entries.flatMap(({ key, value }) => [key, value]);
    case "access":
    case "unary":
    case "parentheses":
      return [node.of];
  }
}
