import { ROOT, type FactOf } from "../../../lib/kernel/fact";
import { ip, type Codec, type Line } from "./line";
import { word } from "./words";

function told(verb: string, { netns, address, dev }: FactOf<"addr">, extra: Pick<Line, "forgiving" | "patient"> = {}): Line {
  return ip(netns, ["addr", verb, word.cidr(address), "dev", word.dev(dev)], extra);
}

export const addr: Codec<"addr"> = {
  add: (fact) => [told("replace", fact)],
  set: (from, to) => (from.address === to.address ? [] : [told("del", from, { forgiving: true }), told("replace", to)]),
  del: (fact) => [told("del", fact, { forgiving: true, ...(fact.netns === ROOT ? { patient: true } : {}) })],
};
