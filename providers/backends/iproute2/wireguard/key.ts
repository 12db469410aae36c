import type { FactOf } from "../../../../lib/kernel/fact";
import { makesKey } from "../../../../lib/kernel/placeholder";
import { tunnel, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

/** The host generates the key itself; only the command to do so is sent. */
function command(to: FactOf<"key">, from?: FactOf<"key">): ScriptLine {
  return tunnel([makesKey(to, from) ? "key" : "port", word.dev(to.dev), word.number(to.port)]);
}

export const key: Codec<"key"> = {
  add: (fact) => [command(fact)],
  set: (from, to) => [command(to, from)],
  del: ({ dev }) => [tunnel(["unkey", word.dev(dev)], { ignoreMissing: true })],
  goesWithCarrier: true,
};
