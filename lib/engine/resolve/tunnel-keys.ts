import type { Observation } from "../../ports/backend";
import type { Fact, Key } from "../../kernel/fact";
import { isPlaceholder, keyPlaceholder, secretPlaceholder } from "../../kernel/placeholder";
import { typeOf } from "../../kernel/kinds";
import { keyKey } from "../../kernel/kinds/key";
import { saKey } from "../../kernel/kinds/sa";
import type { Want } from "../../resources";
import type { Value } from "../../schema/value";

/** A request for keys: of WireGuard devices, or of ESP associations between hosts. */
export type KeysWant = Extract<Want, { what: "public-keys" | "fingerprints" }>;

/** Known keys. */
export interface KnownKeys {
  /** As in the state, by the names of the request. */
  readonly earlier: Value | undefined;
  readonly observed: ReadonlyMap<string, Observation>;
  /** Hosts that do not answer: their keys are those of the state. */
  readonly skipped: ReadonlyMap<string, unknown>;
  /** Whether all of them are replaced. */
  readonly renew: boolean;
}

/** One key: its name, its placeholder, and the facts that show it on its hosts. */
interface Sought {
  readonly name: string;
  readonly placeholder: string;
  readonly at: readonly { readonly host: string; readonly key: Key }[];
}

function soughtBy(want: KeysWant): readonly Sought[] {
  if (want.what === "public-keys")
    return Object.entries(want.devices).map(([host, dev]) => ({
      name: host,
      placeholder: keyPlaceholder(host, dev),
      at: [{ host, key: keyKey(host, dev) }],
    }));
  const { reqid } = want;
  return want.ways.map(({ name, from, to, src, dst }) => ({
    name,
    placeholder: secretPlaceholder(reqid, from, to),
    at: [from, to].map((host) => ({ host, key: saKey(host, { src, dst, reqid }) })),
  }));
}

/** Placeholders for all keys. */
export function placeholdersFor(want: KeysWant): Readonly<Record<string, string>> {
  return Object.fromEntries(soughtBy(want).map(({ name, placeholder }) => [name, placeholder]));
}

/**
 * Public keys (or fingerprints) by name: that of the state if all its hosts still have it, an observed one of ours that is not
 * in the state, or a placeholder for a new one. Private keys exist only on their hosts: if one of them has lost its key, a new
 * one is generated. Undefined until all of the hosts were observed, and where a host that does not answer would have to make one.
 */
export function keysFor(want: KeysWant, known: KnownKeys): Readonly<Record<string, string>> | undefined {
  const sought = soughtBy(want);
  const isKept = ({ name }: Sought) => !known.renew && earlierKey(name, known) !== undefined;
  const isAnswered = (one: Sought) => one.at.every(({ host }) => known.observed.has(host) || (known.skipped.has(host) && isKept(one)));
  if (!sought.every(isAnswered)) return undefined;
  if (known.renew) return placeholdersFor(want);
  return Object.fromEntries(sought.map((one) => [one.name, foundKey(one, known)]));
}

function earlierKey(name: string, { earlier }: KnownKeys): string | undefined {
  const before = (earlier as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof before === "string" && !isPlaceholder(before) ? before : undefined;
}

function foundKey({ name, placeholder, at }: Sought, known: KnownKeys): string {
  const { observed } = known;
  const own = earlierKey(name, known);
  if (at.some(({ host }) => !observed.has(host))) return own!;
  const [first, ...others] = at.map(({ host, key }) => publicOf(observed.get(host)!.facts.get(key)));
  const agreed = first !== undefined && others.every((other) => other === first);
  return agreed && (own === undefined || own === first) ? first : placeholder;
}

function publicOf(fact: Fact | undefined): string | undefined {
  return fact && typeOf(fact).publicPart?.(fact);
}
