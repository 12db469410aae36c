/** Drift: how hosts differ from the facts that are owned there. Reports, attributes and plans are views of it. */
import type { Observation } from "../../ports/backend";
import type { Fact, Key } from "../../kernel/fact";
import { isSettled, kinds, sameFact } from "../../kernel/kinds";
import { textOf } from "../../kernel/line";
import type { Goal, Owned } from "../goal";
import { leftOver } from "../left-over";
import type { Change } from "../plan";
import type { FactPolicy } from "../policy";
import { assertAsked } from "../scope";
import { intruders, mayBeAnEndpoints } from "../unexpected";

/**
 * `missing`: it does not exist. `changed`: it differs. `unmarked`: it exists without our mark. `conflict`: the address exists,
 * and duplicate address detection has found another owner. `unexpected`: it is in an object of ours and others added it, or an
 * interrupted apply was to delete it.
 */
export type DifferenceKind = "missing" | "changed" | "unexpected" | "unmarked" | "conflict";

/** One difference between a host and the facts that are owned there. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly key: Key;
  /** The expected fact; of an unexpected one, the actual one. */
  readonly fact: Fact;
  /** The actual fact, if any. */
  readonly actual?: Fact;
  readonly owners: readonly string[];
}

/** How an observation differs from one expected fact; undefined if it does not. */
export function differenceAt(key: Key, { fact, owners }: Pick<Owned, "fact" | "owners">, seen: Observation): Difference | undefined {
  const actual = seen.facts.get(key);
  if (actual === undefined) {
    assertAsked(seen, fact);
    return { kind: "missing", key, fact, owners };
  }
  const found = { key, fact, actual, owners };
  if (seen.unsettled.get(key) === "dadfailed") return { kind: "conflict", ...found };
  if (sameFact(actual, fact)) return undefined;
  return { kind: kinds[fact.kind].markable && actual.mark !== fact.mark ? "unmarked" : "changed", ...found };
}

/** Whether no step can repair the difference: a session comes up when the neighbor answers. */
export function isAwaited({ kind, fact, actual }: Difference): boolean {
  return kind === "changed" && isSettled(actual!, fact);
}

/** What an interrupted apply was to delete. */
function leaving(key: Key, { fact, owners }: Owned, seen: Observation, policy: FactPolicy): Difference | undefined {
  const actual = leftOver(fact, seen.facts, policy);
  return actual && { kind: "unexpected", key, fact: actual, actual, owners };
}

/** An owner's view of a common object, with what its other owners have added to the one that exists. */
export function asShared(
  key: Key,
  { fact, owners }: Owned,
  seen: Observation,
  policy: Pick<FactPolicy, "extended">,
): Pick<Owned, "fact" | "owners"> {
  const actual = seen.facts.get(key);
  return { fact: actual === undefined ? fact : policy.extended(fact, actual), owners };
}

function unexpected(owned: ReadonlyMap<Key, Owned>, { facts }: Observation, closedWorld: boolean): readonly Difference[] {
  const isKnown = (key: Key, fact: Fact) => owned.has(key) || (!closedWorld && mayBeAnEndpoints(fact));
  return [...intruders(facts, owned, isKnown)].map(([key, { fact, owners }]) => ({ kind: "unexpected", key, fact, actual: fact, owners }));
}

/**
 * All differences between owned facts and the observed hosts. Hosts that were not observed have none. `closedWorld`: nothing of
 * the stack is owned elsewhere.
 */
export function compare(
  owned: ReadonlyMap<Key, Owned>,
  observed: ReadonlyMap<string, Observation>,
  { closedWorld, ...policy }: FactPolicy & { readonly closedWorld: boolean },
): readonly Difference[] {
  const found: Difference[] = [];
  for (const [key, one] of owned) {
    const seen = observed.get(one.fact.host);
    const difference = seen && (one.leaving ? leaving(key, one, seen, policy) : differenceAt(key, asShared(key, one, seen, policy), seen));
    if (difference) found.push(difference);
  }
  for (const seen of observed.values()) found.push(...unexpected(owned, seen, closedWorld));
  return found;
}

/** The differences of wanted facts that no step repairs, apart from those that change anyway. */
export function awaitedIn(
  { desired }: Goal,
  observed: ReadonlyMap<string, Observation>,
  changes: readonly Change[],
): readonly Difference[] {
  const changed = new Set(changes.map(({ key }) => key));
  return [...observed.values()].flatMap((seen) =>
    [...seen.unsettled.keys()].flatMap((key) => {
      const wanted = changed.has(key) ? undefined : desired.get(key);
      const difference = wanted && differenceAt(key, wanted, seen);
      return difference && isAwaited(difference) ? [difference] : [];
    }),
  );
}

/** The difference that a change repairs. */
export function differenceOf({ action, key, before, after, owners }: Change): Difference {
  if (before === undefined) return { kind: "missing", key, fact: after!, owners };
  return { kind: action === "remove" ? "unexpected" : "changed", key, fact: after ?? before, actual: before, owners };
}

/** A difference as a line: `-` is missing, `~` differs, `+` is unexpected. */
export function driftLine({ kind, fact, actual }: Difference): string {
  return `${kind === "missing" ? "-" : kind === "unexpected" ? "+" : "~"} ${textOf(actual ?? fact)}`;
}
