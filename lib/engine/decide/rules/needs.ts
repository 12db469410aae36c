import { diagnose, type Diagnostic } from "../../../diagnostic";
import type { Key } from "../../../kernel/fact";
import { needsOf, providesOf } from "../../../kernel/kinds";
import { textOf } from "../../../kernel/line";
import type { Owned } from "../../goal";
import type { View } from "./view";

/** Existing facts have their dependencies; only new facts, and those whose dependencies are deleted, are checked. */
function* unsettled({ goal, changes }: View): Generator<Owned> {
  const removes = changes.some(({ action }) => action === "remove");
  if (removes) yield* goal.desired.values();
  else for (const { after, owners } of changes) if (after !== undefined) yield { fact: after, owners };
}

/** Every wanted fact depends on wanted facts, or on observed ones that stay. */
export function needsAreMet(view: View): readonly Diagnostic[] {
  const { goal, actual, changes } = view;
  if (changes.length === 0) return [];
  const provided = new Set<Key>();
  for (const { fact } of goal.desired.values()) for (const key of providesOf(fact)) provided.add(key);
  const found: Diagnostic[] = [];
  for (const { fact, owners } of unsettled(view)) {
    const facts = actual.get(fact.host);
    if (facts === undefined) continue;
    for (const { key } of needsOf(fact)) {
      if (goal.desired.has(key) || provided.has(key) || (facts.has(key) && !goal.owned.has(key))) continue;
      const detail = `"${textOf(fact)}" needs "${key.split(" ").slice(2).join(" ")}", which is neither declared nor on host "${fact.host}". Declare it, and refer to it instead of naming it.`;
      found.push(diagnose("missing-object", detail, { resource: owners[0]!, host: fact.host, fact: textOf(fact) }));
    }
  }
  return found;
}
