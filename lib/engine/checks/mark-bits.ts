import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type Fact, type FactOf } from "../../kernel/fact";
import { keyOf } from "../../kernel/kinds";
import { markingsIn } from "../../kernel/kinds/marking";
import { rulesIn } from "../../kernel/kinds/rule";
import { textOf } from "../../kernel/line";
import { bitsText } from "../../nft/fields";
import { isUplinkRule, MARKING_PRIORITY } from "../../resources/uplinks/compile";
import type { View } from "./view";

export type PolicyRule = FactOf<"rule"> & Fact;

/**
 * Whether the rule depends on bits of the mask. One that compares a whole mark with a value without these bits matches no packet
 * that has some of them.
 */
function uses({ fwmark = 0, mask }: PolicyRule, bits: number): boolean {
  return ((mask ?? fwmark) & bits) !== 0;
}

function inUse(rule: PolicyRule, bits: number, resource: string): Diagnostic {
  const whose = rule.proto === undefined ? "A declared route has" : "Another program of the host has";
  const detail = `${whose} the policy rule "${textOf(rule)}", which depends on bits of the mask ${bitsText(bits)}. Netweft sets these on the packets of published ports, to tell the uplinks of host "${rule.host}" apart, and the rule would take them to its table. Choose bits that no program of the host uses as \`mark_mask\` of the provider block.`;
  return diagnose("mark-bits-in-use", detail, { resource, host: rule.host, fact: textOf(rule) });
}

/** Whether the chain sees packets after Netweft has set their marks. IP packets pass prerouting of other families earlier. */
function isLate({ family, prerouting }: FactOf<"marking">): boolean {
  return prerouting !== undefined && prerouting >= MARKING_PRIORITY && /^(ip6?|inet)$/.test(family);
}

/** The mark of a connection lasts: it must not lose these bits either. That of a packet is set again before it is routed. */
function changes(found: FactOf<"marking">, ours: number): boolean {
  return ((found.of === "ct" || isLate(found) ? found.mask : found.bits) & ours) !== 0;
}

function whatItDoes(found: FactOf<"marking">): string {
  if (found.of === "ct") return "change the firewall mark of connections";
  if (isLate(found)) return `change the firewall mark of packets after Netweft has set it (at priority ${MARKING_PRIORITY})`;
  return "set the firewall mark of packets";
}

function inMarks(found: FactOf<"marking">, bits: number, resource: string): Diagnostic {
  const text = textOf(found as Fact);
  const { family, table, chain } = found;
  const detail = `Another program of the host has rules in the chain "${chain}" of the table "${family} ${table}" that ${whatItDoes(found)} ("${text}"), among them bits of the mask ${bitsText(bits)}. Netweft distinguishes the uplinks of host "${found.host}" by these. Choose bits that no program of the host uses as \`mark_mask\` of the provider block, or let that rule change its own bits only: "--set-xmark VALUE/MASK", "${found.of} mark set ${found.of} mark & ~MASK | VALUE".`;
  return diagnose("mark-bits-in-use", detail, { resource, host: found.host, fact: text });
}

/** The bits of firewall marks by which uplinks are distinguished are used by nothing else. */
export function markBitsAreFree({ goal, wanted, actual }: View): readonly Diagnostic[] {
  const masks = new Map<string, readonly [bits: number, resource: string]>();
  for (const rule of rulesIn(wanted) as readonly PolicyRule[])
    if (rule.netns === ROOT && isUplinkRule(rule)) masks.set(rule.host, [rule.mask!, goal.desired.get(keyOf(rule))!.owners[0]!]);
  return [...masks].flatMap(([host, [bits, resource]]) => {
    const all = new Map(
      [...rulesIn(wanted), ...rulesIn(actual.get(host) ?? new Map())].map((rule) => [keyOf(rule as Fact), rule as PolicyRule]),
    );
    const others = [...all.values()].filter((rule) => rule.host === host && rule.netns === ROOT && !isUplinkRule(rule));
    const markings = markingsIn(actual.get(host) ?? new Map()).filter((found) => changes(found, bits));
    return [
      ...others.filter((rule) => uses(rule, bits)).map((rule) => inUse(rule, bits, resource)),
      ...markings.map((found) => inMarks(found, bits, resource)),
    ];
  });
}
