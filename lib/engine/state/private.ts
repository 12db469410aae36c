/** Netweft's metadata of an instance: its `private` bytes. */
import { deflateSync, inflateSync } from "node:zlib";
import type { Private } from "./types";

/** The bytes as Terraform stores them: base64 of JSON. */
export function writePrivate(own: Private): string {
  return Buffer.from(JSON.stringify(own), "utf8").toString("base64");
}

/** Below this size compression gains nothing. */
const WORTH_PACKING = 200;

/**
 * The same as bytes, compressed (RFC 1950): Terraform writes its whole state after every completed resource, so each byte is
 * written thousands of times.
 */
export function packPrivate(own: Private): Uint8Array {
  const json = Buffer.from(JSON.stringify(own), "utf8");
  return json.length < WORTH_PACKING ? json : deflateSync(json);
}

/** Netweft's metadata from the provider's base64 bytes; undefined when they are not in a format of ours. */
export function readPrivate(bytes: unknown): Private | undefined {
  return typeof bytes === "string" ? unpackPrivate(Buffer.from(bytes, "base64")) : undefined;
}

const OPEN = "{".charCodeAt(0);

/** Limit of the decompressed size, against decompression bombs. */
const MOST_BYTES = 1 << 26;

function isNameOrNone(on: unknown): boolean {
  return on === undefined || typeof on === "string";
}

/** The same from bytes, compressed or not. */
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
