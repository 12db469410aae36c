import { diagnose, type Diagnostic, type Path } from "../../diagnostic";
import type { Fact } from "../../kernel/fact";
import { sameFact } from "../../kernel/kinds";
import { lineOf, parseLine, textOf } from "../../kernel/line";
import type { Draft, Value } from "../../schema/value";
import type { Change } from "../../reconcile/plan";

/** The relevant part of a declared instance. */
interface DeclaredText {
  readonly instance: { readonly address: string };
  readonly attributes: Draft;
  readonly facts: readonly Fact[];
}

/** Whether a fact survives a round trip through its line. */
export function isWritable(fact: Fact): boolean {
  const read = parseLine(lineOf(fact));
  return read.ok && sameFact(read.value, fact);
}

/** Every string in a value with its path; keys of maps included. */
function* textsIn(value: Value | undefined, path: Path = []): Generator<readonly [text: string, path: Path]> {
  if (typeof value === "string") yield [value, path];
  if (Array.isArray(value)) for (const [index, one] of (value as readonly Value[]).entries()) yield* textsIn(one, [...path, index]);
  else if (value !== null && typeof value === "object") {
    for (const [name, one] of Object.entries(value as Draft)) {
      yield [name, [...path, name]];
      yield* textsIn(one, [...path, name]);
    }
  }
}

/** The attribute that contributes most of a line's text. */
function sourceOf(line: string, attributes: Draft | undefined): Path | undefined {
  let best: readonly [text: string, path: Path] = ["", []];
  for (const one of textsIn(attributes)) if (one[1].length > 0 && one[0].length > best[0].length && line.includes(one[0])) best = one;
  return best[1].length === 0 ? undefined : best[1];
}

function unwritable(fact: Fact, resource: string | undefined, attributes: Draft | undefined): Diagnostic {
  const line = textOf(fact);
  const path = sourceOf(line, attributes);
  const where = path === undefined ? "Choose other values for it" : `Choose another value for \`${path.join(".")}\``;
  const detail = `${JSON.stringify(line)} would be parsed as a different object, so neither the state nor a plan can store it. Nothing was changed. ${where}.`;
  return diagnose("invalid-fact", detail, {
    ...(resource !== undefined && { resource }),
    ...(path && { path }),
    host: fact.host,
    fact: line,
  });
}

/**
 * Facts of a plan that could not be parsed again from a state, a plan or a simulated kernel. Only changes are checked: the rest
 * was read from there.
 */
export function unwritables(
  changes: readonly Change[],
  declared: Iterable<DeclaredText>,
  touched: ReadonlySet<string>,
): readonly Diagnostic[] {
  const of = new Map<string, Draft>();
  const facts = new Map<Fact, string | undefined>();
  for (const { before, after, owners } of changes) for (const fact of [before, after]) if (fact) facts.set(fact, owners[0]);
  for (const { instance, attributes, facts: own } of declared) {
    if (!touched.has(instance.address)) continue;
    of.set(instance.address, attributes);
    for (const fact of own) facts.set(fact, instance.address);
  }
  const bad = [...facts].filter(([fact]) => !isWritable(fact));
  return bad.map(([fact, address]) => unwritable(fact, address, address === undefined ? undefined : of.get(address)));
}
