import type { FactOf } from "../../../lib/kernel/fact";
import { makesKey } from "../../../lib/kernel/hole";
import { tunnel, type Codec, type Line } from "./line";
import { word } from "./words";

/** A key is made by its host: all that travels is that it is to make one. */
function told(to: FactOf<"key">, from?: FactOf<"key">): Line {
  return tunnel([makesKey(to, from) ? "key" : "port", word.dev(to.dev), word.number(to.port)]);
}

export const key: Codec<"key"> = {
  add: (fact) => [told(fact)],
  set: (from, to) => [told(to, from)],
  del: ({ dev }) => [tunnel(["unkey", word.dev(dev)], { forgiving: true })],
};
