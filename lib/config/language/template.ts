/** The template parser: text with `${…}` and `%{…}`, bare as in JSON or between quotes inside an expression. */
import type { Node } from "./ast";
import { forHead } from "./constructor";
import { advance, deeper, due, on, stop, word, type Cursor } from "./cursor";

/** Parses the text from the cursor's end as a template. */
export function template(c: Cursor): Node {
  const t: TemplateReader = { c, quoted: false, trimNext: false, rest: undefined };
  const node = asNode(parts(t), c.end, c.text.length);
  if (t.rest) stop(c, `"%{ ${t.rest} }" has no beginning.`);
  return node;
}

/** A quoted template inside an expression; the cursor is on the opening quote. */
export function parseQuoted(c: Cursor): Node {
  const { at, lines } = c;
  const t: TemplateReader = { c, quoted: true, trimNext: false, rest: undefined };
  const found = parts(t);
  if (t.rest) stop(c, `"%{ ${t.rest} }" has no beginning.`);
  if (!c.problem && c.text[c.end] !== '"') stop(c, "The string is never closed.", at);
  const end = ++c.end;
  c.lines = lines;
  advance(c);
  return asNode(found, at, end);
}

/** A template being parsed. Parsing continues at the cursor's `end`. */
interface TemplateReader {
  readonly c: Cursor;
  readonly quoted: boolean;
  /** After `~}`: white space of the text that follows is dropped, up to and with its line break. */
  trimNext: boolean;
  /** The directive that ended the parts: `else`, `endif`, `endfor`. */
  rest: string | undefined;
}

/** A single interpolation is the value itself, whatever its type. */
function asNode(parts: readonly Node[], at: number, end: number): Node {
  if (parts.length === 0) return { kind: "literal", value: "", at, end };
  const [only] = parts;
  if (parts.length > 1 || only === undefined) return { kind: "template", parts, at, end };
  return only.kind === "for" && only.into === "text" ? { kind: "template", parts, at, end } : only;
}

/** Parts up to the end of the template, or to a directive that continues or ends an enclosing one. */
function parts(t: TemplateReader): Node[] {
  const { c } = t;
  const found: Node[] = [];
  t.rest = undefined;
  while (!c.problem && !atEnd(t)) {
    const { text, end } = c;
    const mark = text.charCodeAt(end + 1) === 123 ? text[end] : undefined;
    if (mark !== "$" && mark !== "%") pushText(found, t);
    else if (mark === "$") interpolation(found, t);
    else if (directive(found, t)) return melded(found);
  }
  return melded(found);
}

function atEnd({ c, quoted }: TemplateReader): boolean {
  return c.end >= c.text.length || (quoted && c.text[c.end] === '"');
}

