/**
 * A strict JSON reader with positions. The document itself is read by `JSON.parse`; this slower reader runs only if something is
 * wrong, and reports what and where.
 */
import type { Path, PathStep } from "../../diagnostic";
import { parseNumber } from "../values/number";

/** An error in a JSON text. */
export interface ScannedText {
  readonly what: "syntax" | "duplicate" | "inexact";
  /** Offset in the text. */
  readonly at: number;
  readonly path: Path;
  readonly message: string;
}

interface DocumentScan {
  readonly text: string;
  pos: number;
  readonly path: PathStep[];
  readonly findings: ScannedText[];
  readonly meet: Meeting;
}

/** Called for every key and every element of a list, with its path and its offset; the path is valid during the call. */
export type Meeting = (path: Path, at: number) => void;

/** All duplicate keys and inexact numbers; or the first place where the text is not JSON. */
export function scan(text: string, meet: Meeting = () => undefined): readonly ScannedText[] {
  const s: DocumentScan = { text, pos: 0, path: [], findings: [], meet };
  const whole = value(s) && (space(s), s.pos === text.length || wrong(s, "There is text after the end of the document."));
  return whole ? s.findings : s.findings.filter(({ what }) => what === "syntax");
}

/** `3:14`: line and column, both from 1. */
export function positionAt(text: string, at: number): string {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  return `${line}:${at - before.lastIndexOf("\n")}`;
}

function wrong(s: DocumentScan, message: string): false {
  s.findings.push({ what: "syntax", at: s.pos, path: [...s.path], message });
  return false;
}

function space(s: DocumentScan): void {
  SPACE.lastIndex = s.pos;
  SPACE.test(s.text);
  s.pos = SPACE.lastIndex;
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Each reader returns false after it has reported an error. */
function value(s: DocumentScan): boolean {
  space(s);
  const first = s.text[s.pos];
  if (first === undefined) return wrong(s, "The document is incomplete.");
  if (first === "{") return members(s);
  if (first === "[") return elements(s);
  if (first === '"') return string(s) !== undefined;
  return token(s, WORD) !== undefined || number(s);
}

function token(s: DocumentScan, pattern: RegExp): string | undefined {
  pattern.lastIndex = s.pos;
  const found = pattern.exec(s.text)?.[0];
  if (found !== undefined) s.pos += found.length;
  return found;
}

function string(s: DocumentScan): string | undefined {
  const found = token(s, STRING);
  if (found === undefined) wrong(s, "This string is incomplete, or contains a line break or an invalid escape.");
  return found;
}

function number(s: DocumentScan): boolean {
  const at = s.pos;
  const found = token(s, NUMBER);
  if (found === undefined) return wrong(s, `Expected a value, not ${JSON.stringify(s.text[s.pos])}.`);
  if (found.length > 15 && typeof parseNumber(found) !== "number") {
    s.findings.push({ what: "inexact", at, path: [...s.path], message: `${found} has more digits than can be stored.` });
  }
  return true;
}

function members(s: DocumentScan): boolean {
  const seen = new Set<string>();
  s.pos++;
  for (let first = true; ; first = false) {
    space(s);
    if (first && s.text[s.pos] === "}") break;
    if (!member(s, seen)) return false;
    space(s);
    if (s.text[s.pos] === "}") break;
    if (s.text[s.pos] !== ",") return wrong(s, 'Expected a comma or "}".');
    s.pos++;
  }
  s.pos++;
  return true;
}

function member(s: DocumentScan, seen: Set<string>): boolean {
  const at = s.pos;
  if (s.text[at] !== '"') return wrong(s, at >= s.text.length ? "The document is incomplete." : "Expected a key in double quotes.");
  const quoted = string(s);
  if (quoted === undefined) return false;
  const key = JSON.parse(quoted) as string;
  s.path.push(key);
  s.meet(s.path, at);
  if (seen.has(key)) s.findings.push({ what: "duplicate", at, path: [...s.path], message: `The key ${JSON.stringify(key)} is duplicate.` });
  seen.add(key);
  space(s);
  if (s.text[s.pos] !== ":") return wrong(s, "Expected a colon after the key.");
  s.pos++;
  const complete = value(s);
  s.path.pop();
  return complete;
}

function elements(s: DocumentScan): boolean {
  s.pos++;
  for (let index = 0; ; index++) {
    space(s);
    if (index === 0 && s.text[s.pos] === "]") break;
    s.path.push(index);
    s.meet(s.path, s.pos);
    const complete = value(s);
    s.path.pop();
    if (!complete) return false;
    space(s);
    if (s.text[s.pos] === "]") break;
    if (s.text[s.pos] !== ",") return wrong(s, 'Expected a comma or "]".');
    s.pos++;
  }
  s.pos++;
  return true;
}
