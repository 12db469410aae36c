import { ROOT, type FactType, type Kind, type Place } from "../fact";
import { ended, isWord, next, reader } from "./words";

/** The one table that is Netweft's. */
export const OUR_TABLE = { family: "inet", name: "netweft" } as const;

/**
 * The nftables table that all of Netweft's firewall is in: `table inet netweft`. It is shared by everybody on the host who
 * has something in it, and takes everything in it along. Other tables are never touched.
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

/** The kinds of what is in Netweft's table, and the table itself: one transaction of the kernel's changes them all. */
export const IN_TABLE: ReadonlySet<Kind> = new Set(["table", "set", "chain", "element"]);

/** The key of Netweft's table on a host. */
export function tableKey({ host }: Place): string {
  return `${host} ${ROOT} table ${OUR_TABLE.family} ${OUR_TABLE.name}`;
}
