/** JSON as iproute2 and nft print it, and what must be in it so that it is an answer at all. */
import { byteOf } from "../../../lib/kernel/bytes";
import { canonicalIp } from "../../../lib/net/ip";
import { canonicalMac } from "../../../lib/net/mac";

/** What does not print. Bytes that are no UTF-8 are here, too: `lib/kernel/bytes.ts`. */
const UNFIT = /\p{C}/u;
const ESCAPED = /\\(?:u([0-9a-fA-F]{4})|(.))|(\p{C})/gsu;

/** What stands behind a backslash for a control character. */
const CONTROLS: Readonly<Record<string, number>> = { b: 8, t: 9, n: 10, f: 12, r: 13 };

/**
 * The value of one line; undefined when it is no JSON. ip prints names and aliases as they are, and a process inside a
 * namespace gives these. So control characters and bytes that are no UTF-8 come out as `\x1b` in four characters, and a
 * backslash as two.
 */
export function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line.includes("\\") || UNFIT.test(line) ? line.replace(ESCAPED, visible) : line) as unknown;
  } catch {
    return undefined;
  }
}

function visible(_: string, code: string | undefined, letter: string | undefined, raw: string | undefined): string {
  if (raw !== undefined) return shown(raw.codePointAt(0)!);
  if (code !== undefined) return UNFIT.test(String.fromCharCode(parseInt(code, 16))) ? shown(parseInt(code, 16)) : `\\u${code}`;
  if (letter === "\\") return "\\\\\\\\";
  if (letter === "'") return "'";
  return CONTROLS[letter!] === undefined ? `\\${letter}` : shown(CONTROLS[letter!]!);
}

function shown(point: number): string {
  const byte = byteOf(point) ?? point;
  return byte < 0x100 ? `\\\\x${byte.toString(16).padStart(2, "0")}` : `\\\\u{${byte.toString(16)}}`;
}

/** Whether a value is as it must be. */
export type Shape = (value: unknown) => boolean;

export const text: Shape = (value) => typeof value === "string";
export const count: Shape = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const flag: Shape = (value) => typeof value === "boolean";
export const address: Shape = (value) => typeof value === "string" && canonicalIp(value) !== undefined;
export const mac: Shape = (value) => typeof value === "string" && canonicalMac(value) !== undefined;

/** It may be missing. */
export function perhaps(shape: Shape): Shape {
  return (value) => value === undefined || shape(value);
}

export function listOf(shape: Shape): Shape {
  return (value) => Array.isArray(value) && value.every(shape);
}

/** Members that are not named may be anything. */
export function members(shapes: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(shapes);
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    return entries.every(([name, shape]) => shape((value as Readonly<Record<string, unknown>>)[name]));
  };
}

/** The only line, as JSON of this shape. */
export function oneOf<T>(shape: Shape): (lines: readonly string[]) => T | undefined {
  return (lines) => {
    const value = lines.length === 1 ? jsonOf(lines[0]!) : undefined;
    return shape(value) ? (value as T) : undefined;
  };
}
