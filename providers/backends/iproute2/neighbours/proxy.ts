import type { FactOf } from "../../../../lib/kernel/fact";
import { OUR_PROTOCOL } from "../../../../lib/kernel/mark";
import { isIpv6 } from "../../../../lib/net/ip";
import { ip, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

/** Of IPv6 entries the kernel refuses those on a link without IPv6, and then ip exits at once. */
function command({ netns, address, dev, proto }: FactOf<"proxy">): ScriptLine {
  const words = ["neigh replace proxy", word.ip(address), "dev", word.dev(dev), `protocol ${word.number(proto ?? OUR_PROTOCOL)}`];
  return ip(netns, words, isIpv6(address) ? { lineNumberUnknown: true } : {});
}

export const proxy: Codec<"proxy"> = {
  add: (fact) => [command(fact)],
  set: (_from, to) => [command(to)],
  // `flush` finds an entry of this protocol only, and unlike `del` it succeeds without one.
  del: ({ netns, address, dev, proto }) => [
    ip(netns, ["neigh flush proxy to", word.ip(address), "dev", word.dev(dev), `protocol ${word.number(proto ?? OUR_PROTOCOL)}`], {
      ignoreMissing: true,
    }),
  ],
};
