import { ROOT, type FactOf } from "../../../../lib/kernel/fact";
import { ip, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

function command(
  verb: string,
  { netns, address, dev }: FactOf<"addr">,
  extra: Pick<ScriptLine, "ignoreMissing" | "afterAllNamespaces"> = {},
): ScriptLine {
  return ip(netns, ["addr", verb, word.cidr(address), "dev", word.dev(dev)], extra);
}

export const addr: Codec<"addr"> = {
  add: (fact) => [command("replace", fact)],
  set: (from, to) => (from.address === to.address ? [] : [command("del", from, { ignoreMissing: true }), command("replace", to)]),
  del: (fact) => [command("del", fact, { ignoreMissing: true, ...(fact.netns === ROOT ? { afterAllNamespaces: true } : {}) })],
  goesWithCarrier: true,
};
