import type { Observation } from "../../io";
import { isHole, keyHole, keyKey } from "../../kernel/hole";
import type { Value } from "../../schema/value";

/** The WireGuard device of each host. */
export type Devices = Readonly<Record<string, string>>;

/** What is known of keys beside the devices that they are for. */
export interface Known {
  /** As the state has them, by host. */
  readonly earlier: Value | undefined;
  readonly observed: ReadonlyMap<string, Observation>;
  /** Whether all of them are to be made anew. */
  readonly anew: boolean;
}

/** Holes for the keys of all devices. */
export function keyHoles(devices: Devices): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(devices).map(([host, dev]) => [host, keyHole(host, dev)]));
}

/**
 * The public keys of some devices, by host: that of the state where the host still has it, that of a device of ours which the
 * state has lost, and a hole for one that is to be made. A host's private key is nowhere else: who loses it gets another.
 * Undefined while not all of the hosts were looked at.
 */
export function publicKeys(devices: Devices, known: Known): Readonly<Record<string, string>> | undefined {
  const hosts = Object.entries(devices);
  if (!hosts.every(([host]) => known.observed.has(host))) return undefined;
  if (known.anew) return keyHoles(devices);
  return Object.fromEntries(hosts.map(([host, dev]) => [host, publicKey(host, dev, known)]));
}

function publicKey(host: string, dev: string, { earlier, observed }: Known): string {
  const before = (earlier as Readonly<Record<string, unknown>> | null | undefined)?.[host];
  const own = typeof before === "string" && !isHole(before) ? before : undefined;
  const key = observed.get(host)!.facts.get(keyKey(host, dev));
  const there = key?.kind === "key" ? key.public : undefined;
  return there !== undefined && (own === undefined || own === there) ? there : keyHole(host, dev);
}
