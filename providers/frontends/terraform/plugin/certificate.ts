/**
 * A certificate for one run of the provider, created with Node alone: ECDSA on P-256, self-signed, for `localhost`, like those
 * of Go plugins. The format is X.509 version 3 (RFC 5280) in DER.
 */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A private key and its certificate in PEM, and the certificate in DER. */
export interface Certificate {
  readonly key: string;
  readonly pem: string;
  readonly der: Buffer;
}

const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;

/** A fresh key with a certificate for servers and clients, valid from a minute ago for a year. */
export function selfSigned(now: Date): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const body = tbsCertificate(publicKey.export({ type: "spki", format: "der" }), now);
  const der = sequence(body, ECDSA_WITH_SHA256, bitString(sign("sha256", body, privateKey)));
  return { key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), pem: pemOf(der), der };
}

/** The certificate in the format of the handshake line: DER in base64 without padding. */
export function handshakeText(der: Buffer): string {
  return der.toString("base64").replace(/=+$/, "");
}

/** The PEM of a certificate in the format of the handshake line. */
export function pemOf(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function tbsCertificate(publicKey: Buffer, now: Date): Buffer {
  const validity = sequence(time(now.getTime() - MINUTE), time(now.getTime() + YEAR));
  return sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial()),
    ECDSA_WITH_SHA256,
    LOCALHOST,
    validity,
    LOCALHOST,
    publicKey,
    tagged(0xa3, sequence(KEY_USAGE, EXTENDED_KEY_USAGE, SUBJECT_ALT_NAME)),
  );
}

/** A positive number without a leading zero byte. */
function serial(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes;
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function bitString(bytes: Buffer, unused = 0): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([unused]), bytes]));
}

/** Years until 2049 have two digits, later ones four, as RFC 5280 requires. */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, "");
  return Number(digits.slice(0, 4)) < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

/** An object identifier from its encoded bytes. */
function oid(...bytes: readonly number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}

function extension(id: Buffer, value: Buffer): Buffer {
  return sequence(id, tagged(0x04, value));
}

const ECDSA_WITH_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const LOCALHOST = sequence(tagged(0x31, sequence(oid(0x55, 0x04, 0x03), tagged(0x0c, Buffer.from("localhost")))));
/** digitalSignature. */
const KEY_USAGE = extension(oid(0x55, 0x1d, 0x0f), bitString(Buffer.from([0x80]), 7));
const PURPOSES = [0x01, 0x02].map((purpose) => oid(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, purpose));
/** serverAuth and clientAuth. */
const EXTENDED_KEY_USAGE = extension(oid(0x55, 0x1d, 0x25), sequence(...PURPOSES));
const SUBJECT_ALT_NAME = extension(oid(0x55, 0x1d, 0x11), sequence(tagged(0x82, Buffer.from("localhost"))));
