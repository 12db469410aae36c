import type { FactOf } from "../../../../lib/kernel/fact";
import type { NamespaceNames } from "../names";
import { named, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

function command({ name, nameservers, search, mark }: FactOf<"resolv">, names: NamespaceNames): ScriptLine {
  if (mark === undefined) throw new Error(`a resolv.conf without a mark would count as foreign: ${name}`);
  const words = [word.netns(names.onMachine(name)), word.mark(mark), word.list(nameservers, word.ip), word.list(search, word.domain)];
  return named(["resolv", ...words]);
}

export const resolv: Codec<"resolv"> = {
  add: (fact, names) => [command(fact, names)],
  set: (_from, to, names) => [command(to, names)],
  del: (fact, names) => [named(["unresolv", word.netns(names.onMachine(fact.name))])],
};
