import type { FactOf } from "../../../../lib/kernel/fact";
import { isIpv6 } from "../../../../lib/net/ip";
import { ip, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

/** Of IPv6 entries the kernel refuses those on a link without IPv6, and then ip exits at once. */
function command({ netns, address, dev, lladdr }: FactOf<"neigh">): ScriptLine {
  const words = ["neigh replace", word.ip(address), "lladdr", word.mac(lladdr), "dev", word.dev(dev), "nud permanent"];
  return ip(netns, words, isIpv6(address) ? { lineNumberUnknown: true } : {});
}

export const neigh: Codec<"neigh"> = {
  add: (fact) => [command(fact)],
  set: (_from, to) => [command(to)],
  // `flush`, because `del` of a missing entry makes ip exit without a line number.
  del: ({ netns, address, dev }) => [
    ip(netns, ["neigh flush to", word.ip(address), "dev", word.dev(dev), "nud permanent"], { ignoreMissing: true }),
  ],
};
