import { diagnose, type Diagnostic } from "../diagnostic";
import type { Plan } from "../engine/plan";
import type { Observation } from "../ports/backend";
import type { Fact } from "../kernel/fact";
import { keyOf } from "../kernel/kinds";
import { parseLine, textOf } from "../kernel/line";

/** Kinds of resources' main objects, which carry their marks. */
const MAIN = / - (?:netns|link|veth) /;

function isThere(fact: Fact, observed: ReadonlyMap<string, Observation>): boolean {
  const actual = observed.get(fact.host)?.facts.get(keyOf(fact));
  return fact.mark !== undefined && actual?.mark === fact.mark;
}

/**
 * Objects to create that exist already with the mark that they would have: after a lost answer or a lost state, or because of
 * another state of the same stack, which cannot be distinguished here.
 */
export function takenOver(
  { instances }: Pick<Plan, "instances">,
  observed: ReadonlyMap<string, Observation>,
  isNew: (address: string) => boolean,
): readonly Diagnostic[] {
  return instances.flatMap(({ address, private: own }) => {
    if (!isNew(address)) return [];
    const facts = (own?.facts ?? []).filter((line) => MAIN.test(line)).map((line) => parseLine(line));
    const there = facts.flatMap((one) => (one.ok && isThere(one.value, observed) ? [one.value] : []))[0];
    if (there === undefined) return [];
    const detail = `"${textOf(there)}" exists already with the mark of this stack, and is taken over by ${address}. That is right where an earlier apply made it and its answer or its state was lost. Where another state has it (another workspace, a test, another folder), both would go on to change and destroy it: give each state a \`stack\` of its own in the provider block.`;
    return [diagnose("taken-over", detail, { resource: address, host: there.host, fact: textOf(there) })];
  });
}
