import { deposedIn, withDeposed } from "../deposed";
import type { Plan, ResourceChange } from "../plan";
import { lineOf } from "../../kernel/line";
import { byOwner } from "../../reconcile/by-owner";
import type { Change } from "../../reconcile/plan";
import { byAddress, withInstances } from "../state/edit";
import type { State, StateInstance } from "../state/types";

/** Whether a change creates or alters objects, whose ownership must be in the state before they exist. */
function isClaimed({ action }: ResourceChange): boolean {
  return action === "create" || action === "update" || action === "replace";
}

/** The instance's verified lines: those that it had, and those of the changes in progress. */
function seenLines(prior: StateInstance | undefined, changes: readonly Change[]): readonly string[] {
  if (prior === undefined) return [];
  const claimedOnly = new Set(prior.private?.claimed);
  const before = changes.flatMap(({ before: fact, action }) => (fact !== undefined && action !== "add" ? [lineOf(fact)] : []));
  return [...(prior.private?.facts ?? []).filter((line) => !claimedOnly.has(line)), ...before];
}

/**
 * The instance in progress: it keeps its old attributes, so that an interrupted change is planned again. The wanted lines come
 * last, because drift compares with the last line of an object.
 */
function claimed(target: StateInstance, prior: StateInstance | undefined, changes: readonly Change[]): StateInstance {
  const seen = new Set(seenLines(prior, changes));
  const wanted = new Set(target.private?.facts);
  const leaving = [...new Set([...(prior?.private?.facts ?? []), ...seen])].filter((line) => !wanted.has(line));
  const facts = [...leaving, ...wanted];
  const open = facts.filter((line) => !seen.has(line));
  const lists = { ...(open.length > 0 && { claimed: open }), ...(leaving.length > 0 && { leaving }) };
  const left = prior?.private?.left;
  const own = { v: 1, facts, pending: true, ...lists, ...(left && { left }) } as const;
  return { ...target, attributes: prior?.attributes ?? target.attributes, private: own };
}

/** The state during the apply: it records the owner of every object that may exist soon, and keeps old ones that their successors do not replace yet. */
export function claim(state: State, plan: Plan): State {
  const targets = byAddress(plan.instances);
  const changes = byOwner(plan.changes);
  const before = withDeposed(state, deposedIn(plan));
  const pending = plan.resources.filter(isClaimed).flatMap(({ address }) => {
    const target = targets.get(address);
    return target === undefined ? [] : [claimed(target, before.instances.get(address), changes.get(address) ?? [])];
  });
  return withInstances(before, pending, new Set());
}
