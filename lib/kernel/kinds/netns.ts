import { isAdopted } from "../adopted";
import { ROOT, type FactType } from "../fact";
import { after, ended, isWord, next, numberOf, reader } from "./words";

/**
 * A network namespace that has a name on its host: `netns web`, or `netns db from /proc/4711/ns/net inode 4026532205` when
 * it is another program's that was given a name of ours. The inode says which one it is: without it (lines of earlier
 * versions) the path has to, and without the path it is the one that we hold and no other shows. Its mark is on
 * record on the host, because whatever is inside of it can be written by its inhabitants.
 *
 * The loopback link belongs to the namespace: it is brought up with it and is no fact of its own, and neither are
 * 127.0.0.1/8 and ::1/128 on it.
 */
export const netns: FactType<"netns"> = {
  kind: "netns",
  rank: 0,
  markable: true,
  removable: true,
  identity: (fact) => fact.name,
  normal: (fact) => fact,
  needs: () => [],
  canChange: (from, to) => from.inode === to.inode && isAdopted(from) === isAdopted(to),
  text({ name, from, inode }) {
    return `${name}${from === undefined ? "" : ` from ${from}`}${inode === undefined ? "" : ` inode ${inode}`}`;
  },
  parse(words, place) {
    const line = reader(words);
    const name = next(line);
    const from = after(line, "from");
    const number = after(line, "inode");
    const inode = numberOf(number);
    if (place.netns !== ROOT || !isWord(name) || name === ROOT || name.includes("/") || !ended(line)) return undefined;
    if ((from !== undefined && !(isWord(from) && from.startsWith("/"))) || (number !== undefined && inode === undefined)) return undefined;
    return { name, ...(from === undefined ? {} : { from }), ...(inode === undefined ? {} : { inode }) };
  },
};
