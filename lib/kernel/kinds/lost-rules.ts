/** What lost and added rules of nftables do to packets, by their verdicts. */
import type { Match, Rule, RuleAction } from "../../nft/expression";
import { printRule } from "../../nft/print";
import type { Place } from "../fact";
import { cosmetic, degraded, exposure, outage, worstOf, type JudgeGround, type Judgement } from "../judgement";

type Influence = "stops" | "passes" | "none";

/** Whether the action holds packets back, or takes them on: to the next chain, or to another address. */
function influenceOf({ do: action }: RuleAction): Influence {
  if (action === "drop" || action === "reject") return "stops";
  return action === "nothing" || action === "mark" || action === "continue" || action === "return" ? "none" : "passes";
}

/** Of a wanted rule that is missing. */
export function lostRule(rule: Rule): Judgement {
  const influence = influenceOf(rule.then);
  if (influence === "stops") return exposure(`Packets pass that the rule "${printRule(rule)}" is to drop.`);
  if (influence === "passes") return outage(`Packets no longer take the way of the rule "${printRule(rule)}".`);
  return degraded(`The rule "${printRule(rule)}" is missing, which drops and accepts nothing by itself.`);
}

/** Of a rule that nothing declares. */
export function addedRule(rule: Rule): Judgement {
  const influence = influenceOf(rule.then);
  if (influence === "stops") return outage(`The rule "${printRule(rule)}", which nothing declares, drops packets.`);
  if (influence === "passes") return exposure(`The rule "${printRule(rule)}", which nothing declares, accepts or redirects packets.`);
  return cosmetic(`The rule "${printRule(rule)}", which nothing declares, has no influence on packets by itself.`);
}

/** Of two lists of rules. */
export function changedRules(expected: readonly Rule[], actual: readonly Rule[]): Judgement {
  const all = [...without(expected, actual).map(lostRule), ...without(actual, expected).map(addedRule)];
  return worstOf(all) ?? exposure("The rules are in another order, so that others decide on some packets.");
}

/** The rules of the first list that are not in the second one, each as often as it is more often in the first. */
function without(some: readonly Rule[], others: readonly Rule[]): readonly Rule[] {
  const left = new Map<string, number>();
  for (const text of others.map(printRule)) left.set(text, (left.get(text) ?? 0) + 1);
  return some.filter((rule) => {
    const [text, n] = [printRule(rule), left.get(printRule(rule)) ?? 0];
    if (n > 0) left.set(text, n - 1);
    return n === 0;
  });
}

/** Of an element of a set or map: what the rules that look it up do with packets that have it. */
export function elementJudged(
  place: Place,
  element: { readonly set: string; readonly data?: unknown; readonly to?: string | undefined },
  isLost: boolean,
  ground: JudgeGround,
): Judgement {
  const { set, to } = element;
  if (to !== undefined) {
    const inside = ground.rulesOf(place, to).map((rule) => (isLost ? lostRule(rule) : addedRule(rule)));
    return worstOf(inside) ?? otherwise(set, isLost);
  }
  const all = ground.rulesOn(place, set).map((rule) => {
    const stops = influenceOf(rule.then) === "stops";
    const holds = isNegated(rule, set) ? !stops : stops;
    return holds === isLost
      ? exposure(
          `The rule "${printRule(rule)}" ${isLost ? "does not apply to its packets" : "applies to its packets, too"}, which then pass.`,
        )
      : outage(
          `The rule "${printRule(rule)}" ${isLost ? "does not apply to its packets" : "applies to its packets, too"}, which are then lost.`,
        );
  });
  return worstOf(all) ?? otherwise(set, isLost);
}

function otherwise(set: string, isLost: boolean): Judgement {
  return isLost
    ? degraded(`No wanted rule that was compared looks up "${set}".`)
    : exposure(`Nothing declares this element of "${set}", which admits or redirects packets.`);
}

function isNegated({ when }: Rule, set: string): boolean {
  const looksUp = (part: Match) => part.operand.is === "named" && part.operand.set === set;
  return when.some((part) => part.is === "match" && looksUp(part) && part.op === "!=");
}