const PLAIN = /(?:[^$%"\\\n]|\$(?!\$?\{)|%(?!%?\{))+/y;

/** An empty text remains a part: what is trimmed next is this one, and not the text before it. */
function pushText(found: Node[], t: TemplateReader): void {
  const { c } = t;
  const at = c.end;
  const value = literalText(t);
  found.push({ kind: "literal", value: (t.trimNext ? value.replace(LEADING, "") : value).normalize("NFC"), at, end: c.end });
  t.trimNext = false;
}

/** White space as in Go, where the language comes from. */
const SPACE = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const LEADING = new RegExp(`^${SPACE}+`);
const SPACE_ONLY = new RegExp(SPACE);

function withoutTrailing(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE_ONLY.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** Neighboring texts as one. */
function melded(found: readonly Node[]): Node[] {
  const all: Node[] = [];
  for (let n = 0; n < found.length;) {
    const first = found[n]!;
    let end = n + 1;
    while (isText(first) && end < found.length && isText(found[end]!)) end++;
    const value = (found.slice(n, end) as { value: string }[]).map((one) => one.value).join("");
    all.push(end === n + 1 ? first : { kind: "literal", value, at: first.at, end: found[end - 1]!.end });
    n = end;
  }
  return all;
}

function isText(node: Node): boolean {
  return node.kind === "literal";
}

/** Literal text up to the next mark or, outside quotes, with the next line break: markers trim within it. Escapes are resolved. */
function literalText(t: TemplateReader): string {
  const { c } = t;
  let value = "";
  while (!c.problem && !atEnd(t)) {
    const { text, end } = c;
    PLAIN.lastIndex = end;
    const plain = PLAIN.exec(text)?.[0];
    if (plain !== undefined) {
      value += plain;
      c.end += plain.length;
    } else if (text[end] === "$" || text[end] === "%") {
      if (text[end + 1] === "{") return value;
      value += `${text[end]}{`;
      c.end += 3;
    } else if (t.quoted) value += escape(c);
    else {
      c.end++;
      value += text[end]!;
      if (text[end] === "\n") return value;
    }
  }
  return value;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** A backslash escape inside quotes; a line break is not one. */
function escape(c: Cursor): string {
  const { text, end } = c;
  if (text[end] === "\n") {
    stop(c, "A quoted string must end on its line; write \\n for a line break.", end);
    return "";
  }
  const simple = ESCAPES[text[end + 1] ?? ""];
  const code = /^(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(text.slice(end + 1, end + 10));
  const point = code ? parseInt(code[1] ?? code[2]!, 16) : 0;
  if ((simple === undefined && !code) || point > 0x10ffff) {
    stop(c, `"${text.slice(end, end + 2)}" is not an escape; escapes are \\n, \\r, \\t, \\", \\\\, \\uNNNN and \\UNNNNNNNN.`, end);
    return "";
  }
  c.end += simple !== undefined ? 2 : code![0].length + 1;
  return simple ?? String.fromCodePoint(point);
}

/** Opens `${` or `%{` and moves the cursor to the first token inside. */
function open(found: Node[], t: TemplateReader): number {
  const { c } = t;
  const from = c.end;
  c.at = from;
  c.end += 2;
  t.trimNext = false;
  if (c.text[c.end] === "~") {
    c.end++;
    trimLast(found);
  }
  c.lines = false;
  advance(c);
  return from;
}

function trimLast(found: Node[]): void {
  const last = found.at(-1);
  if (last?.kind === "literal" && typeof last.value === "string") found[found.length - 1] = { ...last, value: withoutTrailing(last.value) };
}

/** Closes with `}` or `~}`; parsing continues after it. */
function close(t: TemplateReader, opened: number): void {
  const { c } = t;
  if (on(c, "~") && c.text[c.at + 1] === "}") {
    t.trimNext = true;
    c.end = c.at + 1;
    advance(c);
  }
  if (on(c, "}")) return;
  const mark = c.text.slice(opened, opened + 2);
  if (on(c, "end")) stop(c, `The "${mark}" is never closed. Write "${mark[0]}${mark}" for the characters themselves.`, opened);
  else due(c, '"}"');
}

function interpolation(found: Node[], t: TemplateReader): void {
  const opened = open(found, t);
  const node = t.c.expression(t.c);
  close(t, opened);
  // White space of an interpolated string literal must not be trimmed.
  found.push(node.kind === "literal" ? { kind: "parentheses", of: node, at: node.at, end: node.end } : node);
}

const CLOSING = new Set(["else", "endif", "endfor"]);

/** A `%{…}`. True when it ends the current parts. */
function directive(found: Node[], t: TemplateReader): boolean {
  const { c } = t;
  const opened = open(found, t);
  const name = on(c, "identifier") ? word(c) : "";
  if (CLOSING.has(name)) {
    advance(c);
    close(t, opened);
    t.rest = name;
    return true;
  }
  if (name === "if") found.push(ifDirective(t, opened));
  else if (name === "for") found.push(forDirective(t, opened));
  else stop(c, `"%{" begins a directive: if, else, endif, for or endfor. Write "%%{" for the characters themselves.`);
  return false;
}

function ifDirective(t: TemplateReader, at: number): Node {
  const { c } = t;
  advance(c);
  const condition = c.expression(c);
  close(t, at);
  const then = block(t);
  const otherwise = t.rest === "else" ? block(t) : undefined;
  expectEnd(t, "endif", at);
  return { kind: "conditional", condition, then, else: otherwise ?? { kind: "literal", value: "", at, end: at }, at, end: c.end };
}

function forDirective(t: TemplateReader, at: number): Node {
  const { c } = t;
  const head = forHead(c);
  close(t, at);
  const value = block(t);
  expectEnd(t, "endfor", at);
  return { kind: "for", into: "text", ...head, value, group: false, at, end: c.end };
}

/** The parts inside a directive, always text. */
function block(t: TemplateReader): Node {
  const { end: at, depth } = t.c;
  deeper(t.c);
  const inside = parts(t);
  t.c.depth = depth;
  return { kind: "template", parts: inside, at, end: t.c.end };
}

function expectEnd(t: TemplateReader, name: "endif" | "endfor", at: number): void {
  if (t.rest !== name) stop(t.c, `The directive is never closed with "%{ ${name} }".`, at);
  t.rest = undefined;
}
