import { among, type FactSource } from "../among";
import { ROOT, type FactBodies, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import type { World } from "../objects";
import { after, ended, flag, isWord, next, reader, type Words } from "./words";

const FAMILIES = ["ip", "ip6", "inet", "bridge", "ip-legacy", "ip6-legacy"] as const;
const AUTHORS = ["docker", "ufw", "firewalld"] as const;

/**
 * A foreign chain that drops forwarded packets unless a rule accepts them; observed only:
 * `policy ip filter FORWARD hook forward drop by docker in docker0 out docker0 within docker0`. Accept rules with our mark are
 * not counted. `replies` and `dnat`: packets of established connections, and DNATed ones, are accepted on every link. The lists
 * hold the links from which, to which, back to which, and between whose ports new connections are accepted. A name in them may
 * end with `*`.
 *
 * The families `ip-legacy` and `ip6-legacy` are those of iptables-legacy, which nft does not show.
 */
export const policy: FactType<"policy"> = {
  kind: "policy",
  sample: "local - policy ip filter FORWARD hook forward drop by docker in docker0 out docker0",
  layer: "nft",
  readSet: "policies",
  rank: 8,
  markable: false,
  removable: true,
  observedOnly: "Another program's firewall has it; Netweft never changes it.",
  identity: (fact) => `${fact.family} ${fact.table} ${fact.chain}`,
  normal: (fact) => ({ ...fact, in: sorted(fact.in), out: sorted(fact.out), back: sorted(fact.back), within: sorted(fact.within) }),
  needs: () => [],
  canChange: () => true,
  remove(world, actual) {
    world.drop(actual);
    removeRules(world, actual);
    return undefined;
  },
  text(fact) {
    const flags = (fact.by ? ` by ${fact.by}` : "") + (fact.replies ? " replies" : "") + (fact.dnat ? " dnat" : "");
    const lists = listText("in", fact.in) + listText("out", fact.out) + listText("back", fact.back) + listText("within", fact.within);
    return `${policy.identity(fact)} hook forward ${fact.verdict}${flags}${lists}`;
  },
  parse(words, place) {
    const line = reader(words);
    const [family, table, chain] = [next(line), next(line), next(line)];
    const hook = after(line, "hook");
    const verdict = next(line);
    const by = after(line, "by");
    const body = { replies: flag(line, "replies"), dnat: flag(line, "dnat"), ...lists(line) };
    if (place.netns !== ROOT || !isFamily(family) || !isWord(table) || !isWord(chain) || hook !== "forward" || !ended(line))
      return undefined;
    if ((verdict !== "drop" && verdict !== "reject") || (by !== undefined && !isAuthor(by))) return undefined;
    const parsed: FactBodies["policy"] = { family, table, chain, verdict, ...(by === undefined ? {} : { by }), ...body };
    return [body.in, body.out, body.back, body.within].every(isSorted) ? parsed : undefined;
  },
};

function lists(line: Words): Pick<FactBodies["policy"], "in" | "out" | "back" | "within"> {
  const list = (name: string) => after(line, name)?.split(",") ?? [];
  return { in: list("in"), out: list("out"), back: list("back"), within: list("within") };
}

function listText(name: string, links: readonly string[]): string {
  return links.length === 0 ? "" : ` ${name} ${links.join(",")}`;
}

function sorted(links: readonly string[]): readonly string[] {
  return [...new Set(links)].sort();
}

function isSorted(links: readonly string[]): boolean {
  return links.join() === sorted(links).join();
}

function isFamily(word: string | undefined): word is FactBodies["policy"]["family"] {
  return FAMILIES.some((family) => family === word);
}

function isAuthor(word: string): word is NonNullable<FactBodies["policy"]["by"]> {
  return AUTHORS.some((author) => author === word);
}

/** Deleting Docker's chains deletes our rules in them. */
function removeRules(world: World, { host, family }: FactOf<"policy">): void {
  for (const rule of [...world.facts.values()])
    if (rule.kind === "iptables" && rule.host === host && rule.family === family && rule.chain === "DOCKER-USER") world.drop(rule);
}

/** The foreign chains of root namespaces that drop or reject forwarded packets. */
export function forwardDropsIn(facts: FactSource): readonly FactOf<"policy">[] {
  return among(facts, "policy").filter(({ netns }) => netns === ROOT);
}
