import type { Observation } from "../../io";
import { isFingerprint } from "../../kernel/esp";
import type { Fact, Key } from "../../kernel/fact";
import { isHole, keyHole, secretHole } from "../../kernel/hole";
import { keyKey } from "../../kernel/kinds/key";
import { saKey } from "../../kernel/kinds/sa";
import type { Want } from "../../resources";
import type { Value } from "../../schema/value";

/** A wish for keys: of WireGuard devices, or for what hosts send each other under ESP. */
export type KeysWant = Extract<Want, { what: "public-keys" | "fingerprints" }>;

/** What is known of keys beside the wish for them. */
export interface Known {
  /** As the state has them, by the names of the wish. */
  readonly earlier: Value | undefined;
  readonly observed: ReadonlyMap<string, Observation>;
  /** Whether all of them are to be made anew. */
  readonly anew: boolean;
}

/** One key: what it is called, the hole for it, and where it is to be found on which hosts. */
interface Sought {
  readonly name: string;
  readonly hole: string;
  readonly at: readonly { readonly host: string; readonly key: Key }[];
}

function soughtBy(want: KeysWant): readonly Sought[] {
  if (want.what === "public-keys")
    return Object.entries(want.devices).map(([host, dev]) => ({
      name: host,
      hole: keyHole(host, dev),
      at: [{ host, key: keyKey(host, dev) }],
    }));
  const { reqid } = want;
  return want.ways.map(({ name, from, to, src, dst }) => ({
    name,
    hole: secretHole(reqid, from, to),
    at: [from, to].map((host) => ({ host, key: saKey(host, { src, dst, reqid }) })),
  }));
}

/** Holes for all keys. */
export function holesFor(want: KeysWant): Readonly<Record<string, string>> {
  return Object.fromEntries(soughtBy(want).map(({ name, hole }) => [name, hole]));
}

/**
 * Keys by their names, as what is public of them: that of the state where all hosts concerned still have it, one of ours that
 * the state has lost, and a hole for one that is to be made. What is private of a key is nowhere but on these hosts: where one
 * of them has lost it, there is another. Undefined while not all of the hosts were looked at.
 */
export function keysFor(want: KeysWant, known: Known): Readonly<Record<string, string>> | undefined {
  const sought = soughtBy(want);
  if (!sought.every(({ at }) => at.every(({ host }) => known.observed.has(host)))) return undefined;
  if (known.anew) return holesFor(want);
  return Object.fromEntries(sought.map((one) => [one.name, foundKey(one, known)]));
}

function foundKey({ name, hole, at }: Sought, { earlier, observed }: Known): string {
  const before = (earlier as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  const own = typeof before === "string" && !isHole(before) ? before : undefined;
  const [first, ...others] = at.map(({ host, key }) => publicOf(observed.get(host)!.facts.get(key)));
  const agreed = first !== undefined && others.every((other) => other === first);
  return agreed && (own === undefined || own === first) ? first : hole;
}

/** What is public of the key that a fact is about; undefined when it is nobody's business. */
function publicOf(fact: Fact | undefined): string | undefined {
  if (fact?.kind === "key") return fact.public;
  return fact?.kind === "sa" && fact.also === undefined && isFingerprint(fact.key) ? fact.key : undefined;
}
