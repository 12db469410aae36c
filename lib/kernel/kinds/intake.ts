import { among, type FactSource } from "../among";
import { ROOT, type FactBodies, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { parsePass } from "../pass";
import { after, ended, isWord, next, reader, type Words } from "./words";

const FAMILIES = ["ip", "ip6", "inet", "ip-legacy", "ip6-legacy"] as const;
const AUTHORS = ["ufw", "firewalld"] as const;
const LISTS = ["links", "lets", "may", "stops"] as const;

/**
 * A foreign chain that drops packets to the host itself; observed only: `intake ip filter INPUT hook input drop by ufw lets
 * *@*=udp:53`. It describes packets in conntrack state `new`, without the accept rules that carry our mark. A packet is matched
 * against the entries of its link if that is one of `links`, else against those of `*`: dropped if in `stops`, accepted if in
 * `lets`, accepted under conditions that are not evaluated if in `may`, and dropped otherwise.
 */
export const intake: FactType<"intake"> = {
  kind: "intake",
  sample: "local - intake ip filter INPUT hook input drop by ufw lets *@*=udp:53",
  layer: "nft",
  readSet: "policies",
  rank: 8,
  markable: false,
  removable: true,
  observedOnly: "Another program's firewall has it; Netweft never changes it.",
  identity: (fact) => `${fact.family} ${fact.table} ${fact.chain}`,
  normal: (fact) => ({
    ...fact,
    links: sorted(fact.links),
    lets: sorted(fact.lets),
    may: sorted(fact.may),
    stops: sorted(fact.stops),
  }),
  needs: () => [],
  canChange: () => true,
  text(fact) {
    const lists = LISTS.map((name) => (fact[name].length === 0 ? "" : ` ${name} ${fact[name].join(",")}`)).join("");
    return `${intake.identity(fact)} hook input ${fact.verdict}${fact.by ? ` by ${fact.by}` : ""}${lists}`;
  },
  parse(words, place) {
    const line = reader(words);
    const [family, table, chain] = [next(line), next(line), next(line)];
    const hook = after(line, "hook");
    const verdict = next(line);
    const by = after(line, "by");
    const body = lists(line);
    if (place.netns !== ROOT || !isFamily(family) || !isWord(table) || !isWord(chain) || hook !== "input" || !ended(line)) return undefined;
    if ((verdict !== "drop" && verdict !== "reject") || (by !== undefined && !isAuthor(by)) || !isGood(body)) return undefined;
    return { family, table, chain, verdict, ...(by === undefined ? {} : { by }), ...body };
  },
};

type IntakeLists = Pick<FactBodies["intake"], (typeof LISTS)[number]>;

function lists(line: Words): IntakeLists {
  const list = (name: string) => after(line, name)?.split(",") ?? [];
  return { links: list("links"), lets: list("lets"), may: list("may"), stops: list("stops") };
}

function isGood({ links, lets, may, stops }: IntakeLists): boolean {
  const all = [links, lets, may, stops];
  return (
    all.every((list) => list.join() === sorted(list).join()) &&
    [...lets, ...may, ...stops].every((text) => parsePass(text)) &&
    links.every(isWord)
  );
}

function sorted(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}

function isFamily(word: string | undefined): word is FactBodies["intake"]["family"] {
  return FAMILIES.some((family) => family === word);
}

function isAuthor(word: string): word is NonNullable<FactBodies["intake"]["by"]> {
  return AUTHORS.some((author) => author === word);
}

/** The foreign chains of root namespaces that drop or reject packets to the host itself. */
export function inputDropsIn(facts: FactSource): readonly FactOf<"intake">[] {
  return among(facts, "intake").filter(({ netns }) => netns === ROOT);
}
