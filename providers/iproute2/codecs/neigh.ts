import type { FactOf } from "../../../lib/kernel/fact";
import { ip, type Codec, type Line } from "./line";
import { word } from "./words";

function told({ netns, address, dev, lladdr }: FactOf<"neigh">): Line {
  return ip(netns, ["neigh replace", word.ip(address), "lladdr", word.mac(lladdr), "dev", word.dev(dev), "nud permanent"]);
}

export const neigh: Codec<"neigh"> = {
  add: (fact) => [told(fact)],
  set: (_from, to) => [told(to)],
  // `flush`, because of an entry that is not there `del` makes ip end without a word about the line.
  del: ({ netns, address, dev }) => [
    ip(netns, ["neigh flush to", word.ip(address), "dev", word.dev(dev), "nud permanent"], { forgiving: true }),
  ],
};
