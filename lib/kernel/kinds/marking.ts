import { among, type FactSource } from "../among";
import { ROOT, type FactBodies, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { after, ended, isWord, next, reader } from "./words";

const FAMILIES = ["ip", "ip6", "inet", "bridge", "arp", "netdev", "ip-legacy", "ip6-legacy"] as const;
const PRIORITY = /^(0|-?[1-9]\d{0,9})$/;
const BITS = /^0x(0|[1-9a-f][0-9a-f]{0,7})$/;

/**
 * A foreign chain that sets firewall marks of packets or connections; observed only:
 * `marking ip mangle PREROUTING meta 0x1000000/0xff000000`, the bits that it sets and those that it may change; a chain of
 * nft at hook prerouting has ` prerouting -150` behind that. Copies of a whole mark to the other one are not counted.
 */
export const marking: FactType<"marking"> = {
  kind: "marking",
  sample: "local - marking ip mangle PREROUTING meta 0x1000000/0xff000000",
  layer: "nft",
  readSet: "marks",
  isShown: (_asked, { netns }) => netns === ROOT,
  rank: 8,
  markable: false,
  removable: true,
  observedOnly: "Another program's firewall has it; Netweft never changes it.",
  identity: (fact) => `${fact.family} ${fact.table} ${fact.chain} ${fact.of}`,
  normal: (fact) => fact,
  needs: () => [],
  canChange: () => true,
  text: ({ prerouting, ...fact }) =>
    `${marking.identity(fact)} 0x${fact.bits.toString(16)}/0x${fact.mask.toString(16)}${prerouting === undefined ? "" : ` prerouting ${prerouting}`}`,
  parse(words, place) {
    const line = reader(words);
    const [family, table, chain, of, marks = ""] = [next(line), next(line), next(line), next(line), next(line)];
    const [bits = "", mask = "", ...more] = marks.split("/");
    const prerouting = after(line, "prerouting");
    if (place.netns !== ROOT || !isFamily(family) || !isWord(table) || !isWord(chain) || more.length > 0 || !ended(line)) return undefined;
    if ((of !== "meta" && of !== "ct") || !BITS.test(bits) || !BITS.test(mask)) return undefined;
    if (prerouting !== undefined && !PRIORITY.test(prerouting)) return undefined;
    const body: FactBodies["marking"] = { family, table, chain, of, bits: Number(bits), mask: Number(mask) };
    return prerouting === undefined ? body : { ...body, prerouting: Number(prerouting) };
  },
};

function isFamily(word: string | undefined): word is FactBodies["marking"]["family"] {
  return FAMILIES.some((family) => family === word);
}

/** The foreign chains that set firewall marks. */
export function markingsIn(facts: FactSource): readonly FactOf<"marking">[] {
  return among(facts, "marking");
}
