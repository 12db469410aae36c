/** The order of old and new objects during an apply: an old one goes only after all of its successor was observed. */
import type { Observation } from "../../ports/backend";
import { sameFact } from "../../kernel/kinds";
import { verify } from "../../reconcile/execute/confirm";
import type { Change, PlannedStep } from "../../reconcile/plan";
import { deposedIn } from "../deposed";
import type { Plan } from "../plan";
import { currentAddress, deposedAddress, isDeposed } from "../state/address";
import { byAddress } from "../state/edit";
import type { State } from "../state/types";

type HeldObservations = ReadonlyMap<string, Observation>;

/** The deposed objects of these changes whose successors are not whole, so that they stay. */
export function heldBack(changes: readonly Change[], seen: HeldObservations, stopped: ReadonlySet<string>): ReadonlySet<string> {
  const old = new Set(changes.flatMap(({ owners, turn }) => (turn === "last" ? owners.filter(isDeposed) : [])));
  if (old.size === 0) return old;
  const next = new Set([...old].map(currentAddress));
  const made = changes.filter(({ after, owners }) => after !== undefined && owners.some((owner) => next.has(owner)));
  const { failed } = verify(made, seen, stopped);
  return new Set([...old].filter((owner) => failed.has(currentAddress(owner))));
}

/** Whether a step belongs to one of these owners only. */
export function isOf(owners: ReadonlySet<string>): (step: Pick<PlannedStep, "owners">) => boolean {
  return (step) => step.owners.length > 0 && step.owners.every((owner) => owners.has(owner));
}

/** Whether a host shows nothing of a change. */
function isAsBefore({ key, before, after, action }: Change, seen: HeldObservations): boolean {
  const observation = seen.get((after ?? before)!.host);
  if (observation === undefined) return false;
  const actual = observation.facts.get(key);
  return action === "add" || before === undefined ? actual === undefined : actual !== undefined && sameFact(actual, before);
}

/**
 * The state without the failed successors of which nothing was made: the old object is the current one again, as `before` has it.
 * Of any other both stay, and the next apply does the rest.
 */
export function restored(state: State, before: State, plan: Plan, failed: ReadonlySet<string>, seen: HeldObservations): State {
  const back = new Map<string, string>();
  for (const [address, key] of deposedIn(plan)) {
    const mine = plan.changes.filter(({ owners, after }) => after !== undefined && owners.length === 1 && owners[0] === address);
    const old = deposedAddress(address, key);
    if (failed.has(address) && state.instances.has(old) && mine.every((change) => isAsBefore(change, seen))) back.set(old, address);
  }
  if (back.size === 0) return state;
  const successors = new Set(back.values());
  const instances = [...state.instances.values()].flatMap((instance) => {
    const address = back.get(instance.address);
    if (address !== undefined) return [before.instances.get(address)!];
    return successors.has(instance.address) ? [] : [instance];
  });
  return { ...state, instances: byAddress(instances) };
}
