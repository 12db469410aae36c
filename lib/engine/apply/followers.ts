import type { Plan } from "../plan";
import { byAddress } from "../state/edit";
import type { State, StateInstance } from "../state/types";

/**
 * Resources without kernel objects whose turn never came: those that are made after one that failed, and those that are removed
 * after it. `failed` with all of them.
 */
export function withFollowers(plan: Plan, state: State, failed: ReadonlySet<string>): ReadonlySet<string> {
  if (failed.size === 0) return failed;
  const targets = byAddress(plan.instances);
  const all = new Set(failed);
  const named = (address: string) => targets.get(address) ?? state.instances.get(address);
  const open = plan.resources.filter(({ address, action }) => action !== "no-op" && named(address)?.private === undefined);
  for (let before = -1; before < all.size;) {
    before = all.size;
    const others = [...all].flatMap((address) => named(address) ?? []);
    for (const { address, action } of open) if (waits(named(address), others, action === "delete")) all.add(address);
  }
  return all;
}

function waits(one: StateInstance | undefined, others: readonly StateInstance[], goes: boolean): boolean {
  if (one === undefined) return false;
  return others.some(({ block, dependencies }) => (goes ? dependencies.includes(one.block) : one.dependencies.includes(block)));
}
