import { fact, type Fact, type FactBodies } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";
import { tableNumber } from "../../../../lib/kernel/kinds/rule";
import { OUR_PROTOCOL } from "../../../../lib/kernel/mark";

/** One policy rule of `ip -N -j rule show`. Members that are not listed belong to foreign rules. */
export interface IpRule {
  readonly priority: number;
  readonly src?: string;
  readonly srclen?: number;
  readonly dst?: string;
  readonly dstlen?: number;
  readonly fwmark?: string;
  readonly fwmask?: string;
  readonly iif?: string;
  readonly oif?: string;
  readonly ipproto?: string;
  readonly sport?: number;
  readonly sport_start?: number;
  readonly sport_end?: number;
  readonly suppress_prefixlen?: number;
  readonly table?: string;
  readonly action?: string;
  readonly protocol?: string;
}

/** The policy rules of one namespace. */
export type IpRules = Readonly<Record<"ip" | "ip6", readonly IpRule[]>>;

const PLAIN = new Set([
  "priority",
  "src",
  "srclen",
  "dst",
  "dstlen",
  "fwmark",
  "fwmask",
  "iif",
  "oif",
  "table",
  "action",
  "protocol",
  "suppress_prefixlen",
]);
const OF_UDP = new Set(["ipproto", "sport", "sport_start", "sport_end"]);
/** Whether a named link exists, or the target of a `goto`. */
const STATES = new Set(["iif_detached", "oif_detached", "unresolved"]);

/** By name, and as `ip -N` prints them. */
const TYPES: Readonly<Record<string, FactBodies["rule"]["type"]>> = {
  blackhole: "blackhole",
  unreachable: "unreachable",
  prohibit: "prohibit",
  6: "blackhole",
  7: "unreachable",
  8: "prohibit",
};

/** The rules that every namespace begins with: those of the kernel itself. */
const OF_KERNEL = new Set(["0 255", "32766 254", "32767 253"]);

/** The policy rules of a namespace, but the kernel's own. */
export function policyRuleFacts(host: string, netns: string, rules: IpRules): readonly Fact[] {
  return (["ip", "ip6"] as const).flatMap((family) =>
    rules[family]
      .map((rule) => bodyOf(family, rule))
      .flatMap((body) => (isOfKernel(body) ? [] : [normal(fact("rule", { host, netns }, body) as Fact)])),
  );
}

function bodyOf(family: "ip" | "ip6", rule: IpRule): FactBodies["rule"] {
  const { priority, fwmark, fwmask, iif, oif, action, suppress_prefixlen: suppress } = rule;
  const udpSport = udpSportOf(rule);
  const table = tableNumber(rule.table);
  const type = action === undefined ? undefined : TYPES[action];
  const also = [
    ...othersOf(rule, udpSport !== undefined),
    ...(action !== undefined && type === undefined ? [`action=${encodeURIComponent(action)}`] : []),
    ...namedTable(rule),
  ];
  const [from, to] = [selectorOf(family, rule.src, rule.srclen), selectorOf(family, rule.dst, rule.dstlen)];
  const proto = Number(rule.protocol ?? 0);
  return {
    family,
    priority,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(fwmark === undefined ? {} : { fwmark: Number(fwmark) }),
    ...(fwmask === undefined ? {} : { mask: Number(fwmask) }),
    ...(iif === undefined ? {} : { iif }),
    ...(oif === undefined ? {} : { oif }),
    ...(udpSport === undefined ? {} : { udpSport }),
    ...(type === undefined ? (table === undefined ? {} : { table }) : { type }),
    ...(suppress === undefined ? {} : { suppress }),
    ...(also.length === 0 ? {} : { also }),
    ...(proto === OUR_PROTOCOL ? {} : { proto }),
  };
}

function selectorOf(family: "ip" | "ip6", address: string | undefined, length: number | undefined): string | undefined {
  if (address === undefined || address === "all") return undefined;
  return `${address}/${length ?? (family === "ip" ? 32 : 128)}`;
}

/** The source ports of a rule for UDP. */
function udpSportOf({ ipproto, sport, sport_start, sport_end }: IpRule): string | undefined {
  if (ipproto !== "udp" && ipproto !== "ipproto-17") return undefined;
  if (sport !== undefined) return `${sport}`;
  return sport_start === undefined || sport_end === undefined ? undefined : `${sport_start}-${sport_end}`;
}

function othersOf(rule: IpRule, isOfUdp: boolean): readonly string[] {
  const isKnown = (name: string) => PLAIN.has(name) || STATES.has(name) || (isOfUdp && OF_UDP.has(name));
  const others = Object.entries(rule).filter(([name]) => !isKnown(name));
  return others.map(([name, value]: readonly [string, unknown]) =>
    value === null ? name : `${name}=${encodeURIComponent(String(value))}`,
  );
}

/** A table that the host's own files name. */
function namedTable({ table }: IpRule): readonly string[] {
  return table === undefined || tableNumber(table) !== undefined ? [] : [`table=${encodeURIComponent(table)}`];
}

function isOfKernel({ priority, table, from, to, fwmark, iif, oif, also, proto }: FactBodies["rule"]): boolean {
  const isPlain = [from, to, fwmark, iif, oif, also].every((part) => part === undefined) && proto !== undefined;
  return isPlain && OF_KERNEL.has(`${priority} ${table}`);
}
