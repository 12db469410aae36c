import { diagnose, fail, type Diagnostic, type Result } from "../diagnostic";
import type { Hosts } from "../engine/hosts";
import { coverage, scopesOf } from "../engine/scope";
import type { Observation, Scope } from "../io";
import { ROOT, type Fact } from "../kernel/fact";
import { ownerOf } from "../kernel/mark";

/** What hosts look like, for many who ask at different times: each host is read once, and again only for what nobody has looked at yet. */
export interface Observer {
  /** The hosts of these facts, seen as far as the facts reach. */
  see(facts: readonly Fact[], hosts?: readonly string[]): Promise<ReadonlyMap<string, Result<Observation>>>;
  /** Nothing that was seen holds any more. */
  forget(): void;
}

/** A host as far as it was looked at. */
interface Seen {
  readonly scope: Scope;
  readonly covers: (wanted: Scope) => boolean;
  readonly answer: Result<Observation>;
}

const NOTHING: Scope = { netns: [], adopt: {}, sysctls: [] };

/** Both scopes in one. */
function united(one: Scope, other: Scope): Scope {
  const sysctls = new Map([...one.sysctls, ...other.sysctls].map((sysctl) => [`${sysctl.netns} ${sysctl.name}`, sysctl]));
  const names = new Set([...Object.keys(one.adopt), ...Object.keys(other.adopt)]);
  const adopt = [...names].map((name) => [name, [...(one.adopt[name] ?? []), ...(other.adopt[name] ?? [])]] as const);
  const qdiscs = new Set([...(one.qdiscs ?? []), ...(other.qdiscs ?? [])]);
  return {
    ...one,
    ...other,
    netns: [...new Set([...one.netns, ...other.netns])],
    adopt: Object.fromEntries(adopt),
    sysctls: [...sysctls.values()],
    ...(qdiscs.size > 0 && { qdiscs: [...qdiscs] }),
  };
}

/** The namespaces that endpoints of a stack are in, as the near ends of their pairs show. */
function namespacesOf({ facts }: Observation, stack: string): readonly string[] {
  const found = new Set<string>();
  for (const fact of facts.values()) {
    if (ownerOf(fact.mark)?.stack !== stack) continue;
    if (fact.kind === "veth") found.add(fact.peerNetns);
    if (fact.kind === "netns") found.add(fact.name);
  }
  return [...found];
}

/** The same for every namespace of the stack as for the one that somebody asks for: others will ask for theirs. */
function foreseeing(wanted: Scope, { answer }: Seen, stack: string): Scope {
  if (!answer.ok) return wanted;
  const spaces = namespacesOf(answer.value, stack);
  const inside = wanted.sysctls.filter(({ netns }) => netns !== ROOT).map(({ name }) => name);
  const sysctls = spaces.flatMap((netns) => inside.map((name) => ({ netns, name })));
  const more: Scope = { netns: spaces, adopt: {}, sysctls, ...(wanted.qdiscs && { qdiscs: spaces }), firewall: true, names: true };
  return united(wanted, more);
}

/**
 * Looks at hosts for those who ask one by one. The first look at a host is for all that the stack has there, so that those
 * who come after find that it has been looked at.
 */
export function newObserver(hosts: Hosts, stack: string): Observer {
  const seen = new Map<string, Promise<Seen>>();
  const look = async (host: string, scope: Scope): Promise<Seen> => {
    const answers = await hosts.observe(new Map([[host, scope]]));
    return { scope, covers: coverage(scope), answer: answers.get(host) ?? fail(unknownHost(host)) };
  };
  const further = async (host: string, wanted: Scope, before: Seen): Promise<Seen> => {
    if (before.covers(wanted) || !before.answer.ok) return before;
    return look(host, foreseeing(united(before.scope, wanted), before, stack));
  };
  const see = async (host: string, wanted: Scope): Promise<Result<Observation>> => {
    const next = (seen.get(host) ?? look(host, NOTHING)).then((before) => further(host, wanted, before));
    seen.set(host, next);
    return (await next).answer;
  };
  return {
    async see(facts, asked = []) {
      const scopes = scopesOf(facts, asked);
      const answers = await Promise.all([...scopes].map(async ([host, scope]) => [host, await see(host, scope)] as const));
      return new Map(answers);
    },
    forget: () => seen.clear(),
  };
}

/** A host that something is on, and that the provider configuration does not have any more. */
function unknownHost(host: string): Diagnostic {
  const detail = `The provider configuration has no host "${host}". Add it to \`hosts\` again: what is there cannot be seen or taken away without it.`;
  return diagnose("unknown-host", detail, { host });
}
