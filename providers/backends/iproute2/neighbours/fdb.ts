import type { FactOf } from "../../../../lib/kernel/fact";
import { EVERY_MAC } from "../../../../lib/kernel/kinds/fdb";
import type { Codec, ScriptLine } from "../line";
import { word } from "../words";

type Fdb = FactOf<"fdb">;

function entry(verb: string, { netns, mac, dev, dst, master }: Fdb, extra: Pick<ScriptLine, "ignoreMissing"> = {}): ScriptLine {
  const tables = master ? "self master static" : "self static";
  const words = ["fdb", verb, word.mac(mac), "dev", word.dev(dev), "dst", word.ip(dst), tables];
  return { netns, command: { do: "bridge", words }, ...extra };
}

/** The all-zeros MAC address has an entry per remote VTEP, any other has one. */
function command(fact: Fdb): ScriptLine {
  return entry(fact.mac === EVERY_MAC ? "append" : "replace", fact);
}

export const fdb: Codec<"fdb"> = {
  add: (fact) => [command(fact)],
  set: (from, to) => [...(from.master && !to.master ? [entry("del", from, { ignoreMissing: true })] : []), command(to)],
  del: (fact) => [entry("del", fact, { ignoreMissing: true })],
};
