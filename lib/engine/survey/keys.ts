import type { Observation } from "../../io";
import { isHole, keyHole, keyKey } from "../../kernel/hole";
import type { Value } from "../../schema/value";

/** What is known of keys beside the devices that they are for. */
export interface Known {
  /** As the state has them, by host. */
  readonly earlier: Value | undefined;
  readonly observed: ReadonlyMap<string, Observation>;
  /** Whether all of them are to be made anew. */
  readonly anew: boolean;
}

/**
 * The public keys of some devices, by host: that of the state where the host still has it, that of a device of ours which the
 * state has lost, and a hole for one that is to be made. A host's private key is nowhere else: who loses it gets another.
 */
export function publicKeys(devices: Readonly<Record<string, string>>, known: Known): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(devices).map(([host, dev]) => [host, publicKey(host, dev, known)]));
}

function publicKey(host: string, dev: string, { earlier, observed, anew }: Known): string {
  const hole = keyHole(host, dev);
  const before = (earlier as Readonly<Record<string, unknown>> | null | undefined)?.[host];
  const own = typeof before === "string" && !isHole(before) ? before : undefined;
  const facts = observed.get(host)?.facts;
  if (anew) return hole;
  if (facts === undefined) return own ?? hole;
  const there = facts.get(keyKey(host, dev)) as { readonly public?: string } | undefined;
  return own === undefined || own === there?.public ? (there?.public ?? hole) : hole;
}
