import { ROOT, type Fact, type FactOf, type Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { keyOf } from "../../kernel/kinds";
import { MAIN_TABLE } from "../../kernel/kinds/route";
import { isUplinkChain, isUplinkRule } from "./compile";

/**
 * What a routing table of an uplink and its policy rules are there for. Stacks with the same uplinks share both, and neither carries
 * a mark, but each stack has a chain of its own: a rule serves the chains that set its mark, and a route the rules of its table.
 */
export function holdersOf(fact: Fact, facts: Facts): readonly Key[] {
  if (fact.netns !== ROOT) return [];
  if (fact.kind === "rule" && isUplinkRule(fact)) return chainsOf(fact, facts);
  return fact.kind === "route" && fact.table !== undefined ? rulesOf(fact, facts) : [];
}

function chainsOf({ fwmark, mask }: FactOf<"rule">, facts: Facts): readonly Key[] {
  const sets = (chain: FactOf<"chain">) =>
    chain.rules.some(({ then }) => then.do === "mark" && then.of === "ct" && then.mask === mask && then.value === fwmark);
  return keysOf(facts, (one) => one.kind === "chain" && isUplinkChain(one) && sets(one));
}

function rulesOf({ table }: FactOf<"route">, facts: Facts): readonly Key[] {
  return table === MAIN_TABLE ? [] : keysOf(facts, (one) => one.kind === "rule" && isUplinkRule(one) && one.table === table);
}

function keysOf(facts: Facts, isOne: (fact: Fact) => boolean): readonly Key[] {
  return [...facts.values()].filter(isOne).map(keyOf);
}
