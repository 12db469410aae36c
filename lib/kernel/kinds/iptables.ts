import { ROOT, type FactBodies, type FactType } from "../fact";
import { parsePass } from "../pass";
import { ended, isDev, isWord, next, reader } from "./words";

const FAMILIES = ["ip", "ip6", "ip-legacy", "ip6-legacy"] as const;

/**
 * Our rule in a foreign chain of iptables: `iptables ip DOCKER-USER nw-front in` accepts packets that enter by that link,
 * `out` those that leave by it; `iptables ip INPUT nw-front in udp:53` only packets of that protocol and port, with `icmpv6` of
 * that type. Its mark is the rule's comment; rules without a mark are not observed.
 */
export const iptables: FactType<"iptables"> = {
  kind: "iptables",
  rank: 7,
  markable: true,
  removable: true,
  identity: (fact) => `${fact.family} ${fact.chain} ${fact.dev} ${fact.direction}${fact.payload === undefined ? "" : ` ${fact.payload}`}`,
  normal: (fact) => fact,
  needs: () => [],
  canChange: () => false,
  text: (fact) => iptables.identity(fact),
  parse(words, place) {
    const line = reader(words);
    const [family, chain, dev, direction] = [next(line), next(line), next(line), next(line)];
    const payload = next(line);
    if (payload === undefined) line.at--;
    else if (!isPayload(payload)) return undefined;
    if (place.netns !== ROOT || !isFamily(family) || !isWord(chain) || !isDev(dev) || !ended(line)) return undefined;
    return direction === "in" || direction === "out"
      ? { family, chain, dev, direction, ...(payload === undefined ? {} : { payload }) }
      : undefined;
  },
};

/** One port of TCP or UDP, or one type of ICMPv6. */
function isPayload(word: string): boolean {
  const { payload } = parsePass(`*@*=${word}`) ?? {};
  return payload !== undefined && payload.from === payload.to && /^(tcp|udp|icmpv6)$/.test(payload.protocol);
}

function isFamily(word: string | undefined): word is FactBodies["iptables"]["family"] {
  return FAMILIES.some((family) => family === word);
}
