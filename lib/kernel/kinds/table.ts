import { ROOT, type FactOf, type Place } from "../fact";
import type { FactType } from "../fact-type";
import { ended, isWord, next, reader } from "./words";
import { cosmetic, judging, outage } from "../judgement";

/** The main table of Netweft's firewall. */
export const OUR_TABLE = { family: "inet", name: "netweft" } as const;

/** The table for frames that only cross a bridge, which other families do not see. */
export const BRIDGE_TABLE = { family: "bridge", name: "netweft" } as const;

const ON_BRIDGES = "bridge:";

/**
 * The table of a set or chain, and its name there: `bridge:routers` is the set `routers` of the bridge table. nft accepts no
 * name with a colon, so names stay unique.
 */
export function homeOf(name: string): { readonly table: { readonly family: string; readonly name: string }; readonly name: string } {
  return name.startsWith(ON_BRIDGES) ? { table: BRIDGE_TABLE, name: name.slice(ON_BRIDGES.length) } : { table: OUR_TABLE, name };
}

/** The fact's name for a set or chain that nft lists in a table of this family. */
export function nameIn(family: string, name: string): string {
  return family === BRIDGE_TABLE.family ? ON_BRIDGES + name : name;
}

/** What a step on Netweft's tables needs. */
export const NFT = ["nft"] as const;

/**
 * An nftables table of Netweft: `table inet netweft` and `table bridge netweft`. Both are shared by all stacks of the host;
 * deleting one deletes its contents. Other tables are never changed.
 */
export const table: FactType<"table"> = {
  kind: "table",
  sample: "local - table inet netweft",
  layer: "nft",
  judge: judging<FactOf<"table">>({
    missing: outage("The table is gone: published ports, masquerading and isolation are gone with it."),
    extra: cosmetic("The table itself has no influence on packets."),
    changed: outage("The table is another one."),
  }),
  readSet: "firewall",
  rank: -4,
  markable: false,
  removable: true,
  identity: (fact) => `${fact.family} ${fact.name}`,
  normal: (fact) => fact,
  needs: () => [],
  isReferredTo: true,
  opensToAll: true,
  contents: "firewall",
  unchangeable: "It has nothing but its name.",
  canChange: () => true,
  requires: () => NFT,
  text: (fact) => `${fact.family} ${fact.name}`,
  parse(words, place) {
    const line = reader(words);
    const family = next(line);
    const name = next(line);
    return place.netns === ROOT && isWord(family) && isWord(name) && ended(line) ? { family, name } : undefined;
  },
};

/** The key of the table that holds the set or chain of this name. */
export function tableKey({ host }: Place, name: string): string {
  const { table } = homeOf(name);
  return `${host} ${ROOT} table ${table.family} ${table.name}`;
}

/** The command that deletes something of this name from its table. */
export function removedFrom(name: string, what: "chain" | "set" | "element"): readonly string[] {
  const home = homeOf(name);
  return ["nft", "delete", what, home.table.family, home.table.name, home.name];
}
