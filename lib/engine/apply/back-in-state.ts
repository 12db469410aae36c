/** The state of instances that went back. */
import { deposedIn } from "../deposed";
import type { Plan } from "../plan";
import { currentAddress, deposedAddress } from "../state/address";
import { withInstances } from "../state/edit";
import type { State, StateInstance } from "../state/types";
import type { RolledBack } from "./roll-back";

interface Returning extends Pick<RolledBack, "remade"> {
  readonly back: ReadonlySet<string>;
}

/** The state with these instances as `before` has them, with keys that had to be made again. Outputs stay those of before. */
export function backInState(state: State, before: State, plan: Plan, { back, remade }: Returning): State {
  const deposed = deposedIn(plan);
  const addresses = new Set([...back].map((address) => (before.instances.has(address) ? address : currentAddress(address))));
  const old = [...addresses].flatMap((address) => (deposed.has(address) ? [deposedAddress(address, deposed.get(address)!)] : []));
  const put = [...addresses].flatMap((address): readonly StateInstance[] => {
    const instance = before.instances.get(address);
    return instance === undefined ? [] : [withValues(instance, remade)];
  });
  const gone = new Set([...back, ...old].filter((address) => !before.instances.has(address)));
  return { ...withInstances(state, put, gone), outputs: before.outputs };
}

/** With new values in place of earlier ones, at every depth. */
function withValues<T>(value: T, values: ReadonlyMap<string, string>): T {
  if (values.size === 0 || value === null) return value;
  if (typeof value === "string") return [...values].reduce<string>((text, [from, to]) => text.replaceAll(from, to), value) as T;
  if (Array.isArray(value)) return value.map((part: unknown) => withValues(part, values)) as T;
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withValues(part as unknown, values)])) as T;
}
