import { formatCidr, networkOf, nextNetwork, parseNetwork, covers, type Cidr } from "../../net/cidr";
import { intervalOf, type Interval } from "../../net/intervals";
import type { Ip } from "../../net/ip";

/** A subnet pool of the provider configuration. */
export interface Pool {
  readonly cidr: string;
  readonly size: number;
}

function startingAt(version: Ip["version"], value: bigint, prefix: number): Cidr {
  const ip: Ip = version === 4 ? { version, value: Number(value) } : { version, value };
  const network = networkOf({ ip, prefix });
  return BigInt(network.ip.value) === value ? network : (nextNetwork(network) ?? network);
}

/**
 * Allocates the networks of one pool in ascending order from the gaps between those in use. Those in use are sorted once, so
 * that each network costs a step and not a search.
 */
export function subnetCutter(pool: Pool, used: readonly Cidr[]): () => string | undefined {
  const range = parseNetwork(pool.cidr)!;
  const taken = used.filter(({ ip }) => ip.version === range.ip.version).map(intervalOf);
  taken.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  let candidate: Cidr | undefined = { ip: range.ip, prefix: Math.max(pool.size, range.prefix) };
  let next = 0;
  return () => {
    while (candidate !== undefined && covers(range, candidate)) {
      const here = intervalOf(candidate);
      while (next < taken.length && taken[next]!.last < here.first) next++;
      const clash: Interval | undefined = taken[next];
      if (clash === undefined || clash.first > here.last) {
        const found = formatCidr(candidate);
        candidate = nextNetwork(candidate);
        return found;
      }
      candidate = after(clash, candidate);
    }
    return undefined;
  };
}

/** The first network of the candidate's size after an overlapping range; undefined at the end of the address space. */
function after(clash: Interval, candidate: Cidr): Cidr | undefined {
  const { version } = candidate.ip;
  const value = clash.last + 1n;
  if (value >> (version === 4 ? 32n : 128n) !== 0n) return undefined;
  const found = startingAt(version, value, candidate.prefix);
  return BigInt(found.ip.value) < value ? undefined : found;
}
