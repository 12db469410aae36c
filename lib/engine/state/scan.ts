/**
 * Reading JSON that is too big for one string: bytes come in chunks, values go out one by one as their own small text.
 * Only the containers that the caller names are opened; whatever lies below is found by its brackets and handed on whole.
 */
import { isUtf8 } from "node:buffer";
import { DEEPEST_STATE } from "../../schema/limits";
import type { Path } from "../../diagnostic";

/** A value at `path`. `text` is its JSON, or undefined when the container itself was opened and its parts follow. */
export interface Piece {
  readonly path: Path;
  /** Where it begins in the whole text, from 1. */
  readonly line: number;
  readonly text?: string;
  /** Whether a number in the text has an exponent, or more digits than a JavaScript number always represents. */
  readonly long?: boolean;
}

/** What stops the reading. Line and column count from 1; columns are bytes. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

/**
 * Which containers to open: the bracket that the value at `path` must begin with to be opened. With a question mark only
 * when it is large: a small one is handed on whole, which is several times as fast.
 */
export type Descend = (path: Path) => "{" | "[" | "{?" | undefined;

/** What is small, in bytes. */
const SMALL = 1 << 16;

export interface Scanner {
  /** The pieces that end in this chunk. Ask for `fault` afterwards. */
  push(chunk: Uint8Array): readonly Piece[];
  /** The pieces that only the end of the text completes. Ask for `fault` afterwards: it may have come too early. */
  end(): readonly Piece[];
  fault(): JsonFault | undefined;
}

type Expected = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma" | "end";

/** A container that was opened. */
interface Frame {
  readonly object: boolean;
  /** The key or index of the part that is being read. */
  step: string | number;
}

/** A value or a key that is being collected, over as many chunks as it takes. */
interface Raw {
  readonly isKey: boolean;
  /** Its end in the chunk, when that is known from the start. */
  readonly end?: number | undefined;
  /** A number or a word: it ends where something else begins. */
  readonly scalar: boolean;
  readonly line: number;
  readonly parts: Uint8Array[];
  depth: number;
  deepest: number;
  quoted: boolean;
  escaped: boolean;
  /** Characters of the current number so far. */
  digits: number;
  long: boolean;
}

interface JsonScan {
  readonly descend: Descend;
  readonly frames: Frame[];
  chunk: Uint8Array;
  expected: Expected;
  raw?: Raw;
  found: Piece[];
  fault?: JsonFault;
  line: number;
  /** Bytes before the line, and before the chunk. */
  lineStart: number;
  consumed: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const NEWLINE = 0x0a;
const PLUS = 0x2b;
const NINE = 0x39;
const EXPONENT = 0x65;

const problems: Readonly<Record<Expected, string>> = {
  value: "a value is missing",
  "value or ]": "a value or ] is missing",
  key: "a name in double quotes is missing",
  "key or }": "a name in double quotes or } is missing",
  colon: "a colon is missing after the name",
  comma: "a comma or a closing bracket is missing",
  end: "there is text after the end",
};

const OUTSIDE = { depth: 0, deepest: 0, quoted: false, escaped: false, digits: 0, long: false };

/** Most characters of a number that is always read exactly. */
const EXACT = 15;

export function jsonScanner(descend: Descend): Scanner {
  const scan: JsonScan = { descend, frames: [], chunk: new Uint8Array(), expected: "value", found: [], line: 1, lineStart: 0, consumed: 0 };
  return { push: (chunk) => push(scan, chunk), end: () => end(scan), fault: () => scan.fault };
}

function push(scan: JsonScan, chunk: Uint8Array): readonly Piece[] {
  scan.found = [];
  scan.chunk = chunk;
  let at = 0;
  while (at < chunk.length && !scan.fault) {
    if (!scan.raw) between(scan, chunk[at]!, at);
    // A byte that begins a value is the value's first byte.
    at = scan.raw ? collect(scan, scan.raw, chunk, at) : at + 1;
  }
  scan.consumed += chunk.length;
  return scan.found;
}

function end(scan: JsonScan): readonly Piece[] {
  scan.found = [];
  if (scan.raw?.scalar && scan.frames.length === 0) finish(scan, scan.raw, 0);
  if (scan.expected !== "end") fault(scan, 0, "the text ends in the middle");
  return scan.found;
}

function fault(scan: JsonScan, at: number, problem: string): void {
  scan.fault ??= { line: scan.line, column: scan.consumed + at - scan.lineStart + 1, problem };
}

function newLine(scan: JsonScan, at: number): void {
  scan.line += 1;
  scan.lineStart = scan.consumed + at + 1;
}

/** One byte between values. */
function between(scan: JsonScan, byte: number, at: number): void {
  if (byte === NEWLINE) newLine(scan, at);
  else if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09 && !fits(scan, byte, at)) fault(scan, at, problems[scan.expected]);
}

/** Takes the byte if it is one that can come now. */
function fits(scan: JsonScan, byte: number, at: number): boolean {
  switch (scan.expected) {
    case "value or ]":
      return (byte === CLOSE_BRACKET && close(scan, byte)) || begin(scan, byte, at);
    case "value":
      return begin(scan, byte, at);
    case "key or }":
      return (byte === CLOSE_BRACE && close(scan, byte)) || (byte === QUOTE && collectFrom(scan, byte, { isKey: true }));
    case "key":
      return byte === QUOTE && collectFrom(scan, byte, { isKey: true });
    case "colon":
      scan.expected = "value";
      return byte === COLON;
    case "comma":
      return byte === COMMA ? next(scan) : close(scan, byte);
    case "end":
      return false;
  }
}

