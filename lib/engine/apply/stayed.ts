/** The state releases an object only after it was observed to be gone. */
import type { Diagnostic } from "../../diagnostic";
import type { Observation } from "../../ports/backend";
import type { Fact, Key } from "../../kernel/fact";
import { keyOf, kinds } from "../../kernel/kinds";
import { parseLine } from "../../kernel/line";
import { hasStayed, notSeen } from "../../reconcile/foreign";
import { POLICY } from "../policy";
import type { Plan } from "../plan";
import { deposedAddress } from "../state/address";
import type { State, StateInstance } from "../state/types";

/** A fact that an instance of the state owns and that the plan releases. */
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
  // Other facts without a mark are deleted with the object that they depend on, or verified as changes of the plan. What stacks have
  // in common stays for the others.
  const markedOnes = gone.filter((fact) => kinds[fact.kind].markable && kinds[fact.kind].removable && !POLICY.isCommon(fact));
  const kept = new Set(markedOnes.length === 0 ? [] : factsIn(target?.private?.facts ?? []).map(keyOf));
  return markedOnes.filter((fact) => !kept.has(keyOf(fact)));
}

/** Marked facts that were observed as ours and are released. Facts that were only claimed are not checked. */
export function droppedBy({ resources, instances }: Plan, state: State): readonly Dropped[] {
  const targets = new Map(instances.map((instance) => [instance.address, instance]));
  return resources.flatMap(({ address, action, deposed }) => {
    const prior = state.instances.get(address);
    if (prior === undefined || action === "no-op" || action === "read" || action === "forget") return [];
    const resource = deposed === undefined ? address : deposedAddress(address, deposed);
    return dropped(prior, targets.get(address)).map((fact) => ({ resource, fact }));
  });
}

/** Whether another instance owns the object from now on. */
function ownedIn(state: State): (key: Key) => boolean {
  let keys: ReadonlySet<Key> | undefined;
  const all = () => new Set([...state.instances.values()].flatMap((one) => factsIn(one.private?.facts ?? []).map(keyOf)));
  return (key) => (keys ??= all()).has(key);
}

/**
 * The released facts that still exist, or were not observed, by the instances that the state has to keep. `failed`: instances
 * that it keeps already because of a failed change. `after`: the state as it would be.
 */
export function stayed(
  drops: readonly Dropped[],
  seen: ReadonlyMap<string, Observation>,
  failed: ReadonlySet<string>,
  after: State,
): { readonly resources: ReadonlySet<string>; readonly diagnostics: readonly Diagnostic[] } {
  const isTaken = ownedIn(after);
  const reported = new Set<string>();
  const diagnostics = drops.flatMap(({ resource, fact }) => {
    const observation = seen.get(fact.host);
    const actual = observation?.facts.get(keyOf(fact));
    if (failed.has(resource) || (observation !== undefined && actual === undefined) || isTaken(keyOf(fact))) return [];
    if (observation === undefined && reported.has(`${resource} ${fact.host}`)) return [];
    reported.add(`${resource} ${fact.host}`);
    return [actual === undefined ? notSeen(fact, resource) : hasStayed(actual, resource)];
  });
  return { resources: new Set(diagnostics.flatMap(({ at }) => at.resource ?? [])), diagnostics };
}
