import type { OutputValue } from "../config/types";
import type { Plan } from "../engine/plan";
import type { Draft, Value } from "../schema/value";
import { attributeLines } from "./attributes";
import type { TerminalStyle } from "./look";
import { valueText } from "./values";

/** The changes of the outputs, as a plan shows them. */
export function* outputChangeLines(outputs: Plan["outputs"], look: TerminalStyle): Generator<string> {
  if (outputs.length === 0) return;
  yield "Changes to Outputs:\n";
  const side = (which: "before" | "after") =>
    Object.fromEntries(outputs.map((output) => [output.name, output[which]?.value ?? null])) as Draft;
  const hidden = outputs.filter(({ before, after }) => before?.sensitive || after?.sensitive).map(({ name }) => [name]);
  for (const line of attributeLines({ before: side("before"), after: side("after"), hidden, forces: [] }, look)) yield line.slice(4);
  yield "\n";
}

/** All outputs with their values, as they are shown after an apply. Sensitive values are replaced. */
export function* outputsText(outputs: ReadonlyMap<string, OutputValue>, look: TerminalStyle): Generator<string> {
  for (const [name, { value, sensitive }] of [...outputs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    yield `${name} = ${sensitive ? "<sensitive>" : valueText(value, look)}\n`;
  }
}

/** The form of `terraform output -json`: name → sensitive, type and value. In logs sensitive values are omitted. */
export function outputsJson(
  outputs: ReadonlyMap<string, OutputValue>,
  mode: "show sensitive" | "hide sensitive" = "show sensitive",
): Readonly<Record<string, unknown>> {
  const hide = mode === "hide sensitive";
  return Object.fromEntries(
    [...outputs].map(([name, { value, type, sensitive }]) => [name, { sensitive, type, ...(sensitive && hide ? {} : { value }) }]),
  );
}

/** The value of one output for scripts: text as it is, numbers and booleans as in JSON; undefined for lists and objects. */
export function rawText(value: Value): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
