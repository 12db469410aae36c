import { ROOT, type FactType } from "../fact";
import { after, ended, isWord, next, reader } from "./words";

/**
 * A network namespace that has a name on its host: `netns web`, or `netns db from /proc/4711/ns/net` when it is another
 * program's that was given a name of ours. Its mark is the alias of its `lo`.
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
  canChange: (from, to) => from.from === to.from,
  text: (fact) => (fact.from === undefined ? fact.name : `${fact.name} from ${fact.from}`),
  parse(words, place) {
    const line = reader(words);
    const name = next(line);
    const from = after(line, "from");
    if (place.netns !== ROOT || !isWord(name) || name === ROOT || name.includes("/") || !ended(line)) return undefined;
    if (from === undefined) return words.length === 1 ? { name } : undefined;
    return isWord(from) && from.startsWith("/") ? { name, from } : undefined;
  },
};
