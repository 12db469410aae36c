import { diagnose, fail, ok, type Result, type Where } from "../diagnostic";
import { sha256 } from "./sha256";

const MAC = /^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$/;

/** The normal form of a hardware address, six pairs of lower-case digits joined by colons; undefined for any other text. */
export function canonicalMac(text: string): string | undefined {
  return MAC.test(text) ? text.toLowerCase() : undefined;
}

/** Whether an interface may have it: not a multicast address, and not all zero. */
export function isUnicastMac(mac: string): boolean {
  return (parseInt(mac.slice(0, 2), 16) & 1) === 0 && mac !== "00:00:00:00:00:00";
}

/** The normal form of an address that an interface may have, or the reason why it may not. */
export function readMac(text: string, at: Where = {}): Result<string> {
  const mac = canonicalMac(text);
  if (mac === undefined) {
    return fail(
      diagnose(
        "invalid-mac",
        `${JSON.stringify(text)} is not a MAC address. Write six pairs of hexadecimal digits: "02:11:22:33:44:55".`,
        at,
      ),
    );
  }
  if (isUnicastMac(mac)) return ok(mac);
  const detail = `${JSON.stringify(text)} is not a unicast address: the first pair must be even, and not all digits zero. "02" as the first pair is always valid.`;
  return fail(diagnose("invalid-mac", detail, at));
}

/**
 * A locally administered unicast address derived from the name only, so that it is the same on every host and in every run. 46
 * bits come from the hash: among 10,000 names on one link the probability of a clash is below one in a million.
 *
 * @example
 * macOf("local/blue/web/eth0"); // "02:…", "06:…", "0a:…" and so on: always the same one
 */
export function macOf(name: string): string {
  const hash = sha256(name);
  const first = (parseInt(hash.slice(0, 2), 16) & 0xfc) | 0x02;
  const rest = [2, 4, 6, 8, 10].map((at) => hash.slice(at, at + 2));
  return `${first.toString(16).padStart(2, "0")}:${rest.join(":")}`;
}
