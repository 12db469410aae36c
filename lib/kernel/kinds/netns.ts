import { isAdopted } from "../adopted";
import { ROOT, type FactType } from "../fact";
import { after, ended, isWord, next, numberOf, reader } from "./words";

/**
 * A named network namespace: `netns web`, or `netns db from /proc/4711/ns/net inode 4026532205` for another program's that is
 * attached under a name of ours. The inode identifies it; without it (lines of earlier versions) the path does, and without the
 * path it is the namespace that our name holds. Its mark is in a record on the host, because its inhabitants can change
 * anything inside it.
 *
 * The loopback link belongs to the namespace: it is set up with it and is no fact, and neither are 127.0.0.1/8 and ::1/128.
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
