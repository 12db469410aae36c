import { canonicalCidr } from "../../net/cidr";
import { canonicalIp } from "../../net/ip";
import { ROOT } from "../fact";
import type { FactType } from "../fact-type";
import { after, ended, flag, numberOf, reader, type Words } from "./words";

const CONNTRACK = ["conntrack"] as const;

const PROTOCOLS = ["tcp", "udp", "sctp"];

/**
 * Conntrack entries: `flow tcp port 8080 via 10.8.0.2 port 80` are those to port 8080 with DNAT to that container,
 * `flow from 10.9.0.0/24 to 10.8.0.0/24` those between two networks, `flow from 10.9.0.0/24 to host` those of a network with
 * the host itself, `flow udp from 0.0.0.0/0 to host port 514 untranslated` those to a port of the host without DNAT. A
 * conntrack entry outlives the rule that admitted it, so removing a rule also deletes its entries. No resource declares them.
 */
export const flow: FactType<"flow"> = {
  kind: "flow",
  sample: "local - flow tcp port 8080 via 10.8.0.2 port 80",
  layer: "nft",
  rank: 7,
  markable: false,
  removable: true,
  deletedOnly: "Connections come and go: steps only end those that a removed rule had admitted.",
  identity: (fact) => flow.text(fact),
  normal: (fact) => ({
    ...fact,
    ...given({
      from: fact.from && (canonicalCidr(fact.from) ?? fact.from),
      to: fact.to && (canonicalCidr(fact.to) ?? fact.to),
      via: fact.via && (canonicalIp(fact.via) ?? fact.via),
    }),
  }),
  needs: () => [],
  endsForGood: () => "These connections were ended: their peers have to connect again.",
  canChange: () => true,
  endsConnections: ({ untranslated, port }) => (untranslated ? { redirectedFrom: port } : {}),
  requires: () => CONNTRACK,
  text({ protocol, from, to, port, via, viaPort, untranslated }) {
    const way = [said("from", from), said("to", to), said("port", port), said("via", via), said("port", viaPort)];
    const parts = [protocol, ...way, untranslated && "untranslated"];
    return parts.filter((part) => part !== undefined).join(" ");
  },
  parse(words, place) {
    const line = reader(words);
    const protocol = PROTOCOLS.includes(words[0] ?? "") ? words[line.at++] : undefined;
    const [from, to] = [after(line, "from"), after(line, "to")];
    const port = portAfter(line);
    const via = after(line, "via");
    const viaPort = via === undefined ? undefined : portAfter(line);
    const untranslated = flag(line, "untranslated") || undefined;
    const good = [from, to].every((cidr, n) => cidr === undefined || canonicalCidr(cidr) === cidr || (n === 1 && cidr === "host"));
    if (place.netns !== ROOT || words.length === 0 || !ended(line) || !good || (via !== undefined && canonicalIp(via) !== via))
      return undefined;
    if (untranslated && (via !== undefined || to === undefined || port === undefined)) return undefined;
    return given({ protocol, from, to, port, via, viaPort, untranslated });
  },
};

function said(word: string, value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : `${word} ${value}`;
}

function portAfter(line: Words): number | undefined {
  return numberOf(after(line, "port"));
}

/** Only the fields that are present. */
function given<T extends object>(body: T): { [N in keyof T]?: Exclude<T[N], undefined> } {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as {
    [N in keyof T]?: Exclude<T[N], undefined>;
  };
}
