import { among, type FactSource } from "../among";
import { parseTuple } from "../../nft/parse";
import { printTuple } from "../../nft/print";
import { ROOT, type FactOf, type Key, type Place } from "../fact";
import type { FactType } from "../fact-type";
import { refuseUnmet, removeUnheld } from "./in-table";
import { NFT, removedFrom, tableKey } from "./table";
import { isWord } from "./words";
import { cosmetic, judging, outage } from "../judgement";

const INTERVAL = ["flags", "interval"];

/**
 * A named set or map of Netweft's table: `set isolated4 type ipv4_addr`, `set masquerade4 type ipv4_addr flags interval`,
 * `set from type ifname : verdict`. Its elements are facts of their own.
 */
export const set: FactType<"set"> = {
  kind: "set",
  sample: "local - set from type ifname : verdict",
  layer: "nft",
  judge: judging<FactOf<"set">>({
    missing: outage("The set is missing, and the rules that look it up with it."),
    extra: cosmetic("A set that nothing declares has no influence on packets by itself."),
    changed: outage("The set has another type, so that its elements do not match."),
  }),
  removal: (fact) => removedFrom(fact.name, "set"),
  within: (fact) => [tableKey(fact, fact.name)],
  readSet: "firewall",
  rank: -3,
  markable: false,
  removable: true,
  identity: (fact) => fact.name,
  normal: (fact) => fact,
  needs: (fact) => [{ key: tableKey(fact, fact.name), diesWith: true }],
  isReferredTo: true,
  staysBehind: true,
  common: true,
  unchangeable: "Its type and flags are fixed at its creation.",
  canChange: (from, to) => typesText(from) === typesText(to),
  admit: (world, fact) => refuseUnmet(world, set.needs(fact)),
  remove: (world, fact) => removeUnheld(world, fact, setKey(fact, fact.name)),
  requires: () => NFT,
  text: (fact) => `${fact.name}${typesText(fact)}`,
  parse(words, place) {
    const interval = words.slice(-2).join(" ") === INTERVAL.join(" ");
    const [name, word, ...rest] = interval ? words.slice(0, -2) : words;
    const [type, data, ...more] = rest.join(" ").split(" : ");
    if (place.netns !== ROOT || !isWord(name) || word !== "type" || !type || data === "" || more.length > 0) return undefined;
    if (!rest.every(isWord)) return undefined;
    return { name, type: parseTuple(type), ...(data === undefined ? {} : { data: parseTuple(data) }), interval };
  },
};

function typesText({ type, data, interval }: FactOf<"set">): string {
  return ` type ${printTuple(type)}${data === undefined ? "" : ` : ${printTuple(data)}`}${interval ? " flags interval" : ""}`;
}

/** The key of a set or map of Netweft's table. */
export function setKey({ host }: Place, name: string): Key {
  return `${host} ${ROOT} set ${name}`;
}

/** The sets and maps, in their order. */
export function namedSetsIn(facts: FactSource): readonly FactOf<"set">[] {
  return among(facts, "set");
}
