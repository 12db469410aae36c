/** Terraform's native language, written as `terraform fmt` leaves it. */

const EXPRESSION: unique symbol = Symbol("expression");

/** An expression that is written verbatim. */
export interface HclExpression {
  readonly [EXPRESSION]: string;
}

/** The values that can be written. */
export type Hcl = null | boolean | number | string | HclExpression | readonly Hcl[] | HclObject;
export interface HclObject {
  readonly [name: string]: Hcl;
}

/** The longest line before a value is spread over several. */
const WIDTH = 100;

/** Writes the text verbatim, not as a string: `expression("netweft_namespace.web")`. */
export function expression(text: string): HclExpression {
  return { [EXPRESSION]: text };
}

/**
 * A block with its arguments, without a newline at the end.
 *
 * @example
 * hclBlock(["resource", "netweft_namespace", "web"], { name: "web" });
 */
export function hclBlock([type, ...labels]: readonly [string, ...string[]], body: HclObject): string {
  const head = [type, ...labels.map(quoted)].join(" ");
  const entries = Object.entries(body);
  return entries.length === 0 ? `${head} {}` : `${head} {\n${entryLines(entries, "  ")}\n}`;
}

/** A value on one line. */
export function hclLine(value: Hcl): string {
  if (typeof value === "string") return quoted(value);
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(hclLine).join(", ")}]`;
  if (isExpression(value)) return value[EXPRESSION];
  const parts = Object.entries(value).map(([name, part]) => `${key(name)} = ${hclLine(part)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function isList(value: Hcl): value is readonly Hcl[] {
  return Array.isArray(value);
}

function isExpression(value: HclExpression | HclObject): value is HclExpression {
  return EXPRESSION in value;
}

/** A name that the language could read differently is quoted. */
function key(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && name !== "for" ? name : quoted(name);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\b": "\\u0008", "\\f": "\\u000c" };

/** As in JSON, except two short forms that do not exist here; the beginning of a template is escaped by doubling. */
function quoted(text: string): string {
  return JSON.stringify(text)
    .replace(/\\./g, (escape) => ESCAPES[escape] ?? escape)
    .replace(/([$%])\{/g, "$1$1{");
}

interface Row {
  readonly name: string;
  readonly text: string;
}

/** One entry per line. The equals signs of adjacent one-line entries are aligned. */
function entryLines(entries: readonly (readonly [string, Hcl])[], indent: string): string {
  const rows = entries.map(([name, value]) => ({ name: key(name), text: spread(value, indent, key(name).length + 3) }));
  return rows.map((row, i) => `${indent}${row.name.padEnd(isLong(row) ? 0 : widthAround(rows, i))} = ${row.text}`).join("\n");
}

function isLong({ text }: Row): boolean {
  return text.includes("\n");
}

/** The length of the longest name among the adjacent one-line entries. */
function widthAround(rows: readonly Row[], i: number): number {
  const begin = rows.slice(0, i).map(isLong).lastIndexOf(true) + 1;
  const after = rows.slice(i).findIndex(isLong);
  const run = rows.slice(begin, after === -1 ? undefined : i + after);
  return Math.max(...run.map(({ name }) => name.length));
}

/** On one line if that is short and simple enough, otherwise over several. `before`: the length of the line's beginning. */
function spread(value: Hcl, indent: string, before: number): string {
  const flat = hclLine(value);
  if (value === null || typeof value !== "object" || (!isList(value) && isExpression(value))) return flat;
  if (!isNested(value) && indent.length + before + flat.length <= WIDTH) return flat;
  const further = `${indent}  `;
  if (!isList(value)) return `{\n${entryLines(Object.entries(value), further)}\n${indent}}`;
  return `[\n${value.map((one) => `${further}${spread(one, further, 1)},\n`).join("")}${indent}]`;
}

/** Whether it is an object with an object in it. */
function isNested(value: readonly Hcl[] | HclObject): boolean {
  if (isList(value)) return false;
  return Object.values(value).some((part) => typeof part === "object" && part !== null && !isList(part) && !isExpression(part));
}
