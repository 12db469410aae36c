import { isAdopted, type Adopted } from "../kernel/adopted";
import { TUNNEL } from "../kernel/tunnel";
import { partOf, type Part } from "../kernel/part";
import { ROOT, type Fact, type FactOf } from "../kernel/fact";
import type { Scope } from "../ports/backend";

/** The parts of a host that can hold declared facts. */
const PARTS = ["firewall", "names", "ipsec", "neighbours", "tunnels", "policies", "bgp"] as const satisfies readonly Part[];

interface DraftScope {
  readonly netns: Set<string>;
  readonly adopt: Map<string, readonly Adopted[]>;
  readonly sysctls: Map<string, { readonly netns: string; readonly name: string }>;
  readonly qdiscs: Set<string>;
  readonly parts: Set<Part>;
}

function blank(): DraftScope {
  return { netns: new Set(), adopt: new Map(), sysctls: new Map(), qdiscs: new Set(), parts: new Set() };
}

/** Path and inode of a namespace, in the form of an observation request. */
export function adoptedAs({ from, inode }: FactOf<"netns">): Adopted {
  return { ...(from === undefined ? {} : { path: from }), ...(inode === undefined ? {} : { inode }) };
}

/** Extends the scope so that a fact can be compared with the host. */
function ask(scope: DraftScope, fact: Fact): void {
  if (fact.netns !== ROOT) scope.netns.add(fact.netns);
  if (fact.kind === "netns" || fact.kind === "resolv") scope.netns.add(fact.name);
  if (fact.kind === "veth") scope.netns.add(fact.peerNetns);
  if (fact.kind === "netns" && isAdopted(fact)) scope.adopt.set(fact.name, [...(scope.adopt.get(fact.name) ?? []), adoptedAs(fact)]);
  if (fact.kind === "qdisc") scope.qdiscs.add(fact.netns);
  if (fact.kind === "sysctl") scope.sysctls.set(`${fact.netns} ${fact.name}`, { netns: fact.netns, name: fact.name });
  const part = fact.kind === "link" && fact.type === TUNNEL ? "tunnels" : partOf(fact.kind);
  if (part !== undefined) scope.parts.add(part);
}

function finished({ netns, adopt, sysctls, qdiscs, parts }: DraftScope): Scope {
  return {
    netns: [...netns].filter((name) => name !== ROOT),
    adopt: Object.fromEntries(adopt),
    sysctls: [...sysctls.values()],
    ...(qdiscs.size > 0 && { qdiscs: [...qdiscs] }),
    ...Object.fromEntries(PARTS.filter((part) => parts.has(part)).map((part) => [part, true])),
  };
}

/** The scope per host for comparing these facts with the hosts. */
export function scopesOf(facts: Iterable<Fact>, hosts: Iterable<string> = []): ReadonlyMap<string, Scope> {
  const drafts = new Map<string, DraftScope>();
  const of = (host: string) => {
    const found: DraftScope = drafts.get(host) ?? blank();
    drafts.set(host, found);
    return found;
  };
  for (const host of hosts) of(host);
  for (const fact of facts) ask(of(fact.host), fact);
  return new Map([...drafts].map(([host, draft]) => [host, finished(draft)]));
}

/** Returns a predicate: whether an observation of this scope covers another scope. For many questions about one observation. */
export function coverage(looked: Scope): (wanted: Scope) => boolean {
  const spaces = new Set(looked.netns);
  const settings = new Set(looked.sysctls.map(({ netns, name }) => `${netns} ${name}`));
  const queues = new Set(looked.qdiscs);
  return (wanted) =>
    wanted.netns.every((netns) => spaces.has(netns)) &&
    wanted.sysctls.every(({ netns, name }) => settings.has(`${netns} ${name}`)) &&
    (wanted.qdiscs ?? []).every((netns) => queues.has(netns)) &&
    Object.entries(wanted.adopt).every(([name, asked]) =>
      asked.every(({ path }) => looked.adopt[name]?.some((one) => one.path === path)),
    ) &&
    PARTS.every((part) => !wanted[part] || looked[part]);
}

/** Whether an observation of one scope covers the other. */
export function covers(looked: Scope, wanted: Scope): boolean {
  return coverage(looked)(wanted);
}
