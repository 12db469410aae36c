/** Foreign policy rules that are consulted before those of uplinks, and take their packets. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type Fact } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { addressesIn } from "../../kernel/kinds/addr";
import { linksIn } from "../../kernel/kinds/link";
import { MAIN_TABLE } from "../../kernel/kinds/route";
import { rulesIn } from "../../kernel/kinds/rule";
import { textOf } from "../../kernel/line";
import { bareAddress, bitsOf, parseCidr } from "../../net/cidr";
import { isUplinkRule, UPLINK_PRIORITIES } from "../../resources/uplinks/compile";
import type { PolicyRule } from "./mark-bits";
import { ownerOf, type View } from "./view";

/** What packets of published ports can have: the links that they come by, and addresses that are not the host's own. */
interface MarkedPackets {
  readonly bits: number;
  readonly links: ReadonlySet<string>;
  readonly own: ReadonlySet<string>;
}

const LOCAL_TABLE = 255;

/** Rules that change nothing, or that only match packets of a VRF, of a tunnel's metadata, or of a user's socket. */
const HARMLESS = /^(nop|l3mdev|tun_id=.*|uid_start=[1-9].*)$/;

/** Whether a packet with nothing but our bits in its mark has the rule's mark. Rules that depend on our bits are errors already. */
function hasMark({ fwmark = 0, mask }: PolicyRule): boolean {
  return mask !== undefined && (fwmark & mask) === 0;
}

/** Whether some packets with our mark have all that the rule names, and whether all of them have. */
function matched(rule: PolicyRule, { links, own }: MarkedPackets): "all" | "some" | "none" {
  const { from, to, fwmark, iif, oif, udpSport, also = [] } = rule;
  const isOwn = (text: string | undefined) => {
    const cidr = text === undefined ? undefined : parseCidr(text)!;
    return cidr !== undefined && cidr.prefix === bitsOf(cidr.ip) && own.has(bareAddress(text!));
  };
  const isNever = (fwmark !== undefined && !hasMark(rule)) || (iif !== undefined && !links.has(iif)) || oif !== undefined;
  if (isNever || isOwn(from) || isOwn(to)) return "none";
  const further = also.filter((text) => !/^(not|goto|table|action)(=|$)/.test(text));
  return [from, to, iif, udpSport].every((part) => part === undefined) && further.length === 0 ? "all" : "some";
}

/** Whether packets with our mark can be taken by the rule. */
function takes(rule: PolicyRule, packets: MarkedPackets): boolean {
  const { fwmark = 0, mask, table, suppress, also = [] } = rule;
  if (((mask ?? fwmark) & packets.bits) !== 0) return false;
  if (table === LOCAL_TABLE || (table === MAIN_TABLE && suppress !== undefined) || also.some((text) => HARMLESS.test(text))) return false;
  return matched(rule, packets) !== (also.includes("not") ? "all" : "none");
}

/** The rule in the words of `ip rule`; undefined if it has parts that are not known here. */
function wordsOf({ from, to, fwmark, mask, iif, oif, udpSport, table, suppress, type, also = [] }: PolicyRule): string | undefined {
  if (also.some((text) => text !== "not")) return undefined;
  const hex = (value: number) => `0x${value.toString(16)}`;
  const words = [
    also.length > 0 && "not",
    from !== undefined && `from ${from}`,
    to !== undefined && `to ${to}`,
    fwmark !== undefined && `fwmark ${hex(fwmark)}${mask === undefined ? "" : `/${hex(mask)}`}`,
    iif !== undefined && `iif ${iif}`,
    oif !== undefined && `oif ${oif}`,
    udpSport !== undefined && `ipproto udp sport ${udpSport}`,
    type ?? `lookup ${table}`,
    suppress !== undefined && `suppress_prefixlength ${suppress}`,
  ];
  return words.filter((word) => word !== false).join(" ");
}

/** Added before the other one is deleted, so that no packet misses it. */
function remedyFor(rule: PolicyRule, n: number): string {
  const [words, program, later] = [wordsOf(rule), rule.family === "ip6" ? "ip -6 rule" : "ip rule", UPLINK_PRIORITIES.leaving + 1 + n];
  if (words === undefined) return `Give the rule a priority after ${UPLINK_PRIORITIES.leaving}.`;
  const move = (old: string) => `${program} add priority ${later} ${words}; ${program} del ${old}${words}`;
  const wireguard = words.startsWith("not fwmark ")
    ? ` wg-quick chooses no priority, so the kernel puts its rules before all others: let it move the rule each time, by \`PostUp = ${move("")}\` in its file.`
    : "";
  return `Move the rule behind those of Netweft: \`${move(`priority ${rule.priority} `)}\`.${wireguard}`;
}

function say(rule: PolicyRule, n: number, resource: string): Diagnostic {
  const detail = `Another program of the host has the policy rule "${textOf(rule)}", which is consulted before those that lead packets of published ports to the uplinks of host "${rule.host}" (priorities ${UPLINK_PRIORITIES.arriving} and ${UPLINK_PRIORITIES.leaving}) and can match these packets: then they do not leave by the uplink that the request came by, and clients get no answer. ${remedyFor(rule, n)}`;
  return diagnose("rule-before-uplinks", detail, { resource, host: rule.host, fact: textOf(rule) });
}

function earlier(host: string, facts: Facts, ours: readonly PolicyRule[], view: View): readonly Diagnostic[] {
  const atRoot = <F extends Fact>(found: readonly F[]) => found.filter((one) => one.host === host && one.netns === ROOT);
  const packets = {
    bits: ours[0]!.mask!,
    links: new Set([...atRoot(linksIn(view.wanted)).map(({ name }) => name), ...ours.flatMap(({ iif }) => iif ?? [])]),
    own: new Set(atRoot(addressesIn(facts)).map(({ address }) => bareAddress(address))),
  };
  const isBefore = ({ family, priority, proto }: PolicyRule) =>
    proto !== undefined && priority <= UPLINK_PRIORITIES.leaving && ours.some((rule) => rule.family === family);
  const found = atRoot(rulesIn(facts) as readonly PolicyRule[]).filter((rule) => isBefore(rule) && takes(rule, packets));
  const inOrder = [...found].sort((a, b) => a.priority - b.priority);
  return inOrder.map((rule, n) => say(rule, n, ownerOf(view, ours[0]!)));
}

/** No policy rule of another program takes the packets of published ports before those of uplinks do. */
export function uplinksComeFirst(view: View): readonly Diagnostic[] {
  const ours = (rulesIn(view.wanted) as readonly PolicyRule[]).filter((rule) => rule.netns === ROOT && isUplinkRule(rule));
  return [...view.actual].flatMap(([host, facts]) => {
    const here = ours.filter((rule) => rule.host === host);
    return here.length === 0 ? [] : earlier(host, facts, here, view);
  });
}
