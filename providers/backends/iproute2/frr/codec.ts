/** FRR commands for a host's BGP: the verbs of `frr/program.ts`. */
import { ROOT, type FactOf } from "../../../../lib/kernel/fact";
import type { Codec, ScriptLine } from "../line";
import { word } from "../words";

function frr(words: readonly string[]): ScriptLine {
  return { netns: ROOT, command: { do: "frr", words } };
}

function process({ asn, routerId }: FactOf<"bgp">): ScriptLine {
  return frr(["process", word.asn(asn), word.ip(routerId)]);
}

function session({ address, asn, source, client }: FactOf<"neighbor">): ScriptLine {
  return frr(["neighbor", word.ip(address), word.asn(asn), source === undefined ? "-" : word.ip(source), client ? "client" : "-"]);
}

export const bgp: Codec<"bgp"> = {
  add: (fact) => [process(fact)],
  set: (_from, to) => [process(to)],
  del: () => [frr(["noprocess"])],
};

export const neighbor: Codec<"neighbor"> = {
  add: (fact) => [session(fact)],
  set: (_from, to) => [session(to)],
  del: ({ address }) => [frr(["noneighbor", word.ip(address)])],
};
