import type { FactOf } from "../../../../lib/kernel/fact";
import { ip, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

function command({ netns, address, dev, lladdr }: FactOf<"neigh">): ScriptLine {
  return ip(netns, ["neigh replace", word.ip(address), "lladdr", word.mac(lladdr), "dev", word.dev(dev), "nud permanent"]);
}

export const neigh: Codec<"neigh"> = {
  add: (fact) => [command(fact)],
  set: (_from, to) => [command(to)],
  // `flush`, because `del` of a missing entry makes ip exit without a line number.
  del: ({ netns, address, dev }) => [
    ip(netns, ["neigh flush to", word.ip(address), "dev", word.dev(dev), "nud permanent"], { ignoreMissing: true }),
  ],
};
