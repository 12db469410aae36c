/** Parses texts of the language into syntax trees. */
import type { Node, Reference } from "./ast";
import { advance, cursorOn, due, on, type SyntaxProblem } from "./cursor";
import { expression } from "./expression";
import { template } from "./template";

export type Parsed<N extends Node = Node> = { readonly node: N } | { readonly problem: SyntaxProblem };

/** Parses a text as a template, like every string of Terraform JSON. A single `${…}` is the expression itself. */
export function parseTemplate(text: string): Parsed {
  const c = cursorOn(text, expression);
  const node = template(c);
  return c.problem ? { problem: c.problem } : { node };
}

/** Parses a text as one expression. */
export function parseExpression(text: string): Parsed {
  const c = cursorOn(text, expression);
  advance(c);
  const node = expression(c);
  if (!on(c, "end")) due(c, "an operator or the end of the expression");
  return c.problem ? { problem: c.problem } : { node };
}

/** Parses a text as a bare reference, as in `depends_on`: `netweft_endpoint.web[0]`. */
export function parseReference(text: string): Parsed<Reference> {
  const parsed = parseExpression(text);
  if ("problem" in parsed || parsed.node.kind === "reference") return parsed as Parsed<Reference>;
  return { problem: { at: 0, message: "This must be a plain reference, such as netweft_endpoint.web." } };
}
