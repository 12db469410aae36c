/** JSON as iproute2 and nft print it, and the shapes that answers must have. */
import { byteOf } from "../../../../lib/kernel/bytes";
import { canonicalIp } from "../../../../lib/net/ip";
import { canonicalMac } from "../../../../lib/net/mac";
import { isTooDeep } from "../../../../lib/schema/json-depth";
import type { Shape } from "../../../../lib/schema/shape";

/** Characters that do not print, including bytes that are not UTF-8: `lib/kernel/bytes.ts`. */
const UNFIT = /\p{C}/u;
const ESCAPED = /\\(?:u([0-9a-fA-F]{4})|(.))|(\p{C})/gsu;

/** The escapes of control characters. */
const CONTROLS: Readonly<Record<string, number>> = { b: 8, t: 9, n: 10, f: 12, r: 13 };

/**
 * The value of one line; undefined if it is not JSON. ip prints names and aliases unescaped, and processes inside a namespace
 * choose them. So control characters and bytes that are not UTF-8 are returned as `\x1b`, in four characters, and a backslash
 * as two.
 */
export function jsonOf(line: string): unknown {
  try {
    if (isTooDeep(line)) return undefined;
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

export const address: Shape = (value) => typeof value === "string" && canonicalIp(value) !== undefined;
export const mac: Shape = (value) => typeof value === "string" && canonicalMac(value) !== undefined;

/** The only line, as JSON of this shape. */
export function oneOf<T>(shape: Shape): (lines: readonly string[]) => T | undefined {
  return (lines) => {
    const value = lines.length === 1 ? jsonOf(lines[0]!) : undefined;
    return shape(value) ? (value as T) : undefined;
  };
}
