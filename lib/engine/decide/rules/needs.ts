import { diagnose, type Diagnostic } from "../../../diagnostic";
import type { Key } from "../../../kernel/fact";
import { needsOf, providesOf } from "../../../kernel/kinds";
import { textOf } from "../../../kernel/line";
import type { View } from "./view";

/** Whatever is to be stands on something that is to be, too, or that is on the host and stays. */
export function needsAreMet({ goal, actual }: View): readonly Diagnostic[] {
  const provided = new Set<Key>();
  for (const { fact } of goal.desired.values()) for (const key of providesOf(fact)) provided.add(key);
  const found: Diagnostic[] = [];
  for (const { fact, owners } of goal.desired.values()) {
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