function begin(scan: JsonScan, byte: number, at: number): boolean {
  if (byte === COMMA || byte === COLON || byte === CLOSE_BRACE || byte === CLOSE_BRACKET) return false;
  const path = pathOf(scan);
  const bracket = String.fromCharCode(byte);
  const wanted = scan.descend(path);
  const small = wanted === `${bracket}?` ? smallAt(scan.chunk, at) : undefined;
  if (small !== undefined || wanted?.[0] !== bracket) return collectFrom(scan, byte, { isKey: false, ...small });
  const object = byte === OPEN_BRACE;
  scan.found.push({ path, line: scan.line });
  scan.frames.push({ object, step: object ? "" : 0 });
  scan.expected = object ? "key or }" : "value or ]";
  return true;
}

function collectFrom(scan: JsonScan, byte: number, of: Pick<Raw, "isKey" | "end"> & { readonly long?: boolean }): boolean {
  const scalar = byte !== QUOTE && byte !== OPEN_BRACE && byte !== OPEN_BRACKET;
  scan.raw = { scalar, line: scan.line, parts: [], ...OUTSIDE, long: scalar, ...of };
  return true;
}

/** The end of the container that begins here, when that is soon and in the same chunk. */
function smallAt(chunk: Uint8Array, from: number): Pick<Raw, "end" | "long"> | undefined {
  const raw = { ...OUTSIDE };
  const { at, done } = skim(raw, chunk.subarray(from, from + SMALL));
  return done && raw.deepest <= DEEPEST_STATE ? { end: from + at, long: raw.long } : undefined;
}

function close(scan: JsonScan, byte: number): boolean {
  if (byte !== (scan.frames.at(-1)?.object ? CLOSE_BRACE : CLOSE_BRACKET)) return false;
  scan.frames.pop();
  ended(scan);
  return true;
}

function next(scan: JsonScan): boolean {
  const frame = scan.frames.at(-1)!;
  if (!frame.object) frame.step = (frame.step as number) + 1;
  scan.expected = frame.object ? "key" : "value";
  return true;
}

function ended(scan: JsonScan): void {
  scan.expected = scan.frames.length === 0 ? "end" : "comma";
}

function pathOf(scan: JsonScan): Path {
  return scan.frames.map((frame) => frame.step);
}

function collect(scan: JsonScan, raw: Raw, chunk: Uint8Array, from: number): number {
  const { at, done } = ahead(raw, chunk, from);
  const part = chunk.subarray(from, at);
  for (let newline = part.indexOf(NEWLINE); newline >= 0; newline = part.indexOf(NEWLINE, newline + 1)) newLine(scan, from + newline);
  // The reader may reuse the memory of a chunk, so bytes that wait for the next chunk are copied.
  raw.parts.push(done ? part : part.slice());
  if (done) finish(scan, raw, at);
  return at;
}

interface Ahead {
  /** How far the value reaches: behind its end, or to the end of the chunk. */
  readonly at: number;
  readonly done: boolean;
}

function ahead(raw: Raw, chunk: Uint8Array, from: number): Ahead {
  if (raw.end !== undefined) return { at: raw.end, done: true };
  return raw.scalar ? skimScalar(chunk, from) : skim(raw, chunk, from);
}

function skimScalar(chunk: Uint8Array, from: number): Ahead {
  let at = from;
  while (at < chunk.length) {
    const byte = chunk[at]!;
    if (byte <= 0x20 || byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET) return { at, done: true };
    at += 1;
  }
  return { at, done: false };
}

/** Moves behind the end of a string or a container. This is where the time goes. */
function skim(raw: Pick<Raw, keyof typeof OUTSIDE>, chunk: Uint8Array, from = 0): Ahead {
  let { depth, deepest, quoted, escaped, digits, long } = raw;
  let at = from;
  let done = false;
  while (at < chunk.length && !done) {
    const byte = chunk[at]!;
    if (quoted) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        quoted = false;
        done = depth === 0;
      }
    } else if (byte === QUOTE) quoted = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
      done = depth === 0;
    } else if (byte >= PLUS && byte <= NINE && byte !== COMMA) {
      digits += 1;
      long ||= digits > EXACT;
    } else if (digits > 0 && (byte | 0x20) === EXPONENT) long = true;
    else digits = 0;
    at += 1;
  }
  raw.depth = depth;
  raw.deepest = deepest;
  raw.quoted = quoted;
  raw.escaped = escaped;
  raw.digits = digits;
  raw.long = long;
  return { at, done };
}

function finish(scan: JsonScan, raw: Raw, at: number): void {
  scan.raw = undefined;
  if (raw.deepest > DEEPEST_STATE) return fault(scan, at, `a value is nested more than ${DEEPEST_STATE} deep`);
  const bytes = raw.parts.length === 1 ? raw.parts[0]! : Buffer.concat(raw.parts);
  if (!isUtf8(bytes)) return fault(scan, at, "the text is not UTF-8");
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  if (raw.isKey) return named(scan, text, at);
  scan.found.push({ path: pathOf(scan), line: raw.line, text, long: raw.long });
  ended(scan);
}

function named(scan: JsonScan, text: string, at: number): void {
  try {
    scan.frames.at(-1)!.step = JSON.parse(text) as string;
    scan.expected = "colon";
  } catch {
    fault(scan, at, "a name is not written as JSON");
  }
}
