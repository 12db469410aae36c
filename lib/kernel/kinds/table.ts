import { ROOT, type FactType, type Kind, type Place } from "../fact";
import { ended, isWord, next, reader } from "./words";

/** The table that nearly all of Netweft's firewall is in. */
export const OUR_TABLE = { family: "inet", name: "netweft" } as const;

/** The one for frames that only cross a bridge, which no other family sees. */
export const BRIDGE_TABLE = { family: "bridge", name: "netweft" } as const;

const ON_BRIDGES = "bridge:";

/**
 * The table that a set or chain is in, and its name there: `bridge:routers` is the set `routers` of the table for bridges. nft
 * takes no name with a colon, so no two things have one name.
 */
export function homeOf(name: string): { readonly table: { readonly family: string; readonly name: string }; readonly name: string } {
  return name.startsWith(ON_BRIDGES) ? { table: BRIDGE_TABLE, name: name.slice(ON_BRIDGES.length) } : { table: OUR_TABLE, name };
}

/** The name of a set or chain that nft shows in a table of this family. */
export function nameIn(family: string, name: string): string {
  return family === BRIDGE_TABLE.family ? ON_BRIDGES + name : name;
}

/**
 * A nftables table that Netweft's firewall is in: `table inet netweft`, and `table bridge netweft`. Both are shared by all
 * stacks of the host, and take everything in them along. Other tables are never touched.
 */
export const table: FactType<"table"> = {
  kind: "table",
  rank: -4,
  markable: false,
  removable: true,
  identity: (fact) => `${fact.family} ${fact.name}`,
  normal: (fact) => fact,
  needs: () => [],
  canChange: () => true,
  text: (fact) => `${fact.family} ${fact.name}`,
  parse(words, place) {
    const line = reader(words);
    const family = next(line);
    const name = next(line);
    return place.netns === ROOT && isWord(family) && isWord(name) && ended(line) ? { family, name } : undefined;
  },
};

/** The kinds of what is in Netweft's tables, and the tables themselves: one transaction of the kernel's changes them all. */
export const IN_TABLE: ReadonlySet<Kind> = new Set(["table", "set", "chain", "element"]);

/** The key of the table that a set or chain of this name is in. */
export function tableKey({ host }: Place, name: string): string {
  const { table } = homeOf(name);
  return `${host} ${ROOT} table ${table.family} ${table.name}`;
}
