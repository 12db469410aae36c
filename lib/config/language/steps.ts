/** The steps after a term: `.name`, `[key]`, `.0`, `[*]`, `.*`. */
import type { PathStep } from "../../diagnostic";
import { ELEMENT, type Node } from "./ast";
import { advance, between, due, follows, isDigit, longer, on, word, type Cursor } from "./cursor";

export function parseSteps(c: Cursor, from: Node): Node {
  const { depth } = c;
  let node = from;
  while (follows(c, ".") || follows(c, "[")) {
    longer(c);
    node = on(c, ".") ? dotted(c, node) : bracketed(c, node);
  }
  c.depth = depth;
  return node;
}

/** The steps that belong to a splat without brackets: names and numbers after dots only. */
function dottedSteps(c: Cursor, from: Node): Node {
  const { depth } = c;
  let node = from;
  while (follows(c, ".")) {
    longer(c);
    node = dotted(c, node);
  }
  c.depth = depth;
  return node;
}

function dotted(c: Cursor, of: Node): Node {
  const from = c.end;
  if (isDigit(c.text.charCodeAt(from))) return legacyIndex(c, of, from);
  advance(c);
  const { end } = c;
  if (on(c, "*")) {
    advance(c);
    return splat(c, of, end, dottedSteps);
  }
  if (on(c, "number")) return legacyIndex(c, of, c.at);
  if (!on(c, "identifier")) due(c, "a name");
  const step = word(c);
  advance(c);
  return withStep(of, step, end);
}

/** `a.0.b`: the number ends at the next dot, which the lexer would include. */
function legacyIndex(c: Cursor, of: Node, from: number): Node {
  let end = from;
  while (isDigit(c.text.charCodeAt(end))) end++;
  c.end = end;
  advance(c);
  return withStep(of, Number(c.text.slice(from, end)), end);
}

function bracketed(c: Cursor, of: Node): Node {
  let key: Node | undefined;
  const end = between(c, "]", () => {
    if (on(c, "*")) advance(c);
    else key = c.expression(c);
  });
  if (!key) return splat(c, of, end, parseSteps);
  const constant =
    key.kind === "literal" && (typeof key.value === "string" || Number.isSafeInteger(key.value)) ? (key.value as PathStep) : undefined;
  return constant === undefined ? { kind: "index", of, key, at: of.at, end } : withStep(of, constant, end);
}

function splat(c: Cursor, of: Node, end: number, rest: (c: Cursor, from: Node) => Node): Node {
  const each = rest(c, { kind: "reference", root: ELEMENT, steps: [], at: end, end });
  return { kind: "splat", of, each, at: of.at, end: each.end };
}

/** Appends a constant step. */
function withStep(of: Node, step: PathStep, end: number): Node {
  if (of.kind === "reference" || of.kind === "access") return { ...of, steps: [...of.steps, step], end };
  return { kind: "access", of, steps: [step], at: of.at, end };
}
