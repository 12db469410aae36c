import { ROOT, type FactOf } from "../../../../lib/kernel/fact";
import { OUR_PRIORITY } from "./esp";
import type { Codec, ScriptLine } from "../line";
import { word } from "../words";

type Xfrm = FactOf<"xfrm">;

function selector({ direction, src, dst, port }: Xfrm): string {
  return `src ${word.ip(src)} dst ${word.ip(dst)} proto udp dport ${word.number(port)} dir ${word.direction(direction)}`;
}

function command(verb: "add" | "update", fact: Xfrm): ScriptLine {
  if (fact.other) throw new Error("a foreign policy cannot be created");
  const template = `tmpl src ${word.ip(fact.src)} dst ${word.ip(fact.dst)} proto esp reqid ${word.number(fact.reqid)}`;
  const words = ["xfrm policy", verb, selector(fact), "priority", `${OUR_PRIORITY}`, template, "mode transport level required"];
  return { netns: ROOT, command: { do: "xfrm", words } };
}

export const xfrm: Codec<"xfrm"> = {
  add: (fact) => [command("add", fact)],
  set: (_from, to) => [command("update", to)],
  del: (fact) => [{ netns: ROOT, command: { do: "xfrm", words: ["xfrm policy delete", selector(fact)] }, ignoreMissing: true }],
};
