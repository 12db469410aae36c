/**
 * The lexer: a cursor on one token of an expression. After the first problem the parser sees the end of the text, so that all of
 * its loops end without exceptions.
 */

import { DEEPEST, LONGEST_CHAIN } from "../../schema/limits";
import type { Node } from "./ast";

/** A punctuation mark is its own type. */
export type TokenType = "identifier" | "number" | "end" | (typeof MARKS)[number];

/** Longer marks first. `"` begins a quoted template, which is not read by tokens. */
const MARKS = ["...", "&&", "||", "==", "!=", "<=", ">=", "=>", "::", "<<", ...'+-*/%!<>=?:.,()[]{}"~'] as const;

export interface SyntaxProblem {
  readonly at: number;
  readonly message: string;
}

export interface Cursor {
  readonly text: string;
  /** Where the token begins and ends. */
  at: number;
  end: number;
  type: TokenType;
  /** Whether there is a line break before the token. */
  fresh: boolean;
  /** Whether a line break ends an expression here: directly inside `{ }`. */
  lines: boolean;
  /** The nesting depth at this point, counted in operators: a bracket counts for several. */
  depth: number;
  /** The expression parser, for brackets, steps and templates to call recursively. */
  readonly expression: (c: Cursor) => Node;
  problem?: SyntaxProblem;
}

/** A cursor before the first token; `advance` takes it there. */
export function cursorOn(text: string, expression: (c: Cursor) => Node): Cursor {
  return { text, at: 0, end: 0, type: "end", fresh: false, lines: false, depth: 0, expression };
}

/** Records the first problem, and ends the text. */
export function stop(c: Cursor, message: string, at: number = c.at): void {
  c.problem ??= { at, message };
  c.at = c.end = c.text.length;
  c.type = "end";
}

/** One level deeper. */
export function deeper(c: Cursor): void {
  further(c, LONGEST_CHAIN / DEEPEST);
}

/** One more operator or step in a chain, which contains the one before. */
export function longer(c: Cursor): void {
  further(c, 1);
}

function further(c: Cursor, by: number): void {
  c.depth += by;
  if (c.depth > LONGEST_CHAIN) stop(c, `Expressions may be nested ${DEEPEST} deep, or have ${LONGEST_CHAIN} operators in a row.`);
}

/** Text of the token. */
export function word(c: Cursor): string {
  return c.text.slice(c.at, c.end);
}

/** Whether the cursor is on such a token. */
export function on(c: Cursor, type: TokenType): boolean {
  return c.type === type;
}

/** Whether the cursor is on the token and, where line breaks matter, on the same line. */
export function follows(c: Cursor, type: TokenType): boolean {
  return c.type === type && !(c.lines && c.fresh);
}

/** Reports what is expected at the cursor. */
export function due(c: Cursor, what: string): void {
  stop(c, c.type === "end" ? `The text ends where ${what} is expected.` : `Expected ${what} before ${JSON.stringify(word(c))}.`);
}

/** Reads the content between an opening mark, at the cursor, and its closing one, where line breaks are ignored. Returns its end. */
export function between(c: Cursor, close: ")" | "]" | "}", inside: () => void): number {
  const { lines, at: opened } = c;
  c.lines = false;
  advance(c);
  inside();
  if (on(c, "end")) stop(c, `The "${c.text[opened]}" is never closed.`, opened);
  else if (!on(c, close)) due(c, `"${close}"`);
  const { end } = c;
  c.lines = lines;
  advance(c);
  return end;
}

/** Items with commas between them, up to the closing mark. */
export function separated(c: Cursor, close: ")" | "]", item: () => void): void {
  while (!on(c, close) && !on(c, "end")) {
    item();
    if (on(c, ",")) advance(c);
    else if (!on(c, close) && !on(c, "end")) due(c, `a comma or "${close}"`);
  }
}

/** Advances to the next token. */
export function advance(c: Cursor): void {
  if (c.problem) return;
  skipSpace(c);
  const { text, at } = c;
  if (at >= text.length) return become(c, "end", at);
  const first = text.charCodeAt(at);
  if (isDigit(first)) return become(c, "number", match(NUMBER, text, at));
  if (isPlainLetter(first)) return become(c, "identifier", match(IDENTIFIER, text, at));
  for (const mark of MARKS) if (text.startsWith(mark, at)) return become(c, mark as TokenType, at + mark.length);
  const end = match(IDENTIFIER, text, at);
  if (end > at) return become(c, "identifier", end);
  stop(c, unexpected(String.fromCodePoint(text.codePointAt(at)!)));
}

function become(c: Cursor, type: TokenType, end: number): void {
  c.type = type;
  c.end = end;
}

function unexpected(character: string): string {
  if (character === "'") return "Strings need double quotes.";
  if (character === "&" || character === "|") return `A single "${character}" is not an operator; write "${character}${character}".`;
  return `The character ${JSON.stringify(character)} is not allowed here.`;
}

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const SPACE = /(?:[ \t]+|\r?\n|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;

/** The end of a sticky pattern's match at `at`; `at` if it does not match. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function skipSpace(c: Cursor): void {
  const from = c.end;
  const code = c.text.charCodeAt(from);
  c.fresh = false;
  c.at = from;
  if (code > 47 || (code > 35 && code < 47) || code === 33 || code === 34) return;
  c.at = match(SPACE, c.text, from);
  c.fresh = c.text.slice(from, c.at).includes("\n");
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isPlainLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}
