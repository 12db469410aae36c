import { diagnose, fail, type Diagnostic, type Result } from "../diagnostic";
import type { Hosts } from "../reconcile/hosts";
import { coverage, EMPTY_SCOPE, joinedScopes, scopesOf } from "../reconcile/scope";
import type { Observation, Scope } from "../ports/backend";
import { ROOT, type Fact } from "../kernel/fact";
import { typeOf } from "../kernel/kinds";
import { ownerOf } from "../kernel/mark";

/** Shared observations for many callers: each host is observed once, and again only for what no earlier scope covers. */
export interface Observer {
  /** Observes the hosts of these facts, as far as the facts need. */
  observe(facts: readonly Fact[], hosts?: readonly string[]): Promise<ReadonlyMap<string, Result<Observation>>>;
  /** Drops all observations. */
  forget(): void;
}

/** The observation of one host, with its scope. */
interface ObservedPart {
  readonly scope: Scope;
  readonly covers: (wanted: Scope) => boolean;
  readonly answer: Result<Observation>;
}

/** The namespaces that endpoints of a stack are in, as the near ends of their pairs show. */
function namespacesOf({ facts }: Observation, stack: string): readonly string[] {
  const found = new Set<string>();
  for (const fact of facts.values()) {
    if (ownerOf(fact.mark)?.stack !== stack) continue;
    const netns = typeOf(fact).leadsInto?.(fact);
    if (netns !== undefined) found.add(netns);
  }
  return [...found];
}

/** Widens a scope to every namespace of the stack: the other resources will need theirs. */
function widened(wanted: Scope, { answer }: ObservedPart, stack: string): Scope {
  if (!answer.ok) return wanted;
  const spaces = namespacesOf(answer.value, stack);
  const inside = wanted.sysctls.filter(({ netns }) => netns !== ROOT).map(({ name }) => name);
  const sysctls = spaces.flatMap((netns) => inside.map((name) => ({ netns, name })));
  const more: Scope = { netns: spaces, adopt: {}, sysctls, ...(wanted.qdiscs && { qdiscs: spaces }), firewall: true, names: true };
  return joinedScopes(wanted, more);
}

/**
 * Creates an observer. Its first observation of a host covers everything that the stack has there, so that later callers are
 * served from it.
 */
export function newObserver(hosts: Hosts, stack: string): Observer {
  const seen = new Map<string, Promise<ObservedPart>>();
  const read = async (host: string, scope: Scope): Promise<ObservedPart> => {
    const answers = await hosts.observe(new Map([[host, scope]]));
    return { scope, covers: coverage(scope), answer: answers.get(host) ?? fail(unknownHost(host)) };
  };
  const further = async (host: string, wanted: Scope, before: ObservedPart): Promise<ObservedPart> => {
    if (before.covers(wanted) || !before.answer.ok) return before;
    return read(host, widened(joinedScopes(before.scope, wanted), before, stack));
  };
  const observe = async (host: string, wanted: Scope): Promise<Result<Observation>> => {
    const next = (seen.get(host) ?? read(host, EMPTY_SCOPE)).then((before) => further(host, wanted, before));
    seen.set(host, next);
    return (await next).answer;
  };
  return {
    async observe(facts, asked = []) {
      const scopes = scopesOf(facts, asked);
      const answers = await Promise.all([...scopes].map(async ([host, scope]) => [host, await observe(host, scope)] as const));
      return new Map(answers);
    },
    forget: () => seen.clear(),
  };
}

/** The error for a host that has objects of the stack, and is no longer in the provider configuration. */
function unknownHost(host: string): Diagnostic {
  const detail = `The provider configuration has no host "${host}". Add it to \`hosts\` again: without it, the objects there can be neither observed nor removed.`;
  return diagnose("unknown-host", detail, { host });
}
