/** The context of reading a configuration: the current place, the diagnostics, and the parsed expressions. */
import type { Code } from "../../codes";
import { diagnose, type Diagnostic, type PathStep, type Where } from "../../diagnostic";
import { checkCall } from "../evaluation/call";
import { analyse, type Analysis } from "../language/analyse";
import type { Node } from "../language/ast";
import { parseTemplate } from "../language/parse";

/** A parsed template and what it contains. */
export interface Expression extends Analysis {
  readonly text: string;
  readonly node: Node;
}

export interface DocumentReading {
  readonly diagnostics: Diagnostic[];
  /** By text; undefined where the text could not be parsed. */
  readonly expressions: Map<string, Expression | undefined>;
  /** The local names of Netweft's provider; none before the documents were read. */
  readonly names: Set<string>;
}

/** The current place. The path is pushed and popped while reading; diagnostics take a copy. */
export interface SourcePlace {
  readonly where: Where;
  readonly path: PathStep[];
}

export function placeAt(where: Where, ...path: readonly PathStep[]): SourcePlace {
  return { where, path: [...path] };
}

export function report(r: DocumentReading, place: SourcePlace, code: Code, detail: string): void {
  r.diagnostics.push(diagnose(code, detail, { ...place.where, ...(place.path.length > 0 && { path: [...place.path] }) }));
}

/** Calls a function one step further down the path. */
export function inside<T>(place: SourcePlace, step: PathStep, read: () => T): T {
  place.path.push(step);
  const result = read();
  place.path.pop();
  return result;
}

/** The template of a text; undefined after its problem was reported. */
export function expressionOf(r: DocumentReading, text: string, place: SourcePlace): Expression | undefined {
  const known = r.expressions.get(text);
  if (known) return known;
  const parsed = parseTemplate(text);
  if ("problem" in parsed) {
    const { at, message } = parsed.problem;
    report(r, place, "invalid-expression", `${message}${where(text, at)}`);
    return undefined;
  }
  const expression = { text, node: parsed.node, ...analyse(parsed.node) };
  if (!checkCalls(r, expression, place)) return undefined;
  r.expressions.set(text, expression);
  return expression;
}

function checkCalls(r: DocumentReading, { text, calls }: Expression, place: SourcePlace): boolean {
  const wrong = calls.flatMap((call) => checkCall(call, r.names) ?? []);
  for (const { code, message } of wrong) report(r, place, code, `${message} It is in ${excerpt(text)}.`);
  return wrong.length === 0;
}

const SHOWN = 100;

/** A literal inside `sensitive(…)` is also a secret. */
const SECRET = /(?<![\w:])(?:core::)?sensitive\s*\(/;

/** The text, or its beginning, in quotes. */
export function excerpt(text: string): string {
  if (SECRET.test(text)) return "an expression with sensitive(…)";
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}

/** The text around a place in it, with an arrow before the place. */
function where(text: string, at: number): string {
  if (SECRET.test(text)) return ` It is at character ${at + 1} of an expression with sensitive(…).`;
  const from = Math.max(0, at - 40);
  const shown = `${from > 0 ? "…" : ""}${text.slice(from, at)}▸${text.slice(at, at + 40)}${at + 40 < text.length ? "…" : ""}`;
  return ` It is at the arrow in ${JSON.stringify(shown)}.`;
}
