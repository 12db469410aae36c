import { ROOT, type Fact, type FactOf, type Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { keyOf } from "../../kernel/kinds";
import { chainsIn } from "../../kernel/kinds/chain";
import { MAIN_TABLE, routesIn } from "../../kernel/kinds/route";
import { rulesIn } from "../../kernel/kinds/rule";
import { isUplinkChain, isUplinkRule } from "./compile";

/**
 * What a routing table of an uplink and its policy rules are there for. Stacks with the same uplinks share both, and neither carries
 * a mark, but each stack has a chain of its own: a rule serves the chains that set its mark, and a route the rules of its table.
 */
export function holdersOf(fact: Fact, facts: Facts): readonly Key[] {
  if (fact.netns !== ROOT || fact.mark !== undefined) return [];
  return [
    ...rulesIn([fact]).flatMap((rule) => (isUplinkRule(rule) ? chainsSetting(rule, facts) : [])),
    ...routesIn([fact]).flatMap(({ table }) => (table === undefined || table === MAIN_TABLE ? [] : rulesTo(table, facts))),
  ];
}

function chainsSetting({ fwmark, mask }: FactOf<"rule">, facts: Facts): readonly Key[] {
  const chains = chainsIn(facts).filter(
    (chain) =>
      isUplinkChain(chain) &&
      chain.rules.some(({ then }) => then.do === "mark" && then.of === "ct" && then.mask === mask && then.value === fwmark),
  );
  return chains.map(keyOf);
}

function rulesTo(table: number, facts: Facts): readonly Key[] {
  return rulesIn(facts)
    .filter((rule) => isUplinkRule(rule) && rule.table === table)
    .map(keyOf);
}
