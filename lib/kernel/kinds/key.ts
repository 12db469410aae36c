import { among, at, type FactLookup, type FactSource } from "../among";
import { ROOT, type FactOf, type Key } from "../fact";
import type { FactType } from "../fact-type";
import { isPlaceholder, keyPlaceholder, makesKey } from "../placeholder";
import { refuseUnfit, WG } from "./wireguard";
import { onLink } from "./needs";
import { portTaken } from "./remedies";
import { after, ended, isDev, next, numberOf, reader } from "./words";
import { exposure, judging, outage } from "../judgement";

/** 32 bytes in base64: only four bits of the last digit are used, the other two are zero. */
const KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** Whether the text is a WireGuard key in its canonical encoding. */
export function isPublicKey(text: string): boolean {
  return KEY.test(text);
}

/**
 * The listen port and public key of a WireGuard device: `key nwgabc123 port 51842 public XuTv…0M=`. The private key is no fact:
 * it is generated on the host and never leaves it. A key that does not exist yet is a placeholder
 * (`public ?key/edge1/nwgabc123`). A device without a key has no such fact.
 */
export const key: FactType<"key"> = {
  kind: "key",
  sample: "edge1 - key nwgabc123 port 51842 public XuTvyDzVb5QKGlkXFbDhKzxh0f8cJ7b0f4Cq3sT3P0M=",
  layer: "keys",
  judge: judging<FactOf<"key">>({
    missing: outage("The device has no key, so no host accepts its packets."),
    extra: exposure("A key that nothing declares is on the device."),
    rows: [[["port"], outage("The device receives on another port than the one that other hosts send to.")]],
    changed: outage("Other hosts know the earlier key and drop its packets."),
  }),
  readSet: "tunnels",
  rank: 4,
  markable: false,
  removable: true,
  overwritable: true,
  identity: ({ dev }) => dev,
  normal: (fact) => fact,
  tunnelPort: ({ port }) => ({ what: "wireguard", port, isExternal: false }),
  publicPart: (fact) => fact.public,
  needs: (fact) => onLink(fact, fact.dev),
  effectFromBelow: "secret",
  canChange: () => true,
  admit: refuseUnfit,
  remedy: (fact, _verb, { errno }) => (errno === "EADDRINUSE" ? portTaken(fact.port, "listen_port") : undefined),
  requires: () => WG,
  placeholder: (fact) => (isPlaceholder(fact.public) ? fact.public : undefined),
  generate: (fact, from, make) =>
    makesKey(fact, from?.kind === "key" ? from : undefined) ? Object.freeze({ ...fact, public: make() }) : fact,
  singular: ({ host, dev, public: made }) => [[made, keyPlaceholder(host, dev)]],
  endsForGood: () => "Its private key was only in the kernel: the host makes a new one, and the other hosts get its public part.",
  resolves: (fact) => [keyPlaceholder(fact.host, fact.dev), fact.public],
  text: (fact) => `${fact.dev} port ${fact.port} public ${fact.public}`,
  parse(words, place) {
    const line = reader(words);
    const dev = next(line);
    const port = numberOf(after(line, "port"));
    const made = after(line, "public");
    if (place.netns !== ROOT || !isDev(dev) || port === undefined || port > 65535 || made === undefined || !ended(line)) return undefined;
    return isPublicKey(made) || isPlaceholder(made) ? { dev, port, public: made } : undefined;
  },
};

/** The fact key of a WireGuard device's cryptographic key. */
export function keyKey(host: string, dev: string): Key {
  return `${host} ${ROOT} key ${dev}`;
}

/** The listen ports and keys of WireGuard devices. */
export function wireguardKeysIn(facts: FactSource): readonly FactOf<"key">[] {
  return among(facts, "key");
}

/** The key of a WireGuard device. */
export function wireguardKeyAt(facts: FactLookup | undefined, host: string, dev: string): FactOf<"key"> | undefined {
  return at(facts, keyKey(host, dev), "key");
}
