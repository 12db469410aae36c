import type { OutputValue } from "../../config/types";
import { hasPlaceholder } from "../../kernel/placeholder";
import { isKnown } from "../../schema/value";
import { sameValue } from "../replaced";
import type { Plan, ResourceChange } from "../plan";
import { currentAddress, deposedAddress, isDeposed } from "../state/address";
import { withInstances } from "../state/edit";
import type { State, StateInstance } from "../state/types";

/** The outcome of the plan for the state. */
export interface Release {
  readonly state: State;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

const counts: Readonly<Record<ResourceChange["action"], Readonly<Omit<Release, "state">>>> = {
  create: { added: 1, changed: 0, destroyed: 0 },
  update: { added: 0, changed: 1, destroyed: 0 },
  replace: { added: 1, changed: 0, destroyed: 1 },
  delete: { added: 0, changed: 0, destroyed: 1 },
  forget: { added: 0, changed: 0, destroyed: 0 },
  read: { added: 0, changed: 0, destroyed: 0 },
  "no-op": { added: 0, changed: 0, destroyed: 0 },
};

/** Whether a part of it depends on a value that the apply produced, or failed to: the next plan computes it. */
function isOpen({ value }: OutputValue): boolean {
  return !isKnown(value) || hasPlaceholder(JSON.stringify(value));
}

function outputsAfter(state: State, plan: Plan): ReadonlyMap<string, OutputValue> {
  const outputs = new Map(state.outputs);
  for (const { name, after } of plan.outputs) {
    if (after === undefined || isOpen(after)) outputs.delete(name);
    else outputs.set(name, after);
  }
  return new Map([...outputs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The state after the apply: verified changes are committed and deleted objects released; failed instances keep their claim, so
 * that the next plan knows the owner of partially created objects.
 */
export function release(claimed: State, plan: Plan, failed: ReadonlySet<string>): Release {
  const done = plan.resources.filter(({ address }) => !failed.has(address));
  const old = plan.resources.flatMap(({ address, deposed }) => (deposed === undefined ? [] : [deposedAddress(address, deposed)]));
  const stays = new Set(old.filter((address) => failed.has(address)));
  const put: readonly StateInstance[] = plan.instances.filter(({ address }) => !failed.has(address));
  const deleted = done.filter(({ action }) => action === "delete" || action === "forget").map(({ address }) => address);
  const gone = new Set([...deleted, ...old.filter((address) => !stays.has(address))]);
  const state = { ...withInstances(claimed, put, gone), outputs: outputsAfter(claimed, plan) };
  const values = new Set(plan.instances.filter(({ private: own }) => own === undefined).map(({ address }) => address));
  const counted = done.filter(
    ({ address, action, before, after }) => !(action === "update" && values.has(address) && sameValue(before, after)),
  );
  const sum = (of: keyof Omit<Release, "state">) => counted.reduce((total, { action }) => total + counts[action][of], 0);
  const isGone = new Set(counted.filter(({ action }) => action === "delete").map(({ address }) => address));
  // As in Terraform, an instance that is destroyed with its old objects is one.
  const together = [...isGone].filter((address) => isDeposed(address) && isGone.has(currentAddress(address))).length;
  // Of a replacement that did not come to its end, the old object can be gone, or not.
  const left = done.filter(({ address, deposed }) => deposed !== undefined && stays.has(deposedAddress(address, deposed))).length;
  return { state, added: sum("added"), changed: sum("changed"), destroyed: sum("destroyed") - left - together };
}
