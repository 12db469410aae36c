import type { FactOf } from "../../../lib/kernel/fact";
import type { Codec, Line } from "./line";
import { word } from "./words";

function told({ netns, name, value }: FactOf<"sysctl">): Line {
  return { netns, tool: "sysctl", text: `${word.sysctl(name)} ${word.value(value)}` };
}

/** A setting always has a value, so it cannot be taken away. */
export const sysctl: Codec<"sysctl"> = {
  add: (fact) => [told(fact)],
  set: (_from, to) => [told(to)],
  del: () => [],
};
