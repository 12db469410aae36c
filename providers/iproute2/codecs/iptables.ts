import type { FactOf } from "../../../lib/kernel/fact";
import type { Codec, Line } from "./line";
import { word } from "./words";

function command(verb: "add" | "del", { netns, family, chain, dev, direction, payload, mark }: FactOf<"iptables">): Line {
  if (mark === undefined) throw new Error("a rule without a mark could not be identified as ours");
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

/** A rule is inserted at the head of its chain, and deleted by its content. Foreign rules keep their order. */
export const iptables: Codec<"iptables"> = {
  add: (fact) => [command("add", fact)],
  set: () => [],
  del: (fact) => [command("del", fact)],
};
