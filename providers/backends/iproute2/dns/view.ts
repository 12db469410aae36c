import type { FactOf } from "../../../../lib/kernel/fact";
import { named, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

function command({ bridge, to, domain, subnets }: FactOf<"view">): ScriptLine {
  return named(["view", word.dev(bridge), word.mark(to), word.domain(domain), word.list(subnets, word.cidr)], { afterPorts: true });
}

export const view: Codec<"view"> = {
  add: (fact) => [command(fact)],
  set: (_from, to) => [command(to)],
  del: ({ bridge, to }) => [named(["unview", word.dev(bridge), word.mark(to)])],
};
