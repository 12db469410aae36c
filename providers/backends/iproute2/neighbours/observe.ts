import { fact, ROOT, type Fact } from "../../../../lib/kernel/fact";
import { LOOPBACK } from "../../../../lib/kernel/key";
import { normal } from "../../../../lib/kernel/kinds";
import { OUR_PROTOCOL } from "../../../../lib/kernel/mark";
import type { BridgeFdb, IpNeigh, IpProxy } from "../dump";

/** Learned from traffic or added by a routing daemon: it comes and goes. */
function isLearned({ state, flags }: BridgeFdb): boolean {
  return (state !== "static" && state !== "permanent") || flags?.includes("extern_learn") === true;
}

/** FDB entries for remote VTEPs. A bridge has a line of its own for an address configured on it. */
export function fdbFacts(host: string, entries: readonly BridgeFdb[]): readonly Fact[] {
  const known = new Set(entries.filter(({ master, state }) => master !== undefined && state === "static").map(nameOf));
  const leading = entries.filter((entry) => entry.dst !== undefined && !isLearned(entry));
  return leading.map((entry) => {
    const body = { mac: entry.mac, dev: entry.ifname, dst: entry.dst!, master: known.has(nameOf(entry)) };
    return normal(fact("fdb", { host, netns: ROOT }, body) as Fact);
  });
}

function nameOf({ mac, ifname }: BridgeFdb): string {
  return `${mac} ${ifname}`;
}

/** Permanent neighbour entries. */
export function neighFacts(host: string, entries: readonly IpNeigh[]): readonly Fact[] {
  return entries.flatMap(({ dst, dev, lladdr }) =>
    lladdr === undefined ? [] : [normal(fact("neigh", { host, netns: ROOT }, { address: dst, dev, lladdr }) as Fact)],
  );
}

/** Proxy neighbour entries of a namespace, but those that are on no link, or on the loopback link. */
export function proxyFacts(host: string, netns: string, entries: readonly IpProxy[]): readonly Fact[] {
  return entries.flatMap(({ dst, dev, protocol }) => {
    if (dev === undefined || dev === LOOPBACK) return [];
    const proto = Number(protocol ?? 0);
    const body = { address: dst, dev, ...(proto === OUR_PROTOCOL ? {} : { proto }) };
    return [normal(fact("proxy", { host, netns }, body) as Fact)];
  });
}
