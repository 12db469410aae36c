import { isAdopted, type Adopted } from "../kernel/adopted";
import { ROOT, type Fact, type FactOf } from "../kernel/fact";
import type { Scope } from "../io";

/** Where a namespace is, and which one, as an observation is asked for it. */
export function adoptedAs({ from, inode }: FactOf<"netns">): Adopted {
  return { ...(from === undefined ? {} : { path: from }), ...(inode === undefined ? {} : { inode }) };
}

/** What has to be read on each host so that these facts can be compared with what is. */
export function scopesOf(facts: Iterable<Fact>, hosts: Iterable<string> = []): ReadonlyMap<string, Scope> {
  const drafts = new Map<
    string,
    { netns: Set<string>; adopt: Map<string, readonly Adopted[]>; sysctls: Map<string, { netns: string; name: string }> }
  >();
  const of = (host: string) => {
    const found = drafts.get(host) ?? { netns: new Set(), adopt: new Map(), sysctls: new Map() };
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
    if (fact.kind === "sysctl") scope.sysctls.set(`${fact.netns} ${fact.name}`, { netns: fact.netns, name: fact.name });
  }
  return new Map(
    [...drafts].map(([host, { netns, adopt, sysctls }]) => [
      host,
      { netns: [...netns].filter((name) => name !== ROOT), adopt: Object.fromEntries(adopt), sysctls: [...sysctls.values()] },
    ]),
  );
}
