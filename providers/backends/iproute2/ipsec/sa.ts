import { ROOT, type FactOf } from "../../../../lib/kernel/fact";
import { keysOf } from "../../../../lib/kernel/kinds/sa";
import { ESP } from "./esp";
import type { Codec, ScriptLine } from "../line";
import { word } from "../words";

type Sa = FactOf<"sa">;

/** The host substitutes the key for its fingerprint. */
function added({ src, dst, reqid }: Sa, key: string): ScriptLine {
  const ends = ["src", word.ip(src), "dst", word.ip(dst), "proto esp spi", word.spi(key), "reqid", word.number(reqid)];
  const words = ["xfrm state add", ...ends, ESP.words, `@${word.fingerprint(key)}`, ESP.icv];
  return { netns: ROOT, command: { do: "xfrm", words }, secret: key };
}

/** Deletes all other states with these addresses and this reqid, whichever program added them: the kernel could receive or send by them. */
function kept({ src, dst, reqid }: Sa, keys: readonly string[]): ScriptLine {
  const words = ["keep", word.ip(src), word.ip(dst), word.number(reqid), word.list(keys, word.spi)];
  return { netns: ROOT, command: { do: "xfrm", words } };
}

/** New keys are added before old ones are deleted, so that a key exists at every moment. */
export const sa: Codec<"sa"> = {
  add: (fact) => keysOf(fact).map((key) => added(fact, key)),
  set(from, to) {
    const known = keysOf(from);
    const fresh = keysOf(to).filter((key) => !known.includes(key));
    return [...fresh.map((key) => added(to, key)), kept(to, keysOf(to))];
  },
  del: (fact) => [kept(fact, [])],
};
