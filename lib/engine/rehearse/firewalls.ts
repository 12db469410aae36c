/** Foreign firewall chains, inferred from the rules that Netweft has added to them. */
import { fact, ROOT, type Fact, type FactOf } from "../../kernel/fact";
import { passText, payloadText } from "../../kernel/pass";
import { needsIn, type Need } from "../survey/supplement/intakes";

type Rule = FactOf<"iptables">;

function isRule(fact: Fact): fact is Rule {
  return fact.kind === "iptables";
}

/** The chain that drops forwarded packets. */
function policyFor({ host, family, chain }: Rule): Fact {
  const none = { in: [], out: [], back: [], within: [] };
  const by = chain === "DOCKER-USER" ? ({ by: "docker" } as const) : {};
  const body = { family, table: "filter", chain: "FORWARD", verdict: "drop", ...by, replies: false, dnat: false, ...none } as const;
  return fact("policy", { host, netns: ROOT }, body) as Fact;
}

/** Packets that the chain must accept by itself: Netweft has added no rule for them. */
function lets(needs: readonly Need[], { host, family }: Rule, rules: readonly Rule[]): readonly string[] {
  const version = family.startsWith("ip6") ? 6 : 4;
  const isRuled = ({ link, payload }: Need) =>
    rules.some((rule) => rule.host === host && rule.family === family && rule.dev === link && rule.payload === payloadText(payload));
  const passing = needs.filter((need) => need.host === host && need.version === version && !isRuled(need));
  return passing.map(({ link, payload }) => passText({ link, payload }));
}

/** The chain that drops packets for the host itself. */
function intakeFor(rule: Rule, rules: readonly Rule[], needs: readonly Need[]): Fact {
  const { host, family, chain } = rule;
  const passing = [...new Set(lets(needs, rule, rules))].sort();
  const links = [...new Set(passing.map((text) => text.slice(0, text.indexOf("@"))))].sort();
  const body = { family, table: "filter", chain, verdict: "drop", links, lets: passing, may: [], stops: [] } as const;
  return fact("intake", { host, netns: ROOT }, body) as Fact;
}

/** The foreign chains because of which these facts contain iptables rules. */
export function firewallsFor(facts: readonly Fact[]): readonly Fact[] {
  const rules = facts.filter(isRule);
  if (rules.length === 0) return [];
  const needs = needsIn(facts.filter(({ kind }) => kind === "link" || kind === "addr" || kind === "resolver"));
  return rules.map((rule) => (rule.payload === undefined ? policyFor(rule) : intakeFor(rule, rules, needs)));
}
