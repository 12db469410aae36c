import { kinds, readSetOf, typeOf } from "../kernel/kinds";
import type { ScopeDraft } from "../kernel/fact-type";
import type { ReadSet } from "../kernel/read-set";
import { ROOT, type Fact } from "../kernel/fact";
import { lineOf } from "../kernel/line";
import type { Observation, Scope } from "../ports/backend";
import { own } from "../net/own";

/** The parts of a host that can hold declared facts; `interfaces` holds those of other stacks that nothing else shows. */
const READ_SETS: readonly ReadSet[] = [
  ...new Set(Object.values(kinds).flatMap(({ readSet, observedOnly }) => (observedOnly === undefined ? (readSet ?? []) : []))),
  "interfaces",
];

/** Asks only for what every observation shows: the generation, and what the host waits for. */
export const EMPTY_SCOPE: Scope = { netns: [], adopt: {}, sysctls: [] };

function blank(): ScopeDraft {
  return { netns: new Set(), adopt: new Map(), sysctls: new Map(), qdiscs: new Set(), readSets: new Set() };
}

/** Extends the scope so that a fact can be compared with the host. */
function ask(scope: ScopeDraft, fact: Fact): void {
  if (fact.netns !== ROOT) scope.netns.add(fact.netns);
  const readSet = readSetOf(fact.kind);
  if (readSet !== undefined) scope.readSets.add(readSet);
  typeOf(fact).ask?.(scope, fact);
}

function finished({ netns, adopt, sysctls, qdiscs, readSets }: ScopeDraft): Scope {
  return {
    netns: [...netns].filter((name) => name !== ROOT),
    adopt: Object.fromEntries(adopt),
    sysctls: [...sysctls.values()],
    ...(qdiscs.size > 0 && { qdiscs: [...qdiscs] }),
    ...Object.fromEntries(READ_SETS.filter((part) => readSets.has(part)).map((part) => [part, true])),
  };
}

/** The scope of an observation that shows what either of two would. */
export function joinedScopes(one: Scope, other: Scope): Scope {
  const adopt = new Map(Object.entries(one.adopt));
  for (const [name, asked] of Object.entries(other.adopt)) {
    const known = adopt.get(name) ?? [];
    adopt.set(name, [...known, ...asked.filter(({ path }) => !known.some((found) => found.path === path))]);
  }
  const settings = new Map([...one.sysctls, ...other.sysctls].map((asked) => [`${asked.netns} ${asked.name}`, asked]));
  const qdiscs = [...new Set([...(one.qdiscs ?? []), ...(other.qdiscs ?? [])])];
  return {
    ...one,
    ...other,
    netns: [...new Set([...one.netns, ...other.netns])],
    adopt: Object.fromEntries(adopt),
    sysctls: [...settings.values()],
    ...(qdiscs.length > 0 && { qdiscs }),
    ...Object.fromEntries(READ_SETS.filter((part) => one[part] || other[part]).map((part) => [part, true])),
  };
}

/** The scope per host for comparing these facts with the hosts. */
export function scopesOf(facts: Iterable<Fact>, hosts: Iterable<string> = []): ReadonlyMap<string, Scope> {
  const drafts = new Map<string, ScopeDraft>();
  const of = (host: string) => {
    const found: ScopeDraft = drafts.get(host) ?? blank();
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
      asked.every(({ path }) => own(looked.adopt, name)?.some((one) => one.path === path)),
    ) &&
    READ_SETS.every((part) => !wanted[part] || looked[part]);
}

const predicates = new WeakMap<Scope, (fact: Fact) => boolean>();

/**
 * Whether the observation would show a fact if the host had it. Its scopes are few and its facts many, so what a scope covers is
 * indexed once.
 */
export function wasAskedFor({ scope }: Observation, fact: Fact): boolean {
  const known = predicates.get(scope);
  if (known !== undefined) return known(fact);
  const isAsked = askedBy(scope);
  predicates.set(scope, isAsked);
  return isAsked(fact);
}

function askedBy(scope: Scope): (fact: Fact) => boolean {
  const covered = coverage(scope);
  const spaces = new Set([ROOT, ...scope.netns]);
  return (fact) => {
    const readSet = readSetOf(fact.kind);
    if (!spaces.has(fact.netns) || (readSet !== undefined && !scope[readSet])) return false;
    return typeOf(fact).ask === undefined || covered(scopesOf([fact]).get(fact.host)!);
  };
}

/** An absent fact is one that was asked for and not found; anything else is a fault of this program. */
export function assertAsked(seen: Observation, fact: Fact): void {
  if (!wasAskedFor(seen, fact)) throw new Error(`the observation of ${fact.host} does not cover "${lineOf(fact)}"`);
}

/** Whether an observation of one scope covers the other. */
export function covers(looked: Scope, wanted: Scope): boolean {
  return coverage(looked)(wanted);
}
