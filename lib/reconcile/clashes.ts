/** Diagnostics for objects that two instances declare: one fault, one error. */
import { diagnose, type Diagnostic } from "../diagnostic";
import type { Fact, Key } from "../kernel/fact";
import { keyOf, needsOf, providesOf, typeOf } from "../kernel/kinds";
import { textOf } from "../kernel/line";

/** A fact and its first declaring instance. */
interface ClaimedFact {
  readonly fact: Fact;
  readonly owners: readonly string[];
}

/** One object that two instances declare. */
export interface Clash {
  readonly first: ClaimedFact;
  readonly second: ClaimedFact;
}

function twiceInOne({ fact, owners }: ClaimedFact): Diagnostic {
  const detail = `${owners[0]!} declares "${textOf(fact)}" twice. Remove one of the two, which may be spelled differently.`;
  return diagnose("duplicate-object", detail, { resource: owners[0]!, host: fact.host, fact: textOf(fact) });
}

function twice({ first, second }: Clash): Diagnostic {
  const [one, other] = [first.owners[0]!, second.owners[0]!];
  if (one === other) return twiceInOne(second);
  const { fact } = second;
  const text = textOf(fact);
  const detail = `${one} and ${other} both declare "${text}". One kernel object has one owner: give one of them another name, or remove it.`;
  return (
    typeOf(fact).clash?.(fact, first.fact, { resource: other, other: one, text }) ??
    diagnose("duplicate-object", detail, { resource: other, host: fact.host, fact: text })
  );
}

/** The main object of an instance first. */
function rank({ second: { fact } }: Clash): number {
  const { importable, rank } = typeOf(fact);
  return importable ? rank : Number.MAX_SAFE_INTEGER;
}

/** Identity of a diagnostic for two instances. */
function subject({ second: { fact } }: Clash, { code, detail }: Diagnostic): string {
  return typeOf(fact).eachClashCounts ? detail : code;
}

/** The diagnostics for two instances. A shared object is not reported if a more exact reason is. */
function saidOfPair(clashes: readonly Clash[]): readonly Diagnostic[] {
  const said = new Map<string, Diagnostic>();
  for (const clash of [...clashes].sort((a, b) => rank(a) - rank(b))) {
    const diagnostic = twice(clash);
    const key = subject(clash, diagnostic);
    if (!said.has(key)) said.set(key, diagnostic);
  }
  const all = [...said.values()];
  const exact = all.filter(({ code }) => code !== "duplicate-object");
  return exact.length > 0 ? exact : all;
}

function pairOf({ first, second }: Clash): string {
  return `${first.owners[0]!} ${second.owners[0]!}`;
}

/** The pairs that clash in the dependencies of a fact. */
function beneath(clashes: readonly Clash[], desired: ReadonlyMap<Key, ClaimedFact>): (fact: Fact) => ReadonlySet<string> {
  const [clashing, providers, known] = [new Map<Key, string>(), new Map<Key, Fact>(), new Map<Key, ReadonlySet<string>>()];
  for (const clash of clashes) clashing.set(keyOf(clash.second.fact), pairOf(clash));
  for (const { fact } of desired.values()) for (const key of providesOf(fact)) providers.set(key, fact);
  const through = (fact: Fact): ReadonlySet<string> => {
    const own = keyOf(fact);
    const seen = known.get(own);
    if (seen !== undefined) return seen;
    const found = new Set<string>();
    known.set(own, found);
    for (const { key } of needsOf(fact)) {
      const needed = desired.get(key)?.fact ?? providers.get(key);
      if (needed === undefined) continue;
      const pair = clashing.get(keyOf(needed));
      if (pair !== undefined) found.add(pair);
      for (const other of through(needed)) found.add(other);
    }
    return found;
  };
  return through;
}

/**
 * The clashes, by the two instances concerned. Facts that depend on a clashing object are not reported: fixing that object
 * fixes them.
 */
export function sayClashes(clashes: readonly Clash[], desired: ReadonlyMap<Key, ClaimedFact>): readonly Diagnostic[] {
  if (clashes.length === 0) return [];
  const below = beneath(clashes, desired);
  const pairs = new Map<string, Clash[]>();
  for (const clash of clashes) pairs.set(pairOf(clash), [...(pairs.get(pairOf(clash)) ?? []), clash]);
  return [...pairs].flatMap(([pair, some]) => {
    const stands = (clash: Clash) => [...below(clash.first.fact), ...below(clash.second.fact)];
    if (some.some((clash) => stands(clash).some((other) => other !== pair))) return [];
    return saidOfPair(some.filter((clash) => stands(clash).length === 0));
  });
}
