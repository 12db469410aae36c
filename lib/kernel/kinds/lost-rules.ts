/** What lost and added rules of nftables do to packets, by their verdicts. */
import type { Match, Rule, RuleAction, Verdict } from "../../nft/expression";
import { printRule } from "../../nft/print";
import type { Place } from "../fact";
import { cosmetic, degraded, exposure, outage, worstOf, type JudgeGround, type Judgement } from "../judgement";
import { homeOf, nameIn } from "./table";

/** Wanted rules, as a chain or set of this name sees them. */
export interface RuleGround {
  readonly place: Place;
  readonly name: string;
  readonly ground: JudgeGround;
}

/** What an action does, with the chains to which it leads: it holds packets back, or takes them on to another chain or address. */
interface Influence {
  readonly stops: boolean;
  readonly passes: boolean;
}

const NOTHING: Influence = { stops: false, passes: false };
const STOPS: Influence = { stops: true, passes: false };
const PASSES: Influence = { stops: false, passes: true };

function both(all: readonly Influence[]): Influence {
  return { stops: all.some(({ stops }) => stops), passes: all.some(({ passes }) => passes) };
}

function influenceOf(action: RuleAction, of: RuleGround, entered: ReadonlySet<string> = new Set()): Influence {
  const { do: verb } = action;
  if (verb === "drop" || verb === "reject") return STOPS;
  if (verb === "nothing" || verb === "mark" || verb === "continue" || verb === "return") return NOTHING;
  const inside = verdictsIn(action, of).map((verdict) => influenceOf(verdict, of, entered));
  if (verb !== "jump" && verb !== "goto") return both([PASSES, ...inside]);
  const chain = nameIn(homeOf(of.name).table.family, action.to);
  if (entered.has(chain)) return NOTHING;
  const rules = of.ground.rulesOf(of.place, chain);
  return both([PASSES, ...rules.map(({ then }) => influenceOf(then, of, new Set([...entered, chain])))]);
}

function verdictsIn(action: RuleAction, { place, name, ground }: RuleGround): readonly Verdict[] {
  if (action.do !== "vmap") return [];
  if (action.map.is === "entries") return action.map.entries.map(([, verdict]) => verdict);
  return ground.verdictsOf(place, nameIn(homeOf(name).table.family, action.map.map));
}

/** Of a wanted rule that is missing. */
function lostRule(rule: Rule, of: RuleGround): Judgement {
  const { stops, passes } = influenceOf(rule.then, of);
  if (stops && passes) return exposure(`Packets pass that the rule "${printRule(rule)}" is to drop, and others no longer take its way.`);
  if (stops) return exposure(`Packets pass that the rule "${printRule(rule)}" is to drop.`);
  if (passes) return outage(`Packets no longer take the way of the rule "${printRule(rule)}".`);
  return degraded(`The rule "${printRule(rule)}" is missing, which drops and accepts nothing by itself.`);
}

/** Of a rule that nothing declares. */
export function addedRule(rule: Rule, of: RuleGround): Judgement {
  const { stops, passes } = influenceOf(rule.then, of);
  if (stops) return outage(`The rule "${printRule(rule)}", which nothing declares, drops packets.`);
  if (passes) return exposure(`The rule "${printRule(rule)}", which nothing declares, accepts or redirects packets.`);
  return cosmetic(`The rule "${printRule(rule)}", which nothing declares, has no influence on packets by itself.`);
}

/** Of two lists of rules. */
export function changedRules(expected: readonly Rule[], actual: readonly Rule[], of: RuleGround): Judgement {
  const lost = without(expected, actual).map((rule) => lostRule(rule, of));
  const added = without(actual, expected).map((rule) => addedRule(rule, of));
  return worstAmong([...lost, ...added]) ?? exposure("The rules are in another order, so that others decide on some packets.");
}

/** Where packets pass that are not to, that is the finding, with the outage that is noticed anyway. */
function worstAmong(all: readonly Judgement[]): Judgement | undefined {
  const hole = all.find(({ severity }) => severity === "exposure");
  const loss = all.find(({ severity }) => severity === "outage");
  return hole && loss ? { ...exposure(`${hole.reason} ${loss.reason}`), also: "outage" } : (hole ?? worstOf(all));
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

/** Of an element of a set or map: what its verdict, or the rules that look it up, do with packets that have it. */
export function elementJudged(verdict: Verdict | undefined, isLost: boolean, of: RuleGround): Judgement {
  if (verdict !== undefined) return verdictJudged(verdict, isLost, of);
  const all = of.ground.rulesOn(of.place, of.name).map((rule) => lookedUp(rule, isLost, of));
  return worstAmong(all) ?? otherwise(of.name, isLost);
}

function verdictJudged(verdict: Verdict, isLost: boolean, of: RuleGround): Judgement {
  if (verdict.do !== "jump" && verdict.do !== "goto") {
    const rule: Rule = { when: [], then: verdict };
    return isLost ? lostRule(rule, of) : addedRule(rule, of);
  }
  const rules = of.ground.rulesOf(of.place, nameIn(homeOf(of.name).table.family, verdict.to));
  if (rules.length === 0) return otherwise(of.name, isLost);
  return isLost ? changedRules(rules, [], of) : worstAmong(rules.map((rule) => addedRule(rule, of)))!;
}

function lookedUp(rule: Rule, isLost: boolean, of: RuleGround): Judgement {
  const { stops } = influenceOf(rule.then, of);
  const applies = isNegated(rule, of.name) === isLost;
  const how = applies ? "applies to its packets, too" : "does not apply to its packets";
  const what = `The rule "${printRule(rule)}" ${how}, which`;
  return applies === stops ? outage(`${what} are then lost.`) : exposure(`${what} then pass.`);
}

function otherwise(set: string, isLost: boolean): Judgement {
  return isLost
    ? degraded(`No wanted rule that was compared looks up "${set}".`)
    : exposure(`Nothing declares this element of "${set}", which admits or redirects packets.`);
}

function isNegated({ when }: Rule, name: string): boolean {
  const { name: set } = homeOf(name);
  const looksUp = (part: Match) => part.operand.is === "named" && part.operand.set === set;
  return when.some((part) => part.is === "match" && looksUp(part) && part.op === "!=");
}
