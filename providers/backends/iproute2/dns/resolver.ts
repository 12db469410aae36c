import type { FactOf } from "../../../../lib/kernel/fact";
import { named, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

type Resolver = FactOf<"resolver">;

/** Starts or restarts the server, late enough for its bridge to be up and all names to be written. */
function started({ bridge, listen, domain, upstream, subnets = [] }: Resolver): ScriptLine {
  const asked = typeof upstream === "string" ? upstream : word.list(upstream, word.ip);
  const own = word.list(subnets, word.cidr);
  return named(["start", word.dev(bridge), word.list(listen, word.ip), word.domain(domain), asked, own], { afterPorts: true });
}

export const resolver: Codec<"resolver"> = {
  add: (fact) => [started(fact)],
  set: (_from, to) => [started(to)],
  del: ({ bridge }) => [named(["stop", word.dev(bridge)])],
};
