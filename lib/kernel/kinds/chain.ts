import { setsIn, type Rule } from "../../nft/expression";
import { parseBase, parseRule } from "../../nft/parse";
import { printBase, printRule } from "../../nft/print";
import { among, type FactSource } from "../among";
import { ROOT, type Fact, type FactOf, type Key, type Place } from "../fact";
import type { FactType, Need } from "../fact-type";
import { refuseUnmet, removeUnheld } from "./in-table";
import { setKey } from "./set";
import { canonicalWords } from "./spelling";
import { homeOf, nameIn, NFT, removedFrom, tableKey } from "./table";
import { isWord } from "./words";
import { cosmetic, outage, worstOf } from "../judgement";
import { addedRule, changedRules } from "./lost-rules";

const BETWEEN = "; ";

/** The chain that keeps a host closed between links of its own: which, only the host says. */
export const CLOSED = "closed";

/**
 * A chain of Netweft's table with all of its rules, which change in one nftables transaction:
 * `chain forward type filter hook forward priority 0 { iifname vmap @from; oifname vmap @to }`. The rules are in the form that
 * nft lists. The policy of base chains is accept.
 */
export const chain: FactType<"chain"> = {
  kind: "chain",
  sample: "local - chain to-nw-blue { ct status dnat accept; drop }",
  layer: "nft",
  judge(expected, actual, ground) {
    const one = (expected ?? actual)!;
    const of = { place: one, name: one.name, ground };
    if (expected !== undefined && actual !== undefined && baseText(expected) !== baseText(actual))
      return outage("The chain is called at another point of the kernel, or not at all.");
    if (expected !== undefined) return changedRules(expected.rules, actual?.rules ?? [], of);
    const added = actual?.base === undefined ? [] : actual.rules.map((rule) => addedRule(rule, of));
    return worstOf(added) ?? cosmetic("No packet reaches a rule in this chain.");
  },
  removal: (fact) => removedFrom(fact.name, "chain"),
  within: (fact) => [tableKey(fact, fact.name)],
  readSet: "firewall",
  rank: -2,
  markable: false,
  removable: true,
  identity: (fact) => fact.name,
  normal: (fact) => ({ ...fact, rules: fact.rules.map((rule) => ruleIn(printRule(rule))) }),
  needs: (fact) => [{ key: tableKey(fact, fact.name), diesWith: true }, ...lookedUp(fact)],
  isReferredTo: true,
  concernsHost: ({ name }) => name === CLOSED,
  supplemented: ({ name }) => name === CLOSED,
  uses: () => "firewall",
  inParts: { head: (fact) => `${fact.name}${baseText(fact)}`, parts: ({ rules }) => rules.map(printRule) },
  canChange: (from, to) => baseText(from) === baseText(to),
  admit: (world, fact) => refuseUnmet(world, chain.needs(fact)),
  remove: (world, fact) => removeUnheld(world, fact, chainKey(fact, fact.name)),
  requires: () => NFT,
  text: (fact) => `${fact.name}${baseText(fact)} {${fact.rules.length === 0 ? "" : ` ${fact.rules.map(printRule).join(BETWEEN)}`} }`,
  parse(words, place) {
    const open = words.indexOf("{");
    const [name, ...rest] = words.slice(0, open);
    const base = parseBase(rest.join(" "));
    if (place.netns !== ROOT || open < 1 || words.at(-1) !== "}" || !isWord(name) || !words.every(isWord)) return undefined;
    if (base === undefined && rest.length > 0) return undefined;
    const inside = words.slice(open + 1, -1).join(" ");
    return { name, ...(base && { base }), rules: inside === "" ? [] : inside.split(BETWEEN).map(ruleIn) };
  },
};

/** The rules of these texts. One run reads the same lines from the host and from the state, and checks those that it writes. */
const known = new Map<string, Rule>();

/** How many of them are kept: those of a few thousand endpoints. */
const MOST_KNOWN = 20_000;

/** A rule in a line, with its addresses in canonical spelling. */
function ruleIn(text: string): Rule {
  const before = known.get(text);
  if (before !== undefined) return before;
  const rule = parseRule(canonicalWords(text));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, rule);
  return rule;
}

function baseText({ base }: FactOf<"chain">): string {
  return base === undefined ? "" : ` ${printBase(base)}`;
}

/** The sets and maps that the rules refer to. */
function lookedUp(fact: FactOf<"chain">): readonly Need[] {
  const { family } = homeOf(fact.name).table;
  return [...new Set(fact.rules.flatMap(setsIn))].map((name) => ({ key: setKey(fact, nameIn(family, name)), diesWith: false }));
}

/** The key of a chain of Netweft's table. */
export function chainKey({ host }: Place, name: string): Key {
  return `${host} ${ROOT} chain ${name}`;
}

/** The chains, in their order. */
export function chainsIn(facts: FactSource): readonly FactOf<"chain">[] {
  return among(facts, "chain");
}

/** Whether the fact is the chain that keeps a host closed. */
export function isClosing(fact: Fact): fact is FactOf<"chain"> & Fact {
  return fact.kind === "chain" && fact.name === CLOSED;
}
