import type { FactOf } from "../../../lib/kernel/fact";
import type { Codec, Line } from "./line";
import { word } from "./words";

function told(verb: "add" | "del", { netns, family, chain, dev, direction, payload, mark }: FactOf<"iptables">): Line {
  if (mark === undefined) throw new Error("a rule without a mark would not be known as ours");
  return {
    netns,
    tool: "iptables",
    text: [
      verb,
      family,
      word.chain(chain),
      word.dev(dev),
      direction,
      word.mark(mark),
      ...(payload === undefined ? [] : [word.payload(payload)]),
    ].join(" "),
  };
}

/** A rule is put in front of all others of its chain, and taken away by what it says. Foreign rules keep their order. */
export const iptables: Codec<"iptables"> = {
  add: (fact) => [told("add", fact)],
  set: () => [],
  del: (fact) => [told("del", fact)],
};
