import type { Change } from "./plan";

/** The changes of each owner. */
export function byOwner(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const owners = new Map<string, Change[]>();
  for (const change of changes) {
    for (const owner of change.owners) {
      const list = owners.get(owner);
      if (list) list.push(change);
      else owners.set(owner, [change]);
    }
  }
  return owners;
}
