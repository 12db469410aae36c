import type { Tuple, Verdict } from "../../nft/expression";
import { parseTuple, parseVerdict } from "../../nft/parse";
import { printTuple, printVerdict } from "../../nft/print";
import { among, type FactSource } from "../among";
import { ROOT, type FactBodies, type FactOf, type Key } from "../fact";
import type { FactType } from "../fact-type";
import { chainKey } from "./chain";
import { refuseUnmet } from "./in-table";
import { setKey } from "./set";
import { canonicalWords } from "./spelling";
import { NFT, removedFrom } from "./table";
import { isWord } from "./words";
import { outage } from "../judgement";
import { elementJudged } from "./lost-rules";

/**
 * An element of a set or map of Netweft's table: `element masquerade4 10.8.0.0/24`,
 * `element publish4-any tcp . 8080 : 10.8.0.2 . 80`, `element from nw-blue : jump from-nw-blue`. Its mark is its comment, so
 * two stacks cannot publish one port: the kernel refuses the second owner.
 */
export const element: FactType<"element"> = {
  kind: "element",
  sample: "local - element publish4-any tcp . 8080 : 10.8.0.2 . 80",
  layer: "nft",
  judge(expected, actual, ground) {
    const one = (expected ?? actual)!;
    const { data } = one;
    const verdict = data !== undefined && "do" in data ? data : undefined;
    if (expected !== undefined && actual !== undefined) return outage("Its packets go elsewhere.");
    return elementJudged(verdict, expected !== undefined, { place: one, name: one.set, ground });
  },
  removal({ set: name, element: key }) {
    const [, , , family, table, set] = removedFrom(name, "element");
    return ["nft", "delete", "element", family!, table!, set!, "{", printTuple(key), "}"];
  },
  counted: ({ set }) => (set.startsWith("publish") ? "published port" : undefined),
  readSet: "firewall",
  rank: -1,
  markable: true,
  removable: true,
  identity: (fact) => `${fact.set} ${printTuple(fact.element)}`,
  normal: (fact) => ({ ...fact, ...spelled(printTuple(fact.element), fact.data && dataText(fact.data)) }),
  needs(fact) {
    const [set, chain] = [setKey(fact, fact.set), targetOf(fact)];
    return chain === undefined
      ? [{ key: set, diesWith: true }]
      : [
          { key: set, diesWith: true },
          { key: chain, diesWith: false },
        ];
  },
  clashNamedElsewhere: true,
  uses: () => "firewall",
  vouchesFor: targetOf,
  remedyWhereForeign: ({ set }, { address }) =>
    set.startsWith("publish")
      ? `It is a published port, so publish another port with ${address}, or on another address of the host.`
      : undefined,
  container: (fact) => (fact.mark === undefined ? setKey(fact, fact.set) : undefined),
  canChange: () => true,
  admit: (world, fact) => refuseUnmet(world, element.needs(fact)),
  requires: () => NFT,
  text: ({ set, element, data }) => `${set} ${printTuple(element)}${data === undefined ? "" : ` : ${dataText(data)}`}`,
  parse([set, ...words], place) {
    const [element, data, ...more] = words.join(" ").split(" : ");
    if (place.netns !== ROOT || !isWord(set) || !element || data === "" || more.length > 0 || !words.every(isWord)) return undefined;
    return { set, ...spelled(element, data) };
  },
};

/** A prefix of full length is written as an address. */
function spelled(element: string, data: string | undefined): Pick<FactBodies["element"], "element" | "data"> {
  const key = canonicalWords(element);
  const alone = key.replace(key.includes(":") ? /\/128$/ : /\/32$/, "");
  return { element: parseTuple(alone), ...(data === undefined ? {} : { data: parseVerdict(data) ?? parseTuple(canonicalWords(data)) }) };
}

function dataText(data: Verdict | Tuple): string {
  return "do" in data ? printVerdict(data) : printTuple(data);
}

/** The chain to which a packet goes. */
function targetOf(fact: FactOf<"element">): Key | undefined {
  const { data } = fact;
  return data !== undefined && "to" in data ? chainKey(fact, data.to) : undefined;
}

/** The elements of all sets and maps, in their order. */
export function elementsIn(facts: FactSource): readonly FactOf<"element">[] {
  return among(facts, "element");
}
