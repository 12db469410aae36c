/** Objects that stay until their successors exist. In a state they are deposed, as in Terraform's. */
import type { Key } from "../kernel/fact";
import type { Owned } from "../reconcile/goal";
import type { Change } from "../reconcile/plan";
import type { Plan } from "./plan";
import { currentAddress, deposedAddress, isDeposed } from "./state/address";
import { byAddress } from "./state/edit";
import type { State, StateInstance } from "./state/types";

/** The instances that a plan deposes: address → key of the old object. */
export type Deposed = ReadonlyMap<string, string>;

export function deposedIn({ resources }: Pick<Plan, "resources">): Deposed {
  return new Map(resources.flatMap(({ address, deposed }) => (deposed === undefined ? [] : [[address, deposed] as const])));
}

function deposedInstance(instance: StateInstance, key: string): StateInstance {
  return { ...instance, address: deposedAddress(instance.address, key), rest: { ...instance.rest, deposed: key } };
}

/** The state in which these instances have made room for their successors. */
export function withDeposed(state: State, deposed: Deposed): State {
  if (deposed.size === 0) return state;
  const instances = [...state.instances.values()].map((instance) => {
    const key = deposed.get(instance.address);
    return key === undefined ? instance : deposedInstance(instance, key);
  });
  return { ...state, instances: byAddress(instances) };
}

/** The owners of objects when these instances are deposed. */
export function ownersAfter(deposed: Deposed): (owners: readonly string[]) => readonly string[] {
  const named = (owner: string) => {
    const key = deposed.get(owner);
    return key === undefined ? owner : deposedAddress(owner, key);
  };
  return (owners) => (owners.some((owner) => deposed.has(owner)) ? owners.map(named) : owners);
}

/** The owned facts when these instances are deposed. */
export function ownedAfter(owned: ReadonlyMap<Key, Owned>, deposed: Deposed): ReadonlyMap<Key, Owned> {
  if (deposed.size === 0) return owned;
  const after = ownersAfter(deposed);
  return new Map([...owned].map(([key, one]) => [key, { ...one, owners: after(one.owners) }]));
}

/** Changes or steps with an old object and its successor as one owner. */
export function asOneOwner<T extends Pick<Change, "owners">>(changes: readonly T[], deposed: Deposed): readonly T[] {
  if (deposed.size === 0) return changes;
  const names = new Map([...deposed].map(([address, key]) => [deposedAddress(address, key), address]));
  return changes.map((change) => ({ ...change, owners: change.owners.map((owner) => names.get(owner) ?? owner) }));
}

/** The deposed objects with a successor among these addresses, and it: what is left over from earlier applies included. */
export function successorsIn(state: State, isDeclared: (address: string) => boolean): ReadonlyMap<string, string> {
  const deposed = [...state.instances.keys()].filter(isDeposed);
  return new Map(deposed.map((address) => [address, currentAddress(address)] as const).filter(([, current]) => isDeclared(current)));
}
