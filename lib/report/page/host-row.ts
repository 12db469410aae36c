import type { TopologyNetwork } from "../../drift/topology";

/** Above this number the order stays as it is. */
const MOST_HOSTS = 200;

/** The hosts in a row in which those that share networks stand beside each other: each is followed by the one it shares most with. */
export function besideEachOther(hosts: readonly string[], spanning: readonly TopologyNetwork[]): readonly string[] {
  if (hosts.length > MOST_HOSTS || spanning.length === 0) return hosts;
  const memberships = new Map(hosts.map((host) => [host, new Set(spanning.filter((one) => one.hosts.includes(host)))]));
  const shared = (one: string, other: string) =>
    [...memberships.get(one)!].filter((network) => memberships.get(other)!.has(network)).length;
  const left = new Set(hosts);
  const row: string[] = [];
  while (left.size > 0) {
    const last = row.at(-1);
    const [first] = left;
    const next = last === undefined ? first! : [...left].reduce((best, one) => (shared(last, one) > shared(last, best) ? one : best));
    row.push(next);
    left.delete(next);
  }
  return row;
}
