import type { FactOf } from "../../../../lib/kernel/fact";
import { named, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

function command({ bridge, name, addresses, aliases }: FactOf<"name">): ScriptLine {
  const words = [word.dev(bridge), word.domain(name), word.list(addresses, word.ip), word.list(aliases, word.domain)];
  return named(["host", ...words]);
}

export const name: Codec<"name"> = {
  add: (fact) => [command(fact)],
  set: (_from, to) => [command(to)],
  del: (fact) => [named(["forget", word.dev(fact.bridge), word.domain(fact.name)])],
};
