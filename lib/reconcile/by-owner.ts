/** Changes or differences, by owner. */
export function byOwner<T extends { readonly owners: readonly string[] }>(changes: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const owners = new Map<string, T[]>();
  for (const change of changes) {
    for (const owner of change.owners) {
      const list = owners.get(owner);
      if (list) list.push(change);
      else owners.set(owner, [change]);
    }
  }
  return owners;
}
