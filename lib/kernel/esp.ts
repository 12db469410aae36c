/**
 * ESP keys, which are secrets, and their fingerprints in facts. A key serves one direction between two hosts: a second sender,
 * or a restart of the sequence numbers, would break AES-GCM.
 */
import { sha256 } from "../net/sha256";

/** AES-GCM in ESP (RFC 4106): 32 bytes of key and 4 of salt. */
export const KEY_BYTES = 36;

const KEY = new RegExp(`^[0-9a-f]{${2 * KEY_BYTES}}$`);
const FINGERPRINT = /^[0-9a-f]{16}$/;

/** Lower SPI values are reserved (RFC 4303, 2.1). */
const LEAST_SPI = 0x100;

/** Whether the text is a key: 72 hexadecimal digits, in small letters and without `0x`. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

/** Whether the text has the form of a fingerprint (`fingerprintOf`). */
export function isFingerprint(text: string): boolean {
  return FINGERPRINT.test(text);
}

/** The fingerprint of a key in facts: the first 16 digits of SHA-256 over its 72 digits. Hosts compute it in the same way. */
export function fingerprintOf(key: string): string {
  return sha256(key).slice(0, 16);
}

/**
 * The SPI, by which the receiver of a packet selects the key. It is derived from the key: the first eight digits of the
 * fingerprint, plus 256 where that is less than 256.
 */
export function spiOf(fingerprint: string): number {
  const spi = Number.parseInt(fingerprint.slice(0, 8), 16);
  return spi < LEAST_SPI ? spi + LEAST_SPI : spi;
}
