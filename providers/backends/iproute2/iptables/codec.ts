import type { FactOf } from "../../../../lib/kernel/fact";
import type { Codec, ScriptLine } from "../line";
import { word } from "../words";

function command(verb: "add" | "del", rule: FactOf<"iptables">): ScriptLine {
  const { netns, family, chain, dev, direction, payload, source, mark } = rule;
  if (mark === undefined) throw new Error("a rule without a mark could not be identified as ours");
  if ((source !== undefined || dev === undefined) && payload === undefined) throw new Error("a rule without a link needs a payload");
  const narrowed = [...(payload === undefined ? [] : [word.payload(payload)]), ...(source === undefined ? [] : [word.cidr(source)])];
  const which = [word.chain(chain), dev === undefined ? "-" : word.dev(dev), direction, word.mark(mark)];
  return { netns, command: { do: "iptables", words: [verb, family, ...which, ...narrowed] } };
}

/** A rule is inserted at the head of its chain, and deleted by its content. Foreign rules keep their order. */
export const iptables: Codec<"iptables"> = {
  add: (fact) => [command("add", fact)],
  set: () => [],
  del: (fact) => [command("del", fact)],
};
