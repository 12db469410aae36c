import type { Plan, ResourceChange } from "../plan";
import { lineOf } from "../../kernel/line";
import { byOwner } from "../decide/resource-changes";
import type { Change } from "../plan";
import type { State, StateInstance } from "../state/types";

/** Whether the apply of a change makes or alters objects, so that the state has to say whose they are before they exist. */
function isClaimed({ action }: ResourceChange): boolean {
  return action === "create" || action === "update" || action === "replace";
}

/** Lines that were seen to be the instance's: those that it had, and those of what is changed now. */
function seenLines(prior: StateInstance | undefined, changes: readonly Change[]): readonly string[] {
  if (prior === undefined) return [];
  const claimedOnly = new Set(prior.private?.claimed);
  const before = changes.flatMap(({ before: fact, action }) => (fact !== undefined && action !== "add" ? [lineOf(fact)] : []));
  return [...(prior.private?.facts ?? []).filter((line) => !claimedOnly.has(line)), ...before];
}

/**
 * The instance under way: its attributes are those that it had, so that an interrupted change is planned again. What it is to
 * be comes last, because the last line about an object is what drift compares with.
 */
function claimed(target: StateInstance, prior: StateInstance | undefined, changes: readonly Change[]): StateInstance {
  const seen = new Set(seenLines(prior, changes));
  const wanted = new Set(target.private?.facts);
  const leaving = [...new Set([...(prior?.private?.facts ?? []), ...seen])].filter((line) => !wanted.has(line));
  const facts = [...leaving, ...wanted];
  const open = facts.filter((line) => !seen.has(line));
  const lists = { ...(open.length > 0 && { claimed: open }), ...(leaving.length > 0 && { leaving }) };
  const own = { v: 1, facts, pending: true, ...lists } as const;
  return { ...target, attributes: prior?.attributes ?? target.attributes, private: own };
}

/** Instances of one block stand together in a state, in the order in which they came. */
export function withInstances(state: State, put: readonly StateInstance[], drop: ReadonlySet<string>): State {
  const blocks = new Map<string, Map<string, StateInstance>>();
  const add = (instance: StateInstance) => {
    const block = blocks.get(instance.block) ?? new Map<string, StateInstance>();
    blocks.set(instance.block, block.set(instance.address, instance));
  };
  for (const instance of state.instances.values()) if (!drop.has(instance.address)) add(instance);
  for (const instance of put) add(instance);
  const instances = new Map<string, StateInstance>();
  for (const block of blocks.values()) for (const [address, instance] of block) instances.set(address, instance);
  return { ...state, instances };
}

/** The state while the plan is applied: everything that may exist soon is in it, with its owner. */
export function claim(state: State, plan: Plan): State {
  const targets = new Map(plan.instances.map((instance) => [instance.address, instance]));
  const changes = byOwner(plan.changes);
  const pending = plan.resources.filter(isClaimed).flatMap(({ address }) => {
    const target = targets.get(address);
    return target === undefined ? [] : [claimed(target, state.instances.get(address), changes.get(address) ?? [])];
  });
  return withInstances(state, pending, new Set());
}
