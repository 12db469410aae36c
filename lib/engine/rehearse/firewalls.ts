/** Foreign firewall chains, inferred from the rules that Netweft has added to them. */
import { fact, ROOT, type Fact, type FactOf, type Key } from "../../kernel/fact";
import { keyOf } from "../../kernel/kinds";
import { exceptionsIn } from "../../kernel/kinds/iptables";
import { passText } from "../../kernel/pass";
import { admission } from "../resolve/supplement/intakes";
import type { PacketNeed } from "../resolve/supplement/packet-need";

type RehearsedRule = FactOf<"iptables">;

/** The chain that drops forwarded packets. */
function policyFor({ host, family, chain }: RehearsedRule): Fact {
  const none = { in: [], out: [], back: [], within: [] };
  const by = chain === "DOCKER-USER" ? ({ by: "docker" } as const) : {};
  const body = { family, table: "filter", chain: "FORWARD", verdict: "drop", ...by, replies: false, dnat: false, ...none } as const;
  return fact("policy", { host, netns: ROOT }, body) as Fact;
}

/** What the chain must accept by itself: packets for which Netweft has added no rule. */
function passingBy(needs: readonly PacketNeed[], { host, family }: RehearsedRule, rules: ReadonlySet<Key>): readonly PacketNeed[] {
  const version = family.startsWith("ip6") ? 6 : 4;
  return needs.filter((need) => need.host === host && need.version === version && !rules.has(keyOf(admission(need, family))));
}

/** The words for packets; those of other members may arrive by any link. */
function wordsFor({ from, link, source, payload }: PacketNeed, links: readonly string[]): readonly string[] {
  if (from === "endpoints") return [passText({ ...(link !== undefined && { link }), payload })];
  const pass = { ...(source !== undefined && { source }), payload };
  return [passText(pass), ...links.map((other) => passText({ ...pass, link: other }))];
}

function sorted(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}

/** The chain that drops packets for the host itself. */
function intakeFor(rule: RehearsedRule, needs: readonly PacketNeed[], rules: ReadonlySet<Key>): Fact {
  const passing = passingBy(needs, rule, rules);
  const links = sorted(passing.flatMap(({ link }) => link ?? []));
  const lets = sorted(passing.flatMap((need) => wordsFor(need, links)));
  const body = { family: rule.family, table: "filter", chain: rule.chain, verdict: "drop", links, lets, may: [], stops: [] } as const;
  return fact("intake", { host: rule.host, netns: ROOT }, body) as Fact;
}

/** The foreign chains because of which these facts contain iptables rules. `needs`: what the networks that have been applied need. */
export function firewallsFor(facts: readonly Fact[], needs: readonly PacketNeed[]): readonly Fact[] {
  const rules = exceptionsIn(facts);
  const keys = new Set(rules.map(keyOf));
  return rules.map((rule) => (rule.payload === undefined ? policyFor(rule) : intakeFor(rule, needs, keys)));
}
