/** Netweft's notes beside the attributes: the `private` bytes of an instance. */
import { deflateSync, inflateSync } from "node:zlib";
import type { Private } from "./types";

/** The bytes as Terraform stores them: base64 of JSON. */
export function writePrivate(own: Private): string {
  return Buffer.from(JSON.stringify(own), "utf8").toString("base64");
}

/** Below so many bytes nothing is won by packing. */
const WORTH_PACKING = 200;

/**
 * The same as bytes, packed (RFC 1950): Terraform writes its whole state anew for every resource that is done, so each byte
 * is written thousands of times.
 */
export function packPrivate(own: Private): Uint8Array {
  const json = Buffer.from(JSON.stringify(own), "utf8");
  return json.length < WORTH_PACKING ? json : deflateSync(json);
}

/** Netweft's notes out of the provider's bytes in base64; undefined when they are not ours to read. */
export function readPrivate(bytes: unknown): Private | undefined {
  return typeof bytes === "string" ? unpackPrivate(Buffer.from(bytes, "base64")) : undefined;
}

const OPEN = "{".charCodeAt(0);

/** The most that packed notes may become: more would be somebody's joke. */
const MOST_BYTES = 1 << 26;

function isNameOrNone(on: unknown): boolean {
  return on === undefined || typeof on === "string";
}

/** The same out of bytes, packed or not. */
export function unpackPrivate(bytes: Uint8Array): Private | undefined {
  try {
    const plain = bytes[0] === OPEN ? Buffer.from(bytes) : inflateSync(bytes, { maxOutputLength: MOST_BYTES });
    const json = JSON.parse(plain.toString("utf8")) as Partial<Private> | null;
    const ours =
      json?.v === 1 && Array.isArray(json.facts) && json.facts.every((fact) => typeof fact === "string") && isNameOrNone(json.on);
    return ours ? (json as Private) : undefined;
  } catch {
    return undefined;
  }
}
