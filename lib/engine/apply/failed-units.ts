/** The units that go back, and what that concerns. */
import { own } from "../../net/own";
import type { Plan } from "../plan";
import type { ApplyRun } from "./execute";
import type { Unit } from "./units";

/** What goes back with these units. With all of them also what has no objects on a host. */
export function addressesIn(units: readonly Unit[], { resources }: Plan, all: readonly Unit[]): ReadonlySet<string> {
  const isAll = units.length > 0 && units.length === all.length;
  return new Set([...units.flatMap(({ addresses }) => [...addresses]), ...(isAll ? resources.map(({ address }) => address) : [])]);
}

/** The owners of changes on these hosts, and on no others. */
export function ownersOnlyOn({ changes }: Plan, hosts: ReadonlySet<string>): ReadonlySet<string> {
  const isHere = ({ after, before }: Plan["changes"][number]) => hosts.has((after ?? before)!.host);
  const others = new Set(changes.filter((change) => !isHere(change)).flatMap(({ owners }) => owners));
  return new Set(changes.filter(isHere).flatMap(({ owners }) => owners.filter((owner) => !others.has(owner))));
}

/** The units in which something failed, and that go back. */
export function failedUnits(units: readonly Unit[], missed: ReadonlySet<string>, { begun, stopped, unfit }: ApplyRun): readonly Unit[] {
  return units.filter(({ onFailure, hosts, addresses }) => {
    const isFailed =
      [...hosts].some((host) => stopped.has(host) || unfit.has(host)) || [...addresses].some((address) => missed.has(address));
    return onFailure === "rollback" && isFailed && begun.some((phase) => [...hosts].some((host) => own(phase, host) !== undefined));
  });
}
