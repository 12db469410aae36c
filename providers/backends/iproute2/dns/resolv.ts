import type { FactOf } from "../../../../lib/kernel/fact";
import { OWN_PART } from "../../../../lib/kernel/kinds/resolv";
import type { NamespaceNames } from "../names";
import { named, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

type Resolv = FactOf<"resolv">;

/** The part's name in the file: `.` for that of the endpoint with the default route. */
function partOf({ part }: Pick<Resolv, "part">): string {
  return part === undefined ? "." : part === OWN_PART ? part : word.dev(part);
}

/** After the servers of the networks, whose configurations a stub is made of. */
function command(fact: Resolv, names: NamespaceNames): ScriptLine {
  const { name, nameservers, search, options = [], alone, mark } = fact;
  if (mark === undefined) throw new Error(`a resolv.conf without a mark would count as foreign: ${name}`);
  const lists = [word.list(nameservers, word.ip), word.list(search, word.domain), word.list(options, word.resolvOption)];
  const words = [word.netns(names.onMachine(name)), partOf(fact), word.mark(mark), ...lists, alone ? "alone" : "host"];
  return named(["resolv", ...words], { afterPorts: true });
}

export const resolv: Codec<"resolv"> = {
  add: (fact, names) => [command(fact, names)],
  set: (_from, to, names) => [command(to, names)],
  del: (fact, names) => [named(["unresolv", word.netns(names.onMachine(fact.name)), partOf(fact)])],
};
