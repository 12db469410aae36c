/**
 * The uplinks of hosts (`uplinks` of the provider block) that are not there. What was made with one waits until it is back, since an
 * uplink that comes and goes must not keep the rest of a stack from being planned; one that was never there is a mistake.
 */
import { ROOT, type Fact, type Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { linkKey } from "../kernel/key";
import { needsOf } from "../kernel/kinds";
import { rulesIn } from "../kernel/kinds/rule";
import type { Goal, Owned } from "../reconcile/goal";
import { endsIn } from "../reconcile/ours";
import type { HostConfig } from "../resources/provider";
import { isUplinkRule } from "../resources/uplinks/compile";

/** An uplink without its link, and the wanted facts that need it. */
export interface MissingUplink {
  readonly host: string;
  readonly dev: string;
  /** Its place in the list of the host. */
  readonly n: number;
  readonly needing: readonly (readonly [Key, Owned])[];
  /** Whether it was there: its policy rules are on the host, or in the state. */
  readonly isGone: boolean;
}

interface MissingUplinkView {
  readonly goal: Goal;
  readonly actual: ReadonlyMap<string, Facts>;
  readonly hosts: ReadonlyMap<string, HostConfig>;
}

/** Each once, where something of the goal needs it. */
export function missingUplinks({ goal, actual, hosts }: MissingUplinkView): readonly MissingUplink[] {
  return [...hosts].flatMap(([host, { uplinks }]) => {
    const facts = actual.get(host);
    if (facts === undefined) return [];
    return (uplinks ?? []).flatMap(({ dev }, n): readonly MissingUplink[] => {
      const key = linkKey({ host, netns: ROOT }, dev);
      if (goal.desired.has(key) || facts.has(key) || endsIn(facts).has(key)) return [];
      const needing = [...goal.desired].filter(([, { fact }]) => needsOf(fact).some((need) => need.key === key));
      return needing.length === 0 ? [] : [{ host, dev, n, needing, isGone: wasThere(host, dev, facts, goal) }];
    });
  });
}

function wasThere(host: string, dev: string, facts: Facts, { owned }: Goal): boolean {
  const stated: Fact[] = [];
  for (const { fact, claimed } of owned.values()) if (fact.host === host && !claimed) stated.push(fact);
  return [facts, stated].some((some) => rulesIn(some).some((rule) => rule.netns === ROOT && isUplinkRule(rule) && rule.iif === dev));
}

/** The wanted facts that no plan makes before their uplinks are back. */
export function waitingFacts(missing: readonly MissingUplink[]): ReadonlySet<Key> {
  return new Set(missing.filter(({ isGone }) => isGone).flatMap(({ needing }) => needing.map(([key]) => key)));
}
