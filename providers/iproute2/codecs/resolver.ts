import type { FactOf } from "../../../lib/kernel/fact";
import { named, type Codec, type Line } from "./line";
import { word } from "./words";

type Resolver = FactOf<"resolver">;

/** A server that runs already is started anew. It comes late, so that it finds its bridge up and all names beside it. */
function started({ bridge, listen, domain, upstream }: Resolver): Line {
  return named(["start", word.dev(bridge), word.list(listen, word.ip), word.domain(domain), upstream], { late: true });
}

export const resolver: Codec<"resolver"> = {
  add: (fact) => [started(fact)],
  set: (_from, to) => [started(to)],
  del: ({ bridge }) => [named(["stop", word.dev(bridge)])],
};
