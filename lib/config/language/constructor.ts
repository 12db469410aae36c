/** Brackets and braces: tuples, objects, and `for` over either. */
import type { For, Node } from "./ast";
import { advance, between, due, on, separated, stop, word, type Cursor } from "./cursor";

/** `[a, b]` or `[for …]`; the cursor is on the bracket. */
export function parseBrackets(c: Cursor): Node {
  const { at } = c;
  if (isFor(c)) return forExpression(c, "]");
  const items: Node[] = [];
  const end = between(c, "]", () => separated(c, "]", () => items.push(c.expression(c))));
  return { kind: "tuple", items, at, end };
}

/** `{a = b}` or `{for …}`; the cursor is on the brace. */
export function parseBraces(c: Cursor): Node {
  const { at } = c;
  if (isFor(c)) return forExpression(c, "}");
  const entries: { key: Node; value: Node }[] = [];
  const end = between(c, "}", () => {
    c.lines = true;
    while (!on(c, "}") && !on(c, "end")) entries.push(entry(c));
  });
  return { kind: "object", entries, at, end };
}

function entry(c: Cursor): { key: Node; value: Node } {
  const key = objectKey(c);
  if (!on(c, "=") && !on(c, ":")) due(c, '"=" or ":" and a value');
  advance(c);
  const value = c.expression(c);
  if (on(c, ",")) advance(c);
  else if (!on(c, "}") && !on(c, "end") && !c.fresh) due(c, 'a comma, a line break or "}"');
  return { key, value };
}

/** A bare word is its own name; anything else is an expression. */
function objectKey(c: Cursor): Node {
  const bareWord = c.type === "identifier" ? word(c) : undefined;
  const key = c.expression(c);
  if (bareWord !== undefined && key.end - key.at === bareWord.length) return { kind: "literal", value: bareWord, at: key.at, end: key.end };
  if (key.kind === "reference") stop(c, "A key that is a reference must be in parentheses.", key.at);
  return key;
}

/** Whether the word after the bracket is `for`, which is no name there. */
function isFor(c: Cursor): boolean {
  FOR.lastIndex = c.end;
  return FOR.test(c.text);
}

const FOR = /\s*for(?![\p{ID_Continue}-])/uy;

function forExpression(c: Cursor, close: "]" | "}"): Node {
  const { at } = c;
  let node!: Pick<For, "keyName" | "valueName" | "of" | "key" | "value" | "condition" | "group">;
  const end = between(c, close, () => {
    const head = forHead(c);
    if (!on(c, ":")) due(c, '":" and the value of each element');
    advance(c);
    node = { ...head, ...forBody(c, close) };
  });
  return { kind: "for", into: close === "]" ? "tuple" : "object", ...node, at, end };
}

/** `for k, v in of`; the cursor is on `for`. Also the head of a template's directive. */
export function forHead(c: Cursor): Pick<For, "keyName" | "valueName" | "of"> {
  advance(c);
  const first = name(c);
  const two = on(c, ",");
  if (two) advance(c);
  const second = two ? name(c) : undefined;
  if (!on(c, "identifier") || word(c) !== "in") due(c, '"in"');
  advance(c);
  const of = c.expression(c);
  return second === undefined ? { valueName: first, of } : { keyName: first, valueName: second, of };
}

function name(c: Cursor): string {
  if (!on(c, "identifier")) due(c, "a name");
  const text = word(c);
  advance(c);
  return text;
}

function forBody(c: Cursor, close: "]" | "}"): Pick<For, "key" | "value" | "condition" | "group"> {
  const key = close === "}" ? forKey(c) : undefined;
  const value = c.expression(c);
  const group = key !== undefined && on(c, "...");
  if (group) advance(c);
  const filtered = on(c, "identifier") && word(c) === "if";
  if (filtered) advance(c);
  const condition = filtered ? c.expression(c) : undefined;
  return { ...(key && { key }), value, group, ...(condition && { condition }) };
}

function forKey(c: Cursor): Node {
  const key = c.expression(c);
  if (!on(c, "=>")) due(c, '"=>" between key and value');
  advance(c);
  return key;
}
