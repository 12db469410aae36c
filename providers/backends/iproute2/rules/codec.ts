import type { FactOf } from "../../../../lib/kernel/fact";
import { OUR_PROTOCOL } from "../../../../lib/kernel/mark";
import type { Codec, ScriptLine } from "../line";
import { word } from "../words";

const EVERY_BIT = 0xffffffff;

/** ip takes the family of a rule from its own options, so each family has a batch of its own. */
function command(verb: "add" | "del", fact: FactOf<"rule">, extra: Pick<ScriptLine, "ignoreMissing"> = {}): ScriptLine {
  const { netns, family, priority, from, to, fwmark, mask, iif, oif, udpSport, table, suppress, type, also, proto } = fact;
  if (also !== undefined) throw new Error(`a foreign policy rule is not written: ${also.join()}`);
  const words = [
    "rule",
    verb,
    `priority ${word.number(priority)}`,
    from !== undefined && `from ${word.cidr(from)}`,
    to !== undefined && `to ${word.cidr(to)}`,
    fwmark !== undefined && `fwmark ${word.bits(fwmark)}/${word.bits(mask ?? EVERY_BIT)}`,
    iif !== undefined && `iif ${word.dev(iif)}`,
    oif !== undefined && `oif ${word.dev(oif)}`,
    udpSport !== undefined && `ipproto udp sport ${word.ports(udpSport)}`,
    type ?? (table !== undefined && `lookup ${word.number(table)}`),
    suppress !== undefined && `suppress_prefixlength ${word.number(suppress)}`,
    `protocol ${word.number(proto ?? OUR_PROTOCOL)}`,
  ];
  return { netns, command: { do: family, words }, ...extra };
}

/** All of a rule is its identity, so there is nothing to change in one. */
export const rule: Codec<"rule"> = {
  add: (fact) => [command("add", fact)],
  set: () => [],
  del: (fact) => [command("del", fact, { ignoreMissing: true })],
};
