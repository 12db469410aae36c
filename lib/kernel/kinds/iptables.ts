import { canonicalCidr } from "../../net/cidr";
import { among, type FactSource } from "../among";
import { ROOT, type FactBodies, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { parsePass, payloadText } from "../pass";
import { after, ended, isDev, isWord, next, reader, type Words } from "./words";
import { exposure, judging, outage } from "../judgement";

/** The tables of iptables that a host can have: of both families, in nftables and in the older form. */
export const IPTABLES = ["ip", "ip6", "ip-legacy", "ip6-legacy"] as const;
const ANY = "*";

/**
 * Our rule in a foreign chain of iptables: `iptables ip DOCKER-USER nw-front in` accepts packets that enter by that link,
 * `out` those that leave by it; `iptables ip INPUT nw-front in udp:53` only packets of that protocol and port, with `icmpv6` of
 * that type; `iptables ip INPUT * in udp:4789 from 192.0.2.2/32 for shop/mesh` on any link, from that source. Only rules without
 * a link name their network. The mark is the rule's comment; rules without a mark are not observed.
 */
export const iptables: FactType<"iptables"> = {
  kind: "iptables",
  sample: "local - iptables ip DOCKER-USER nw-blue in",
  layer: "nft",
  judge: judging<FactOf<"iptables">>({
    missing: outage("Another program's firewall drops packets that the rule is to accept."),
    extra: exposure("Another program's firewall accepts packets that nothing declares."),
    changed: outage("Another program's firewall drops packets that the rule is to accept."),
  }),
  readSet: "policies",
  rank: 7,
  markable: true,
  concernsHost: () => true,
  removable: true,
  identity({ family, chain, dev = ANY, direction, payload, source, for: network }) {
    const words = [payload, source && `from ${source}`, network && `for ${network}`].filter((word) => word !== undefined);
    return [family, chain, dev, direction, ...words].join(" ");
  },
  normal: (fact) => (fact.source === undefined ? fact : { ...fact, source: canonicalCidr(fact.source) ?? fact.source }),
  needs: () => [],
  supplemented: () => true,
  unchangeable: "All of it is its identity.",
  canChange: () => false,
  // `FORWARD` and `INPUT` always exist; Docker's chain exists where Docker runs.
  admit(world, { host, family, chain }) {
    if (chain === "FORWARD" || chain === "INPUT") return undefined;
    const policy = world.facts.get(`${host} ${ROOT} policy ${family} filter FORWARD`);
    return policy?.kind === "policy" && policy.by === "docker"
      ? undefined
      : { reason: "no-chain", text: "No chain/target/match by that name." };
  },
  text: (fact) => iptables.identity(fact),
  parse(words, place) {
    const line = reader(words);
    const [family, chain, dev, direction] = [next(line), next(line), next(line), next(line)];
    if (place.netns !== ROOT || !isFamily(family) || !isWord(chain) || (dev !== ANY && !isDev(dev))) return undefined;
    const narrowed = narrowing(line);
    if (narrowed === undefined || (direction !== "in" && direction !== "out")) return undefined;
    if (dev === ANY ? narrowed.payload === undefined || narrowed.for === undefined : narrowed.for !== undefined) return undefined;
    return { family, chain, ...(dev === ANY ? {} : { dev }), direction, ...narrowed };
  },
};

type Narrowing = Pick<FactBodies["iptables"], "payload" | "source" | "for">;

/** What stands behind the direction. */
function narrowing(line: Words): Narrowing | undefined {
  const payload = isPayload(line.words[line.at]) ? next(line) : undefined;
  const [source, network] = [after(line, "from"), after(line, "for")];
  if (!ended(line) || (source !== undefined && canonicalCidr(source) === undefined)) return undefined;
  return {
    ...(payload === undefined ? {} : { payload }),
    ...(source === undefined ? {} : { source }),
    ...(network === undefined ? {} : { for: network }),
  };
}

/** One port of TCP or UDP, one type of ICMPv6, or all of ESP. */
function isPayload(word: string | undefined): boolean {
  const { payload } = parsePass(`*@*=${word}`) ?? {};
  if (payload === undefined || payloadText(payload) !== word) return false;
  return payload.protocol === "esp" ? word === "esp" : payload.from === payload.to && /^(tcp|udp|icmpv6)$/.test(payload.protocol);
}

function isFamily(word: string | undefined): word is FactBodies["iptables"]["family"] {
  return IPTABLES.some((family) => family === word);
}

/** Our rules in chains of iptables. */
export function exceptionsIn(facts: FactSource): readonly FactOf<"iptables">[] {
  return among(facts, "iptables");
}
