/** Values of the language as text for people, in the notation of Terraform's output. */
import { isOpen } from "../config/values/typed";
import type { Path, PathStep } from "../diagnostic";
import type { Value } from "../schema/value";
import { SENSITIVE } from "../schema/quote";
import { plainLook, shown, type TerminalStyle } from "./look";

/** The paths of hidden values; an empty path hides the whole. */
export type Hidden = readonly Path[];

export { SENSITIVE };

type Container = readonly Value[] | { readonly [name: string]: Value };

export function isContainer(value: Value | undefined): value is Container {
  return typeof value === "object" && value !== null;
}

export function isHidden(hidden: Hidden): boolean {
  return hidden.some((path) => path.length === 0);
}

/** The hidden paths inside one part of a value. */
export function hiddenIn(hidden: Hidden, step: PathStep): Hidden {
  return hidden.length === 0 ? hidden : hidden.filter((path) => path[0] === step).map((path) => path.slice(1));
}

/** The text for a value that is known only after the apply. */
export const OPEN = "(known after apply)";

/** A value that fits on a line: text in quotes, numbers, words. */
export function scalarText(value: Value | undefined, look: TerminalStyle = plainLook): string {
  if (isOpen(value)) return OPEN;
  return value === undefined ? "null" : shown(JSON.stringify(value), look);
}

/** A name of a map or object, in quotes unless it is a plain word. */
export function nameText(name: string, look: TerminalStyle = plainLook): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? shown(name, look) : shown(JSON.stringify(name), look);
}

/** A whole value over several lines, as outputs are shown. Every name is quoted, as in Terraform. */
export function valueText(value: Value, look: TerminalStyle = plainLook, indent = ""): string {
  if (!isContainer(value)) return scalarText(value, look);
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((part: Value) => valueText(part, look, `${indent}  `))
    : Object.entries(value).map(([name, part]) => `${shown(JSON.stringify(name), look)} = ${valueText(part, look, `${indent}  `)}`);
  const [open, close] = isList ? "[]" : "{}";
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${parts.map((part) => `${indent}  ${part}${isList ? "," : ""}\n`).join("")}${indent}${close}`;
}
