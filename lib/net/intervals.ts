import { lastOf, networkOf, type Cidr } from "./cidr";
import type { Ip } from "./ip";

/** Consecutive addresses of one family, both ends included. However many they are, they cost the same. */
export interface Interval {
  readonly version: Ip["version"];
  readonly first: bigint;
  readonly last: bigint;
}

/** All addresses of the network that `cidr` names or lies in. */
export function intervalOf(cidr: Cidr): Interval {
  const network = networkOf(cidr);
  return { version: network.ip.version, first: BigInt(network.ip.value), last: BigInt(lastOf(network).value) };
}

/** Those of them that a host can have; see `isHostOf`. A network that is too narrow has none. */
export function hostsOf(cidr: Cidr): readonly Interval[] {
  const { version, first, last } = intervalOf(cidr);
  const hosts = { version, first: first + 1n, last: version === 4 ? last - 1n : last };
  return hosts.first > hosts.last ? [] : [hosts];
}

export function countOf(intervals: readonly Interval[]): bigint {
  return intervals.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}

/** In ascending order, without overlaps. */
function merged(intervals: readonly Interval[]): readonly Interval[] {
  const sorted = [...intervals].sort((a, b) => a.version - b.version || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const found: Interval[] = [];
  for (const one of sorted) {
    const before = found.at(-1);
    if (before === undefined || before.version !== one.version || before.last < one.first) found.push(one);
    else if (before.last < one.last) found[found.length - 1] = { ...before, last: one.last };
  }
  return found;
}

/** What two sets of addresses have in common. */
export function common(one: readonly Interval[], other: readonly Interval[]): readonly Interval[] {
  const [left, right] = [merged(one), merged(other)];
  const found: Interval[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const [a, b] = [left[i]!, right[j]!];
    const [first, last] = [a.first > b.first ? a.first : b.first, a.last < b.last ? a.last : b.last];
    if (a.version === b.version && first <= last) found.push({ version: a.version, first, last });
    if (a.version < b.version || (a.version === b.version && a.last < b.last)) i++;
    else j++;
  }
  return found;
}

/** The addresses of the first set that are not in the second one. */
export function without(intervals: readonly Interval[], excluded: readonly Interval[]): readonly Interval[] {
  const found: Interval[] = [];
  const gaps = merged(excluded);
  let next = 0;
  for (const { version, first, last } of merged(intervals)) {
    let from = first;
    while (next < gaps.length && (gaps[next]!.version < version || (gaps[next]!.version === version && gaps[next]!.last < from))) next++;
    for (let n = next; n < gaps.length && gaps[n]!.version === version && gaps[n]!.first <= last; n++) {
      if (gaps[n]!.first > from) found.push({ version, first: from, last: gaps[n]!.first - 1n });
      if (gaps[n]!.last >= from) from = gaps[n]!.last + 1n;
    }
    if (from <= last) found.push({ version, first: from, last });
  }
  return found;
}
