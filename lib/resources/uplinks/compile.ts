/**
 * Replies of published ports leave by the uplink that the request came by. The connection is marked with the number of the uplink,
 * and the mark is copied to its packets: those that arrive pass a strict `rp_filter` with it (`src_valid_mark`), and those that
 * leave are routed by the uplink's own table. Packets that arrive use the main table, whatever their mark: they are for a
 * container.
 */
import { fact, ROOT, type Fact, type FactBodies, type Place } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import { MAIN_TABLE } from "../../kernel/kinds/route";
import { OUR_GROUP } from "../../kernel/mark";
import { parseBits } from "../../net/bits";
import { isIpv6 } from "../../net/ip";
import { has, hasBits, is, mark, rule } from "../../nft/build";
import type { Rule } from "../../nft/expression";
import type { ProviderConfig } from "../provider";
import { isNone } from "./check";
import type { DeclaredUplink } from "./fields";
import { own } from "../../net/own";

/** Whether the rule is one of those that lead replies to their uplinks, of this stack or of another one. */
export function isUplinkRule({ priority, fwmark, proto }: FactBodies["rule"]): boolean {
  return proto === undefined && fwmark !== undefined && Object.values<number>(UPLINK_PRIORITIES).includes(priority);
}

/** The prefix of the chain that marks connections, before the name of its stack. */
const CHAIN = "uplinks-";

/** Whether the chain marks the connections of uplinks, of this stack or of another one. */
export const isUplinkChain = ({ name }: FactBodies["chain"]) => name.startsWith(CHAIN);

/** The first of the routing tables of uplinks is the next one. */
const TABLES = 15600;

/** The priorities of their policy rules: for packets that arrive, and for those that leave. */
export const UPLINK_PRIORITIES = { arriving: 1560, leaving: 1561 } as const;

/** After the destination is translated, and before a packet is routed, or checked for the link that its source is behind. */
export const MARKING_PRIORITY = -90;

/** The bits of an uplink in marks. */
interface UplinkMark {
  readonly mask: number;
  readonly value: number;
}

/** What the host of an endpoint with published ports needs, so that each uplink is used for its own replies. */
export function uplinkFacts(host: string, { hosts, mark_mask: mask, stack }: ProviderConfig): readonly Fact[] {
  const uplinks = own(hosts, host)?.uplinks ?? [];
  if (uplinks.length === 0) return [];
  const place = { host, netns: ROOT };
  const all = uplinks.map((uplink, n) => ({ uplink, n: n + 1, bits: markOf(n + 1, mask) }));
  return [
    chainFor(
      `${CHAIN}${stack}`,
      all.flatMap(({ uplink, bits }) => marking(uplink, bits)),
      place,
    ),
    ...all.flatMap(({ uplink, n, bits }) => [...validMark(uplink, place), ...routing(uplink, TABLES + n, bits, place)]),
  ];
}

function markOf(n: number, text: string): UplinkMark {
  const { mask, shift } = parseBits(text)!;
  return { mask, value: (n << shift) >>> 0 };
}

function chainFor(name: string, rules: readonly Rule[], place: Place): Fact {
  const base = Object.freeze({ type: "filter", hook: "prerouting", priority: MARKING_PRIORITY } as const);
  return fact("chain", place, { name, base, rules: Object.freeze(rules) }, { shared: true });
}

/** A new connection to a published port is marked, and so are all packets of it that arrive by its uplink or leave a network. */
function marking({ dev }: DeclaredUplink, { mask, value }: UplinkMark): readonly Rule[] {
  const [arriving, marked] = [is("iifname", dev), hasBits("ct mark", mask, value)];
  return [
    rule(arriving, has("ct state", "new"), has("ct status", "dnat"), mark("ct", mask, value)),
    rule(arriving, marked, mark("meta", mask, value)),
    rule(is("iifgroup", `${OUR_GROUP}`), marked, mark("meta", mask, value)),
  ];
}

/** With a strict `rp_filter` the kernel looks for the way back without the mark unless this is set. IPv6 has no such filter. */
function validMark({ dev, gateways }: DeclaredUplink, place: Place): readonly Fact[] {
  if (gateways.every(isIpv6)) return [];
  const name = `net.ipv4.conf.${dev.replaceAll(".", "/")}.src_valid_mark`;
  return [fact("sysctl", place, { name, value: "1" }, { shared: true })];
}

function routing({ dev, gateways, networks }: DeclaredUplink, table: number, { mask, value }: UplinkMark, place: Place): readonly Fact[] {
  return gateways.flatMap((via) => {
    const isSix = isIpv6(via);
    const marked: Pick<FactBodies["rule"], "family" | "fwmark" | "mask"> = { family: isSix ? "ip6" : "ip", fwmark: value, mask };
    const onLink = networks.filter((network) => isIpv6(network) === isSix).map((destination) => ({ destination, dev, table }));
    const routes = [...onLink, { destination: isSix ? "::/0" : "0.0.0.0/0", ...(isNone(via) ? {} : { via }), dev, table }];
    const rules = [
      { ...marked, priority: UPLINK_PRIORITIES.arriving, iif: dev, table: MAIN_TABLE },
      { ...marked, priority: UPLINK_PRIORITIES.leaving, table },
    ];
    return [
      ...routes.map((route) => normal(fact("route", place, route, { shared: true }) as Fact)),
      ...rules.map((body) => normal(fact("rule", place, body, { shared: true }) as Fact)),
    ];
  });
}
