import { canonicalIp, isIpv6 } from "../../net/ip";
import { at, type FactLookup } from "../among";
import { isFingerprint } from "../esp";
import { ROOT, type FactOf, type Key } from "../fact";
import type { FactType } from "../fact-type";
import { isPlaceholder, secretPlaceholder } from "../placeholder";
import { after, ended, flag, listOf, next, numberOf, reader, type Words } from "./words";
import { exposure, judging, outage } from "../judgement";

/** What a step that adds an association or a policy needs. */
export const ESP = ["esp"] as const;

/** Replaces the fingerprint of an association that is not Netweft's. */
export const OTHER_KEY = "other";

/**
 * A security association: `sa 192.0.2.1 > 192.0.2.2 reqid 4789 key 1a2b3c4d5e6f7081`, and `also` with the keys of older ones
 * with equal ends and reqid. A new key is added before the old one is deleted; packets are lost between the moments at which
 * the two hosts do so.
 */
export const sa: FactType<"sa"> = {
  kind: "sa",
  sample: "local - sa 192.0.2.1 > 192.0.2.2 reqid 4789 key 1a2b3c4d5e6f7081",
  layer: "keys",
  judge: judging<FactOf<"sa">>({
    missing: outage("Packets that are to be encrypted between the two hosts are dropped."),
    extra: exposure("The host accepts packets under a key that nothing declares."),
    rows: [[["key"], outage("The other host does not have the key that packets are encrypted with.")]],
    changed: exposure("The host accepts packets under a key that nothing declares, too."),
  }),
  readSet: "ipsec",
  rank: 0.5,
  markable: false,
  removable: true,
  identity,
  effectFromBelow: "secret",
  clashNamedElsewhere: true,
  isAsClaimed: (actual, claimed) => claimed.kind === "sa" && claimed.key === actual.key,
  normal: ({ also, ...fact }) => ({ ...fact, ...endsOf(fact), ...(also === undefined ? {} : { also: [...new Set(also)].sort() }) }),
  publicPart: ({ key, also }) => (also === undefined && isFingerprint(key) ? key : undefined),
  needs: () => [],
  // An existing association cannot become the newest one.
  canChange: (from, to) => from.key === to.key || !(from.also?.includes(to.key) && to.also?.includes(from.key)),
  placeholder: (fact) => (isPlaceholder(fact.key) ? fact.key : undefined),
  singular: (fact) => keysOf(fact).map((key, n) => [key, placeholderFor(fact, n)] as const),
  endsForGood: () => "Its key was only in the kernels of the two hosts: both get a new one.",
  secrets(fact, from) {
    const keys = keysOf(fact);
    if (keys.some((key) => isPlaceholder(key) || key === OTHER_KEY)) throw new Error(`a step cannot add this key: ${sa.text(fact)}`);
    const known = from?.kind === "sa" ? keysOf(from) : [];
    return keys.filter((key) => !known.includes(key));
  },
  requires: (verb) => (verb === "del" ? [] : ESP),
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

/** The placeholder of a new key in place of one of an association's keys, equal on both hosts. */
function placeholderFor({ src, dst, reqid }: FactOf<"sa">, n: number): string {
  const [from, to] = [src, dst].map((ip) => ip.replaceAll(":", "-"));
  return secretPlaceholder(reqid, from!, `${to!}/${n}`);
}

/** The fact key of the association with this reqid between two ends. */
export function saKey(host: string, ends: Parameters<typeof identity>[0]): Key {
  return `${host} ${ROOT} sa ${identity(ends)}`;
}

function isKeyWord(word: string): boolean {
  return isFingerprint(word) || isPlaceholder(word) || word === OTHER_KEY;
}

interface Ends {
  readonly src: string;
  readonly dst: string;
}

/** Source and destination in normal form. */
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

/** All keys of the associations in a fact, the newest last. */
export function keysOf({ key, also = [] }: FactOf<"sa">): readonly string[] {
  return [...also, key];
}

/** The association with this reqid between two ends. */
export function associationAt(facts: FactLookup | undefined, host: string, ends: Parameters<typeof identity>[0]): FactOf<"sa"> | undefined {
  return at(facts, saKey(host, ends), "sa");
}
