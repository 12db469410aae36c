import { isAdopted, type Adopted } from "../kernel/adopted";
import { TUNNEL } from "../kernel/tunnel";
import { IN_TABLE } from "../kernel/kinds/table";
import { ROOT, type Fact, type FactOf } from "../kernel/fact";
import type { Scope } from "../io";

interface Draft {
  readonly netns: Set<string>;
  readonly adopt: Map<string, readonly Adopted[]>;
  readonly sysctls: Map<string, { readonly netns: string; readonly name: string }>;
  readonly qdiscs: Set<string>;
  firewall: boolean;
  names: boolean;
  ipsec: boolean;
  neighbours: boolean;
  tunnels: boolean;
  policies: boolean;
  bgp: boolean;
}

function blank(): Draft {
  return {
    netns: new Set(),
    adopt: new Map(),
    sysctls: new Map(),
    qdiscs: new Set(),
    firewall: false,
    names: false,
    ipsec: false,
    neighbours: false,
    tunnels: false,
    policies: false,
    bgp: false,
  };
}

/** Where a namespace is, and which one, as an observation is asked for it. */
export function adoptedAs({ from, inode }: FactOf<"netns">): Adopted {
  return { ...(from === undefined ? {} : { path: from }), ...(inode === undefined ? {} : { inode }) };
}

/** A WireGuard device, and what it keeps. */
function isTunnel(fact: Fact): boolean {
  return fact.kind === "key" || fact.kind === "peer" || (fact.kind === "link" && fact.type === TUNNEL);
}

/** What has to be read on each host so that these facts can be compared with what is. */
export function scopesOf(facts: Iterable<Fact>, hosts: Iterable<string> = []): ReadonlyMap<string, Scope> {
  const drafts = new Map<string, Draft>();
  const of = (host: string) => {
    const found: Draft = drafts.get(host) ?? blank();
    drafts.set(host, found);
    return found;
  };
  for (const host of hosts) of(host);
  for (const fact of facts) {
    const scope = of(fact.host);
    if (fact.netns !== ROOT) scope.netns.add(fact.netns);
    if (fact.kind === "netns") scope.netns.add(fact.name);
    if (fact.kind === "veth") scope.netns.add(fact.peerNetns);
    if (fact.kind === "netns" && isAdopted(fact)) scope.adopt.set(fact.name, [...(scope.adopt.get(fact.name) ?? []), adoptedAs(fact)]);
    if (IN_TABLE.has(fact.kind)) scope.firewall = true;
    if (fact.kind === "qdisc") scope.qdiscs.add(fact.netns);
    if (fact.kind === "resolver" || fact.kind === "name" || fact.kind === "resolv") scope.names = true;
    if (fact.kind === "sa" || fact.kind === "xfrm") scope.ipsec = true;
    if (fact.kind === "fdb" || fact.kind === "neigh") scope.neighbours = true;
    if (isTunnel(fact)) scope.tunnels = true;
    if (fact.kind === "resolv") scope.netns.add(fact.name);
    if (fact.kind === "iptables") scope.policies = true;
    if (fact.kind === "bgp" || fact.kind === "neighbor") scope.bgp = true;
    if (fact.kind === "sysctl") scope.sysctls.set(`${fact.netns} ${fact.name}`, { netns: fact.netns, name: fact.name });
  }
  return new Map(
    [...drafts].map(([host, { netns, adopt, sysctls, firewall, qdiscs, names, ipsec, neighbours, tunnels, policies, bgp }]) => [
      host,
      {
        netns: [...netns].filter((name) => name !== ROOT),
        adopt: Object.fromEntries(adopt),
        sysctls: [...sysctls.values()],
        ...(firewall && { firewall }),
        ...(qdiscs.size > 0 && { qdiscs: [...qdiscs] }),
        ...(names && { names }),
        ...(ipsec && { ipsec }),
        ...(neighbours && { neighbours }),
        ...(tunnels && { tunnels }),
        ...(policies && { policies }),
        ...(bgp && { bgp }),
      },
    ]),
  );
}

/** Whether who looked for the one has seen all that the other is about. */
export function covers(looked: Scope, wanted: Scope): boolean {
  const spaces = new Set(looked.netns);
  const settings = new Set(looked.sysctls.map(({ netns, name }) => `${netns} ${name}`));
  const queues = new Set(looked.qdiscs);
  return (
    wanted.netns.every((netns) => spaces.has(netns)) &&
    wanted.sysctls.every(({ netns, name }) => settings.has(`${netns} ${name}`)) &&
    (wanted.qdiscs ?? []).every((netns) => queues.has(netns)) &&
    Object.entries(wanted.adopt).every(([name, asked]) =>
      asked.every(({ path }) => looked.adopt[name]?.some((one) => one.path === path)),
    ) &&
    (["firewall", "names", "ipsec", "neighbours", "tunnels", "policies", "bgp"] as const).every((what) => !wanted[what] || looked[what])
  );
}
