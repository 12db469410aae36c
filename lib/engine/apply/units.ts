/** The units of a rollback: the hosts that resources of a plan join. */
import type { Plan, ResourceChange } from "../plan";
import type { State } from "../state/types";

/** What to do when a step fails: go back to the state before, or leave what is done. */
export type OnFailure = "rollback" | "stop";

/** Hosts that go back together, and the owners of what changes on them. */
export interface Unit {
  readonly hosts: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
  readonly onFailure: OnFailure;
}

/** Hosts with changes of one owner are in one unit. `asked`: what the user said, for all units. */
export function unitsOf(plan: Plan, prior: State, asked: OnFailure | undefined): readonly Unit[] {
  const units = new Set<{ readonly hosts: Set<string>; readonly addresses: Set<string> }>();
  const byHost = new Map<string, { readonly hosts: Set<string>; readonly addresses: Set<string> }>();
  const byOwner = new Map<string, string>();
  const join = (one: string, other: string) => {
    const [into, from] = [byHost.get(one)!, byHost.get(other)!];
    if (into === from) return;
    for (const host of from.hosts) byHost.set(host, into).get(host)!.hosts.add(host);
    for (const address of from.addresses) into.addresses.add(address);
    units.delete(from);
  };
  for (const { before, after, owners } of plan.changes) {
    const { host } = (after ?? before)!;
    const unit = byHost.get(host) ?? { hosts: new Set([host]), addresses: new Set<string>() };
    byHost.set(host, unit);
    units.add(unit);
    for (const owner of owners) {
      unit.addresses.add(owner);
      const first = byOwner.get(owner);
      if (first === undefined) byOwner.set(owner, host);
      else join(first, host);
    }
  }
  const inUse = usedBefore(plan, prior);
  return [...units].map((unit) => ({ ...unit, onFailure: asked ?? ([...unit.addresses].some(inUse) ? "rollback" : "stop") }));
}

const IN_PLACE: readonly ResourceChange["action"][] = ["update", "replace"];

/**
 * Whether the plan changes or replaces something in use, as declared: a resource that an earlier apply completed. What is only created is
 * not yet in use, what is only deleted is not to be used any more, and a repair of drift is not undone.
 */
function usedBefore({ changes, resources }: Plan, { instances }: State): (address: string) => boolean {
  const declared = new Set(changes.flatMap(({ because, owners }) => (because === "declared" ? owners : [])));
  const isComplete = (address: string) => instances.has(address) && instances.get(address)!.private?.pending !== true;
  const changed = new Set(
    resources.filter(({ action, address }) => IN_PLACE.includes(action) && isComplete(address)).map(({ address }) => address),
  );
  return (address) => changed.has(address) && declared.has(address);
}

/** The unit of a host; undefined where nothing changes. */
export function unitOf(units: readonly Unit[], host: string): Unit | undefined {
  return units.find(({ hosts }) => hosts.has(host));
}
