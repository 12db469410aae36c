import { ROOT } from "../../../../lib/kernel/fact";
import { canonicalMac } from "../../../../lib/net/mac";
import type { Codec } from "../line";
import { word } from "../words";

/** Learned entries are only ever deleted, after every object of the earlier owner is gone. */
export const stale: Codec<"stale"> = {
  add: () => [],
  set: () => [],
  del({ address, bridge }) {
    const what = canonicalMac(address) === undefined ? ["neigh", word.ip(address)] : ["fdb", word.mac(address)];
    return [{ netns: ROOT, command: { do: "forget", words: [...what, word.dev(bridge)] }, afterAllNamespaces: true }];
  },
};
