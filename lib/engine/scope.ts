import { ROOT, type Fact } from "../kernel/fact";
import type { Scope } from "../io";

/** What has to be read on each host so that these facts can be compared with what is. */
export function scopesOf(facts: Iterable<Fact>, hosts: Iterable<string> = []): ReadonlyMap<string, Scope> {
  const drafts = new Map<
    string,
    { netns: Set<string>; adopt: Map<string, string>; sysctls: Map<string, { netns: string; name: string }>; policies: boolean }
  >();
  const of = (host: string) => {
    const found = drafts.get(host) ?? { netns: new Set(), adopt: new Map(), sysctls: new Map(), policies: false };
    drafts.set(host, found);
    return found;
  };
  for (const host of hosts) of(host);
  for (const fact of facts) {
    const scope = of(fact.host);
    if (fact.netns !== ROOT) scope.netns.add(fact.netns);
    if (fact.kind === "netns") scope.netns.add(fact.name);
    if (fact.kind === "veth") scope.netns.add(fact.peerNetns);
    if (fact.kind === "netns" && fact.from !== undefined) scope.adopt.set(fact.name, fact.from);
    if (fact.kind === "iptables") scope.policies = true;
    if (fact.kind === "sysctl") scope.sysctls.set(`${fact.netns} ${fact.name}`, { netns: fact.netns, name: fact.name });
  }
  return new Map(
    [...drafts].map(([host, { netns, adopt, sysctls, policies }]) => [
      host,
      {
        netns: [...netns].filter((name) => name !== ROOT),
        adopt: Object.fromEntries(adopt),
        sysctls: [...sysctls.values()],
        ...(policies ? { policies } : {}),
      },
    ]),
  );
}
