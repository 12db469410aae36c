import type { FactOf } from "../../../lib/kernel/fact";
import type { Names } from "../names";
import { named, type Codec, type Line } from "./line";
import { word } from "./words";

function told({ name, nameservers, search, mark }: FactOf<"resolv">, names: Names): Line {
  if (mark === undefined) throw new Error(`a resolv.conf without a mark would be taken for somebody else's: ${name}`);
  const words = [word.netns(names.onMachine(name)), word.mark(mark), word.list(nameservers, word.ip), word.list(search, word.domain)];
  return named(["resolv", ...words]);
}

export const resolv: Codec<"resolv"> = {
  add: (fact, names) => [told(fact, names)],
  set: (_from, to, names) => [told(to, names)],
  del: (fact, names) => [named(["unresolv", word.netns(names.onMachine(fact.name))])],
};
