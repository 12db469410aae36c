/** What a plan lets go of must be seen to be gone before the state forgets it. */
import type { Diagnostic } from "../../diagnostic";
import type { Observation } from "../../io";
import type { Fact, Key } from "../../kernel/fact";
import { keyOf, kinds } from "../../kernel/kinds";
import { parseLine } from "../../kernel/line";
import { hasStayed, notSeen } from "../decide/foreign";
import type { Plan } from "../plan";
import type { State, StateInstance } from "../state/types";

/** A fact that an instance of the state owns and that the plan leaves it without. */
export interface Dropped {
  readonly resource: string;
  readonly fact: Fact;
}

function factsIn(lines: readonly string[]): readonly Fact[] {
  return lines.flatMap((line) => {
    const parsed = parseLine(line);
    return parsed.ok ? [parsed.value] : [];
  });
}

function dropped(prior: StateInstance, target: StateInstance | undefined): readonly Fact[] {
  const own = prior.private;
  const without = new Set([...(target?.private?.facts ?? []), ...(own?.claimed ?? [])]);
  const gone = factsIn((own?.facts ?? []).filter((line) => !without.has(line)));
  // What else is without a mark goes with what it stands on, or is looked at as a change of the plan.
  const markedOnes = gone.filter(({ kind }) => kinds[kind].markable && kinds[kind].removable);
  const kept = new Set(markedOnes.length === 0 ? [] : factsIn(target?.private?.facts ?? []).map(keyOf));
  return markedOnes.filter((fact) => !kept.has(keyOf(fact)));
}

/** What carries marks, was seen as ours once, and is to be given up. What was only claimed is not ours to vouch for. */
export function droppedBy({ resources, instances }: Plan, state: State): readonly Dropped[] {
  const targets = new Map(instances.map((instance) => [instance.address, instance]));
  return resources.flatMap(({ address, action }) => {
    const prior = state.instances.get(address);
    if (prior === undefined || action === "no-op" || action === "read") return [];
    return dropped(prior, targets.get(address)).map((fact) => ({ resource: address, fact }));
  });
}

/** Whether another instance has the object from now on. */
function ownedIn(state: State): (key: Key) => boolean {
  let keys: ReadonlySet<Key> | undefined;
  const all = () => new Set([...state.instances.values()].flatMap((one) => factsIn(one.private?.facts ?? []).map(keyOf)));
  return (key) => (keys ??= all()).has(key);
}

/**
 * What of it is there all the same, or was not looked at, by the instances that the state has to keep. `failed`: those that it
 * keeps already, because of a change that did not come true. `after`: the state as it would be.
 */
export function stayed(
  drops: readonly Dropped[],
  seen: ReadonlyMap<string, Observation>,
  failed: ReadonlySet<string>,
  after: State,
): { readonly resources: ReadonlySet<string>; readonly diagnostics: readonly Diagnostic[] } {
  const isTaken = ownedIn(after);
  const told = new Set<string>();
  const diagnostics = drops.flatMap(({ resource, fact }) => {
    const observation = seen.get(fact.host);
    const actual = observation?.facts.get(keyOf(fact));
    if (failed.has(resource) || (observation !== undefined && actual === undefined) || isTaken(keyOf(fact))) return [];
    if (observation === undefined && told.has(`${resource} ${fact.host}`)) return [];
    told.add(`${resource} ${fact.host}`);
    return [actual === undefined ? notSeen(fact, resource) : hasStayed(actual, resource)];
  });
  return { resources: new Set(diagnostics.flatMap(({ at }) => at.resource ?? [])), diagnostics };
}
