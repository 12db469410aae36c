/** What the steps of a plan touched on a host: the facts that they name, and those that the kernel changed with them. */
import { cascadeOf } from "../../kernel/cascade";
import type { Fact, Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { keyOf, kinds, needsOf, providesOf, sameFact, withinReach } from "../../kernel/kinds";
import { REMNANT } from "../../kernel/mark";
import { isPlaceholder } from "../../kernel/placeholder";
import type { Change } from "../plan";
import type { Step } from "../../kernel/step";

/** A fact that steps touched, as it was, the values that they give it on their way, and as it is. */
export interface TouchedFact {
  readonly key: Key;
  readonly before?: Fact | undefined;
  readonly planned: readonly Fact[];
  readonly now?: Fact | undefined;
  /** A setting of an object that steps make or delete: it has the kernel's default then, which no step names. */
  readonly isReset: boolean;
  /** Missing of a side effect. */
  readonly change?: Change | undefined;
}

/** A host before and after some steps. */
export interface HostRun {
  readonly changes: readonly Change[];
  readonly steps: readonly Step[];
  readonly before: Facts;
  readonly now: Facts;
}

/** Whether steps can create or delete such a fact. */
export function isWritten({ kind }: Fact): boolean {
  return kinds[kind].observedOnly === undefined && kinds[kind].deletedOnly === undefined;
}

/** The touched facts that are not as they were. */
export function touchedOn({ changes, steps, before, now }: HostRun): readonly TouchedFact[] {
  const values = new Map<Key, Fact[]>();
  const left = cascadeOf(before, steps, (key, fact) => {
    const known = values.get(key);
    if (known === undefined) values.set(key, [fact]);
    else if (known.at(-1) !== fact) known.push(fact);
  });
  const byKey = new Map(changes.map((change) => [change.key, change]));
  const keys = new Set(steps.map(({ fact }) => keyOf(fact)));
  for (const key of values.keys()) if (before.has(key) || byKey.has(key)) keys.add(key);
  for (const [key, fact] of before) if (isWritten(fact) && !isSame(left.get(key), fact)) keys.add(key);
  const made = new Set(steps.flatMap(({ verb, fact }) => (verb === "set" ? [] : [keyOf(fact), ...providesOf(fact)])));
  const isReset = (fact: Fact) => !kinds[fact.kind].removable && needsOf(fact).some(({ key }) => made.has(key));
  return [...keys].flatMap((key) => {
    const [change, was, is] = [byKey.get(key), before.get(key), now.get(key)];
    if (isSame(was, is) || (change === undefined && was === undefined)) return [];
    const planned = [...given(change?.after), ...(values.get(key) ?? [])];
    return [{ key, before: was, now: is, change, planned, isReset: was !== undefined && isReset(was) }];
  });
}

function given(fact: Fact | undefined): readonly Fact[] {
  return fact === undefined ? [] : [fact];
}

function isSame(a: Fact | undefined, b: Fact | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameFact(withinReach(a), withinReach(b));
}

/**
 * Whether the fact is what the steps, or a part of them, made of it. One that is absent counts as deleted by them; one with a value
 * that it neither had nor was to get was changed by another program since.
 */
export function isOurWork({ before, planned, now, isReset }: TouchedFact): boolean {
  if (now === undefined || isReset) return true;
  if (before === undefined && kinds[now.kind].markable)
    return now.mark === REMNANT || planned.some(({ kind, mark }) => kind === now.kind && mark === now.mark);
  return planned.some((fact) => isSame(now, fact)) || isMixed(now, [...given(before), ...planned]);
}

/** Whether each field has the value of one of these facts: a change in place may have been cut off between two of them. */
function isMixed(now: Fact, facts: readonly Fact[]): boolean {
  const fields = (fact: Fact) => Object.entries(withinReach(fact)).filter(([name]) => name !== "shared");
  const known = new Map<string, Set<string>>();
  for (const fact of facts.filter(({ kind }) => kind === now.kind))
    for (const [name, value] of fields(fact)) known.set(name, (known.get(name) ?? new Set()).add(JSON.stringify(value)));
  const isOpen = (values: ReadonlySet<string>) => [...values].some((text) => isPlaceholder(text.replaceAll('"', "")));
  return fields(now).every(([name, value]) => {
    const values = known.get(name) ?? new Set<string>();
    return values.has(JSON.stringify(value)) || isOpen(values) || (name === "mark" && value === REMNANT);
  });
}
