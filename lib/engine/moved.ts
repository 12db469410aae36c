import type { Configuration } from "../config/types";
import type { Plan } from "./plan";
import { parseAddress, keyText } from "./state/address";
import type { State, StateInstance } from "./state/types";

/** The state with instances renamed by `moved` blocks, and their earlier addresses. */
export interface Renamed {
  readonly state: State;
  /** New address → the one before. */
  readonly from: ReadonlyMap<string, string>;
}

/** The new address of an instance under one `moved` block; undefined when the block does not apply to it. */
function renamed(address: string, move: Configuration["moved"][number]): string | undefined {
  if (address === move.from) return move.to;
  const key = keyText(parseAddress(address)?.key);
  return key !== "" && address === move.from + key ? move.to + key : undefined;
}

/** Applies the blocks in order; as in Terraform, nothing moves to an address that is taken. */
function follow(address: string, state: State, moved: Configuration["moved"]): string {
  return moved.reduce((current, move) => {
    const next = renamed(current, move);
    return next === undefined || state.instances.has(next) ? current : next;
  }, address);
}

function at(address: string, instance: StateInstance): StateInstance {
  const parts = parseAddress(address)!;
  const { key: _dropped, ...rest } = instance;
  return {
    ...rest,
    address,
    block: address.slice(0, address.length - keyText(parts.key).length),
    name: parts.name,
    ...(parts.key === undefined ? {} : { key: parts.key }),
  };
}

/** The state with the instances renamed as in the plan. */
export function renameMoved(state: State, plan: Pick<Plan, "resources">): State {
  const renames = new Map(
    plan.resources.flatMap(({ address, movedFrom }) => (movedFrom === undefined ? [] : [[movedFrom, address] as const])),
  );
  if (renames.size === 0) return state;
  const instances = new Map<string, StateInstance>();
  for (const [address, instance] of state.instances) {
    const now = renames.get(address) ?? address;
    instances.set(now, now === address ? instance : at(now, instance));
  }
  return { ...state, instances };
}

export function applyMoved(state: State, moved: Configuration["moved"]): Renamed {
  if (moved.length === 0) return { state, from: new Map() };
  const from = new Map<string, string>();
  const instances = new Map<string, StateInstance>();
  for (const [address, instance] of state.instances) {
    const now = follow(address, state, moved);
    if (now !== address) from.set(now, address);
    instances.set(now, now === address ? instance : at(now, instance));
  }
  return { state: { ...state, instances }, from };
}
