import { canonicalIp, isIpv6 } from "../../net/ip";
import { isFingerprint } from "../esp";
import { ROOT, type FactOf, type FactType, type Key } from "../fact";
import { isHole } from "../hole";
import { after, ended, flag, listOf, next, numberOf, reader, type Words } from "./words";

/** In place of a fingerprint, where an association is none of Netweft's. */
export const OTHER_KEY = "other";

/**
 * A security association: `sa 192.0.2.1 > 192.0.2.2 reqid 4789 key 1a2b3c4d5e6f7081`, and `also` with the keys of older ones
 * of the same ends and number. A new key is added before the old one goes; between two hosts that do so at different moments
 * packets are lost, and connections pause.
 */
export const sa: FactType<"sa"> = {
  kind: "sa",
  rank: 0.5,
  markable: false,
  removable: true,
  identity,
  normal: ({ also, ...fact }) => ({ ...fact, ...endsOf(fact), ...(also === undefined ? {} : { also: [...new Set(also)].sort() }) }),
  needs: () => [],
  // What is there cannot be made newer than what it is to be newer than.
  canChange: (from, to) => from.key === to.key || !(from.also?.includes(to.key) && to.also?.includes(from.key)),
  text: (fact) => `${identity(fact)} key ${fact.key}${fact.also === undefined ? "" : ` also ${fact.also.join(",")}`}`,
  parse(words, { netns }) {
    const line = reader(words);
    const ends = parseEnds(line);
    const [reqid, key] = [numberOf(after(line, "reqid")), after(line, "key")];
    const also = line.at < words.length ? listOf(after(line, "also")) : undefined;
    if (netns !== ROOT || ends === undefined || reqid === undefined || key === undefined || !ended(line)) return undefined;
    if (![key, ...(also ?? [])].every(isKeyWord) || also?.length === 0) return undefined;
    return { ...ends, reqid, key, ...(also === undefined ? {} : { also }) };
  },
};

function identity({ src, dst, reqid }: Pick<FactOf<"sa">, "src" | "dst" | "reqid">): string {
  return `${src} > ${dst} reqid ${reqid}`;
}

/** The key of the association of a number between two ends on a host. */
export function saKey(host: string, ends: Parameters<typeof identity>[0]): Key {
  return `${host} ${ROOT} sa ${identity(ends)}`;
}

function isKeyWord(word: string): boolean {
  return isFingerprint(word) || isHole(word) || word === OTHER_KEY;
}

interface Ends {
  readonly src: string;
  readonly dst: string;
}

/** The ends of a way between two hosts in normal form. */
export function endsOf({ src, dst }: Ends): Ends {
  return { src: canonicalIp(src) ?? src, dst: canonicalIp(dst) ?? dst };
}

/** Takes `SRC > DST`, two addresses of one family. */
export function parseEnds(line: Words): Ends | undefined {
  const src = next(line);
  const between = flag(line, ">");
  const dst = next(line);
  if (!between || src === undefined || dst === undefined || canonicalIp(src) !== src || canonicalIp(dst) !== dst) return undefined;
  return isIpv6(src) === isIpv6(dst) ? { src, dst } : undefined;
}

/** All keys of the associations that a fact is about, that of the newest last. */
export function keysOf({ key, also = [] }: FactOf<"sa">): readonly string[] {
  return [...also, key];
}
