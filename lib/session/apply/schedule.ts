/** Which waiting jobs may start, and which share a batch. Pure. */

/** A waiting job, with the hosts that it needs exclusively. */
export interface WaitingTask<T> {
  readonly of: T;
  /** Two jobs of one name never share a batch. */
  readonly name: string;
  readonly hosts: ReadonlySet<string>;
}

/**
 * Groups the jobs that may start now: those whose hosts are all free, in one batch where they have a host in common. No job
 * overtakes an earlier one that waits for one of the same hosts.
 */
export function batches<T>(waiting: readonly WaitingTask<T>[], busy: ReadonlySet<string>): readonly (readonly WaitingTask<T>[])[] {
  const closed = new Set(busy);
  let groups: { hosts: Set<string>; names: Set<string>; all: WaitingTask<T>[] }[] = [];
  for (const one of waiting) {
    const mine = groups.filter(({ hosts }) => [...one.hosts].some((host) => hosts.has(host)));
    const waits = [...one.hosts].some((host) => closed.has(host)) || mine.some(({ names }) => names.has(one.name));
    if (waits) {
      for (const host of one.hosts) closed.add(host);
      continue;
    }
    const all = [...mine.flatMap((group) => group.all), one];
    const hosts = new Set(all.flatMap((each) => [...each.hosts]));
    groups = [...groups.filter((group) => !mine.includes(group)), { hosts, names: new Set(all.map(({ name }) => name)), all }];
  }
  return groups.map(({ all }) => all);
}
