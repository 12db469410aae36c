/**
 * Keys of ESP, which are secrets, and what facts call them by. A key is of one direction between two hosts: with a second
 * sender, or again with the numbers of its packets from the beginning, AES-GCM is broken.
 */
import { createHash } from "node:crypto";

/** Of AES-GCM as ESP has it (RFC 4106): 32 bytes of key and 4 of salt. */
export const KEY_BYTES = 36;

const KEY = new RegExp(`^[0-9a-f]{${2 * KEY_BYTES}}$`);
const FINGERPRINT = /^[0-9a-f]{16}$/;

/** Numbers below are not for ESP to use (RFC 4303, 2.1). */
const LEAST_SPI = 0x100;

/** Whether the text is a key: 72 hexadecimal digits, in small letters and without `0x`. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

/** Whether the text can be what `fingerprintOf` gives. */
export function isFingerprint(text: string): boolean {
  return FINGERPRINT.test(text);
}

/** What facts call a key by: the first 16 digits of SHA-256 over its text, the 72 digits. A host finds it in the same way. */
export function fingerprintOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 16);
}

/**
 * The number by which the receiver of a packet finds the key, the SPI: both ends know it when they know the key. It is what
 * the first eight digits of the fingerprint say, and 256 more where that is less than 256.
 */
export function spiOf(fingerprint: string): number {
  const spi = Number.parseInt(fingerprint.slice(0, 8), 16);
  return spi < LEAST_SPI ? spi + LEAST_SPI : spi;
}
