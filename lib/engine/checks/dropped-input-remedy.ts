import type { FactOf } from "../../kernel/fact";
import { bareAddress } from "../../net/cidr";
import { isInputOfIptables } from "../resolve/supplement/intakes";
import type { PacketNeed } from "../resolve/supplement/packet-need";
import { byHost as grouped } from "../../reconcile/by-host";
import { COOPERATE, iptablesFor } from "./forwarding-remedy";

type ForeignIntake = FactOf<"intake">;

/** What one rule accepts: one payload, by one link or any, for members from these addresses. */
interface Asked extends Pick<PacketNeed, "link" | "payload" | "version" | "what"> {
  readonly sources: readonly string[];
}

/** One rule per link and payload. Packets of endpoints are accepted by their bridge, from any address. */
function askedFor(needs: readonly PacketNeed[]): readonly Asked[] {
  const groups = grouped(needs, ({ link, version, payload: { protocol, from }, from: side }) =>
    [link, protocol, from, side === "members" && version].join(" "),
  );
  return [...groups.values()].map((some) => {
    const { from, link, payload, version, what } = some[0]!;
    const peers = from === "members" ? some.flatMap(({ source }) => (source === undefined ? [] : [bareAddress(source)])) : [];
    return { ...(link === undefined ? {} : { link }), payload, version, what, sources: [...new Set(peers)] };
  });
}

const TYPES: Readonly<Record<number, string>> = { 135: "nd-neighbor-solicit", 136: "nd-neighbor-advert" };

function quoted(commands: readonly string[]): string {
  return [...new Set(commands)].map((command) => `\`${command}\``).join(", ");
}

function forIptables({ family, chain }: ForeignIntake, asked: readonly Asked[]): string {
  const rules = asked.map(({ link, sources, payload: { protocol, from } }) => {
    const port = protocol === "icmpv6" ? ` --icmpv6-type ${from}` : protocol === "esp" ? "" : ` --dport ${from}`;
    const place = `${link === undefined ? "" : ` -i ${link}`}${sources.length === 0 ? "" : ` -s ${sources.join(",")}`}`;
    return `${iptablesFor(family)} -I ${chain}${place} -p ${protocol}${port} -j ACCEPT`;
  });
  return `Accept it with ${quoted(rules)}, and have that done at each start of the host. ${COOPERATE}`;
}

function payloadForNft({ protocol, from }: Asked["payload"]): string {
  if (protocol === "icmpv6") return `icmpv6 type ${TYPES[from]}`;
  return protocol === "esp" ? "meta l4proto esp" : `${protocol} dport ${from}`;
}

function forNft({ family, table, chain }: ForeignIntake, asked: readonly Asked[]): string {
  const rules = asked.map(({ link, sources, version, payload }) => {
    const by = link === undefined ? [] : [`iifname "${link}"`];
    const addresses = sources.length === 1 ? sources[0]! : `{ ${sources.join(", ")} }`;
    const whence = sources.length === 0 ? [] : [`${version === 6 ? "ip6" : "ip"} saddr ${addresses}`];
    return ["nft insert rule", family, table, chain, ...by, ...whence, payloadForNft(payload), "accept"].join(" ");
  });
  return `Accept it with ${quoted(rules)}, and in the file that the ruleset comes from, usually /etc/nftables.conf. Netweft does not do that itself.`;
}

function forUfw(asked: readonly Asked[]): string {
  const rules = asked.flatMap(({ link, sources, payload: { protocol, from } }) => {
    const by = link === undefined ? "" : ` in on ${link}`;
    if (sources.length === 0) return [`ufw allow${by} to any port ${from}`];
    const what = protocol === "esp" ? " to any proto esp" : ` to any port ${from} proto ${protocol}`;
    return sources.map((source) => `ufw allow${by} from ${source}${what}`);
  });
  return `Accept it with ${quoted(rules)}. ${COOPERATE}`;
}

const ICMP_TYPES: Readonly<Record<number, string>> = { 135: "neighbour-solicitation", 136: "neighbour-advertisement" };

function richRules({ sources, version, payload: { protocol, from } }: Asked): readonly string[] {
  if (protocol === "icmpv6") return [`rule family="ipv6" icmp-type name="${ICMP_TYPES[from]}" accept`];
  const what = protocol === "esp" ? 'protocol value="esp"' : `port port="${from}" protocol="${protocol}"`;
  return sources.map((source) => `rule family="ipv${version}" source address="${source}" ${what} accept`);
}

/** A link of the network may be trusted as a whole; the link to the other members has other traffic, too. */
function forFirewalld(needs: readonly PacketNeed[], asked: readonly Asked[]): string {
  const own = needs[0]!.from === "endpoints" ? [`firewall-cmd --permanent --zone=trusted --add-interface=${needs[0]!.link}`] : [];
  const rules = needs[0]!.from === "endpoints" ? [] : asked.flatMap(richRules);
  const commands = [...own, ...rules.map((rule) => `firewall-cmd --permanent --add-rich-rule='${rule}'`)];
  const zone = rules.length === 0 ? "" : " Where the link is not in the default zone, give its zone with `--zone`.";
  return `Accept it with ${quoted(commands)} and \`firewall-cmd --reload\`.${zone} Netweft does not do that itself.`;
}

/** ufw accepts neighbour discovery by default, and has no command for it. */
function isForUfw({ by }: ForeignIntake, needs: readonly PacketNeed[]): boolean {
  return by === "ufw" && needs.every(({ what }) => what !== "neighbours");
}

/** The commands of the foreign firewall that accept what a network needs. */
export function admissionFor(intake: ForeignIntake, needs: readonly PacketNeed[]): string {
  const asked = askedFor(needs);
  if (intake.by === "firewalld") return forFirewalld(needs, asked);
  if (isForUfw(intake, needs)) return forUfw(asked);
  return isInputOfIptables(intake) ? forIptables(intake, asked) : forNft(intake, asked);
}

/** The command that lists the rules of a chain. */
export function lookAt(intake: ForeignIntake): string {
  const { family, table, chain } = intake;
  const command = isInputOfIptables(intake) ? `${iptablesFor(family)} -S ${chain}` : `nft list chain ${family} ${table} ${chain}`;
  return `Look at them with \`${command}\`; where one of them accepts it, nothing needs to be done.`;
}
