import type { FactOf } from "../../../../lib/kernel/fact";
import type { Codec, ScriptLine } from "../line";
import { word } from "../words";

function command({ netns, name, value }: FactOf<"sysctl">): ScriptLine {
  return { netns, command: { do: "sysctl", path: word.sysctl(name), value: word.value(value) } };
}

/** A setting always has a value, so it cannot be deleted. */
export const sysctl: Codec<"sysctl"> = {
  add: (fact) => [command(fact)],
  set: (_from, to) => [command(to)],
  del: () => [],
  followsBridges: () => true,
};
