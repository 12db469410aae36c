/** By which route the host's own namespace sends a packet: the kernel's lookup, over facts. */
import { bareAddress, contains, networkOf, parseCidr, type Cidr } from "../net/cidr";
import { parseIp, type Ip } from "../net/ip";
import { ROOT, type FactOf } from "./fact";
import type { Facts } from "./facts";
import { addressesIn } from "./kinds/addr";
import { linkAt } from "./kinds/links";
import { routesIn } from "./kinds/route";
import { rulesIn } from "./kinds/rule";

/** The link and the next hop of a packet; with `type` it is dropped or rejected. */
export interface Way {
  readonly dev?: string;
  readonly via?: string;
  readonly type?: string;
}

/** A route that is a candidate, also those that the kernel makes of addresses. */
interface Candidate extends Way {
  readonly to: Cidr;
  readonly metric: number;
  readonly table: number;
}

const MAIN = 254;

/** The metrics of a route without one, and of the kernel's own IPv6 routes. */
const USUAL6 = 1024;
const CONNECTED6 = 256;

function candidates(facts: Facts, host: string, version: Ip["version"]): readonly Candidate[] {
  const isHere = ({ netns, dev }: { readonly netns: string; readonly dev?: string }) =>
    netns === ROOT && (dev === undefined || linkAt(facts, { host, netns }, dev)?.up !== false);
  const connected = addressesIn(facts).flatMap((one): readonly Candidate[] => {
    const to = parseCidr(one.address);
    if (!isHere(one) || to?.ip.version !== version) return [];
    return [{ to: networkOf(to), dev: one.dev, metric: version === 6 ? CONNECTED6 : 0, table: MAIN }];
  });
  const routes = routesIn(facts).flatMap((one): readonly Candidate[] => {
    const to = parseCidr(one.destination);
    if (!isHere(one) || to?.ip.version !== version) return [];
    return [{ to, ...wayBy(one), metric: one.metric ?? (version === 6 ? USUAL6 : 0), table: one.table ?? MAIN }];
  });
  return [...connected, ...routes];
}

function wayBy({ dev, via, type }: FactOf<"route">): Way {
  return { ...(dev !== undefined && { dev }), ...(via !== undefined && { via }), ...(type !== undefined && { type }) };
}

/** The best route of a table: the longest prefix, then the smallest metric, then the oldest. */
function bestIn(all: readonly Candidate[], table: number, destination: Ip): Candidate | undefined {
  let best: Candidate | undefined;
  for (const one of all) {
    if (one.table !== table || !contains(one.to, destination)) continue;
    const isBetter = best === undefined || one.to.prefix > best.to.prefix || (one.to.prefix === best.to.prefix && one.metric < best.metric);
    if (isBetter) best = one;
  }
  return best;
}

/** Whether a rule is for packets that the host sends without a mark. One that matches on more is not evaluated. */
function isFor(rule: FactOf<"rule">, source: Ip | undefined, destination: Ip): boolean {
  const matches = (network: string | undefined, ip: Ip | undefined) =>
    network === undefined || (ip !== undefined && contains(parseCidr(network)!, ip));
  if (rule.netns !== ROOT || (rule.family === "ip6") !== (destination.version === 6)) return false;
  if (rule.also !== undefined || rule.udpSport !== undefined || rule.oif !== undefined || (rule.fwmark ?? 0) !== 0) return false;
  return (rule.iif === undefined || rule.iif === "lo") && matches(rule.from, source) && matches(rule.to, destination);
}

/**
 * The way of a packet from one address of the host to another address; undefined where there is none. Rules count as far as they
 * were observed.
 */
export function wayOf(facts: Facts, host: string, from: string, to: string): Way | undefined {
  const [source, destination] = [parseIp(from), parseIp(to)];
  if (destination === undefined) return undefined;
  if (addressesIn(facts).some((one) => one.netns === ROOT && bareAddress(one.address) === to)) return { dev: "lo" };
  const all = candidates(facts, host, destination.version);
  const main = { priority: 32_766, table: MAIN, suppress: undefined, type: undefined };
  const rules = [...rulesIn(facts).filter((rule) => isFor(rule, source, destination)), main].sort((a, b) => a.priority - b.priority);
  for (const { table, type, suppress } of rules) {
    if (type !== undefined) return { type };
    const best = table === undefined ? undefined : bestIn(all, table, destination);
    if (best === undefined || best.type === "throw" || best.to.prefix <= (suppress ?? -1)) continue;
    const { dev, via, type: ends } = best;
    return { ...(dev !== undefined && { dev }), ...(via !== undefined && { via }), ...(ends !== undefined && { type: ends }) };
  }
  return undefined;
}
