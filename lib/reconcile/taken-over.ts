import { diagnose, type Diagnostic } from "../diagnostic";
import type { Observation } from "../ports/backend";
import type { Fact } from "../kernel/fact";
import { keyOf, typeOf } from "../kernel/kinds";
import { textOf } from "../kernel/line";
import type { DeclaredFacts } from "./goal";

function isThere(fact: Fact, observed: ReadonlyMap<string, Observation>): boolean {
  const actual = observed.get(fact.host)?.facts.get(keyOf(fact));
  return fact.mark !== undefined && !fact.shared && actual?.mark === fact.mark;
}

/**
 * Objects to create that exist already with the mark that they would have: after a lost answer or a lost state, or because of
 * another state of the same stack, which cannot be distinguished here. `created`: the owners that are new.
 */
export function takenOver(created: readonly DeclaredFacts[], observed: ReadonlyMap<string, Observation>): readonly Diagnostic[] {
  return created.flatMap(({ address, facts }) => {
    const there = facts.find((one) => typeOf(one).importable && isThere(one, observed));
    if (there === undefined) return [];
    const detail = `"${textOf(there)}" exists already with the mark of this stack, and is taken over by ${address}. That is right where an earlier apply made it and its answer or its state was lost. Where another state has it (another workspace, a test, another folder), both would go on to change and destroy it: give each state a \`stack\` of its own in the provider block.`;
    return [diagnose("taken-over", detail, { resource: address, host: there.host, fact: textOf(there) })];
  });
}
