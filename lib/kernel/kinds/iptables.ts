import { ROOT, type FactBodies, type FactType } from "../fact";
import { ended, isDev, isWord, next, reader } from "./words";

const FAMILIES = ["ip", "ip6", "ip-legacy", "ip6-legacy"] as const;

/**
 * A rule of ours in a chain of iptables that belongs to somebody else: `iptables ip DOCKER-USER nw-front in` accepts what
 * comes in by that link, `out` what leaves by it. Its mark is the rule's comment; rules without one are not seen.
 */
export const iptables: FactType<"iptables"> = {
  kind: "iptables",
  rank: 7,
  markable: true,
  removable: true,
  identity: (fact) => `${fact.family} ${fact.chain} ${fact.dev} ${fact.direction}`,
  normal: (fact) => fact,
  needs: () => [],
  canChange: () => false,
  text: (fact) => iptables.identity(fact),
  parse(words, place) {
    const line = reader(words);
    const [family, chain, dev, direction] = [next(line), next(line), next(line), next(line)];
    if (place.netns !== ROOT || !isFamily(family) || !isWord(chain) || !isDev(dev) || !ended(line)) return undefined;
    return direction === "in" || direction === "out" ? { family, chain, dev, direction } : undefined;
  },
};

function isFamily(word: string | undefined): word is FactBodies["iptables"]["family"] {
  return FAMILIES.some((family) => family === word);
}
