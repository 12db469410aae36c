import { ROOT, type FactOf, type Key, type Place } from "../fact";
import type { FactType, Need } from "../fact-type";
import { refuseUnmet, removeUnheld } from "./in-table";
import { setKey } from "./set";
import { canonicalWords } from "./spelling";
import { homeOf, nameIn, NFT, tableKey } from "./table";
import { isWord } from "./words";

const BETWEEN = "; ";

/**
 * A chain of Netweft's table with all of its rules, which change in one nftables transaction:
 * `chain forward type filter hook forward priority 0 { iifname vmap @from; oifname vmap @to }`. The rules are in the form that
 * nft lists. The policy of base chains is accept.
 */
export const chain: FactType<"chain"> = {
  kind: "chain",
  sample: "local - chain to-nw-blue { ct status dnat accept; drop }",
  readSet: "firewall",
  rank: -2,
  markable: false,
  removable: true,
  identity: (fact) => fact.name,
  normal: (fact) => ({ ...fact, rules: fact.rules.map(canonicalWords) }),
  needs: (fact) => [{ key: tableKey(fact, fact.name), diesWith: true }, ...setsIn(fact)],
  canChange: (from, to) => from.base === to.base,
  admit: (world, fact) => refuseUnmet(world, chain.needs(fact)),
  remove: (world, fact) => removeUnheld(world, fact, chainKey(fact, fact.name)),
  requires: () => NFT,
  text({ name, base, rules }) {
    return `${name}${base === undefined ? "" : ` ${base}`} {${rules.length === 0 ? "" : ` ${rules.join(BETWEEN)}`} }`;
  },
  parse(words, place) {
    const open = words.indexOf("{");
    const [name, ...base] = words.slice(0, open);
    if (place.netns !== ROOT || open < 1 || words.at(-1) !== "}" || !isWord(name) || !words.every(isWord)) return undefined;
    const inside = words.slice(open + 1, -1).join(" ");
    return {
      name,
      ...(base.length === 0 ? {} : { base: base.join(" ") }),
      rules: inside === "" ? [] : inside.split(BETWEEN).map(canonicalWords),
    };
  },
};

/** The sets and maps that the rules refer to. Raw payload expressions begin with `@` too: `@th,96,24`. */
function setsIn(fact: FactOf<"chain">): readonly Need[] {
  const names = new Set(fact.rules.flatMap((rule) => rule.split(" ").filter((word) => /^@[^,]+$/.test(word))));
  const { family } = homeOf(fact.name).table;
  return [...names].map((name) => ({ key: setKey(fact, nameIn(family, name.slice(1))), diesWith: false }));
}

/** The key of a chain of Netweft's table. */
export function chainKey({ host }: Place, name: string): Key {
  return `${host} ${ROOT} chain ${name}`;
}
