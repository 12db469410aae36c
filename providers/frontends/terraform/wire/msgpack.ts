/** MessagePack primitives: each function reads or writes one head or one scalar. Malformed input throws `WireFault`. */
import { putAscii, putByte, putText, room, take, takeText, WireFault, type WireReader, type WireWriter } from "./cursor";
import { numberOf, numberOfBits, numberOfFloat } from "./number";

const NIL = 0xc0;

/** The next type byte, without consuming it. */
function peek(reader: WireReader): number {
  if (reader.at >= reader.end) throw new WireFault("The value ends before it is complete.");
  return reader.bytes[reader.at]!;
}

function unsigned(reader: WireReader, size: 1 | 2 | 4): number {
  return reader.bytes.readUIntBE(take(reader, size), size);
}

function head(reader: WireReader): number {
  const byte = peek(reader);
  reader.at++;
  return byte;
}

/** Consumes a nil; false if the next value is something else. */
export function takeNil(reader: WireReader): boolean {
  if (peek(reader) !== NIL) return false;
  reader.at++;
  return true;
}

/** Consumes an extension of any type and content, which represents an unknown value; false if the next value is something else. */
export function takeExtension(reader: WireReader): boolean {
  const byte = peek(reader);
  const fixed = byte >= 0xd4 && byte <= 0xd8;
  if (!fixed && (byte < 0xc7 || byte > 0xc9)) return false;
  reader.at++;
  const length = fixed ? 1 << (byte - 0xd4) : unsigned(reader, byte === 0xc7 ? 1 : byte === 0xc8 ? 2 : 4);
  take(reader, 1 + length);
  return true;
}

export function readBool(reader: WireReader): boolean {
  const byte = head(reader);
  if (byte !== 0xc2 && byte !== 0xc3) throw mismatch("true or false");
  return byte === 0xc3;
}

export function readText(reader: WireReader): string {
  const byte = head(reader);
  if (byte >= 0xa0 && byte <= 0xbf) return takeText(reader, byte - 0xa0);
  if (byte < 0xd9 || byte > 0xdb) throw mismatch("a string");
  return takeText(reader, unsigned(reader, byte === 0xd9 ? 1 : byte === 0xda ? 2 : 4));
}

/** The number of elements; at most the number of remaining bytes. */
export function readListHead(reader: WireReader): number {
  const byte = head(reader);
  if (byte >= 0x90 && byte <= 0x9f) return counted(reader, byte - 0x90, 1);
  if (byte !== 0xdc && byte !== 0xdd) throw mismatch("a list");
  return counted(reader, unsigned(reader, byte === 0xdc ? 2 : 4), 1);
}

/** The number of key-value pairs; at most half the number of remaining bytes. */
export function readMapHead(reader: WireReader): number {
  const byte = head(reader);
  if (byte >= 0x80 && byte <= 0x8f) return counted(reader, byte - 0x80, 2);
  if (byte !== 0xde && byte !== 0xdf) throw mismatch("a map");
  return counted(reader, unsigned(reader, byte === 0xde ? 2 : 4), 2);
}

function counted(reader: WireReader, count: number, least: number): number {
  if (count * least > reader.end - reader.at) throw new WireFault("A value declares more elements than the message has bytes.");
  return count;
}

/** A number in any encoding: integers and floats of every size, and decimal text. `number.ts` decides which stay text. */
export function readNumber(reader: WireReader): number | string {
  const byte = peek(reader);
  if ((byte >= 0xa0 && byte <= 0xbf) || (byte >= 0xd9 && byte <= 0xdb)) return numberOf(readText(reader));
  reader.at++;
  if (byte < 0x80) return byte;
  if (byte >= 0xe0) return byte - 0x100;
  const read = NUMBERS[byte];
  if (!read) throw mismatch("a number");
  return read(reader);
}

const NUMBERS: Readonly<Record<number, (reader: WireReader) => number | string>> = {
  0xca: (reader) => numberOfFloat(reader.bytes.readFloatBE(take(reader, 4))),
  0xcb: (reader) => numberOfFloat(reader.bytes.readDoubleBE(take(reader, 8))),
  0xcc: (reader) => unsigned(reader, 1),
  0xcd: (reader) => unsigned(reader, 2),
  0xce: (reader) => unsigned(reader, 4),
  0xcf: (reader) => numberOfBits(reader.bytes.readBigUInt64BE(take(reader, 8))),
  0xd0: (reader) => reader.bytes.readInt8(take(reader, 1)),
  0xd1: (reader) => reader.bytes.readInt16BE(take(reader, 2)),
  0xd2: (reader) => reader.bytes.readInt32BE(take(reader, 4)),
  0xd3: (reader) => numberOfBits(reader.bytes.readBigInt64BE(take(reader, 8))),
};

function mismatch(expected: string): WireFault {
  return new WireFault(`The value is not of the type of its attribute: ${expected} was expected.`);
}

export function writeNil(writer: WireWriter): void {
  putByte(writer, NIL);
}

/** The plain unknown value: an extension of type 0 with one byte. */
export function writeUnknown(writer: WireWriter): void {
  room(writer, 3);
  writer.bytes[writer.at++] = 0xd4;
  writer.bytes[writer.at++] = 0;
  writer.bytes[writer.at++] = 0;
}

export function writeBool(writer: WireWriter, value: boolean): void {
  putByte(writer, value ? 0xc3 : 0xc2);
}

export function writeText(writer: WireWriter, value: string): void {
  if (value.length < 0x20) {
    putByte(writer, 0xa0 | value.length);
    if (putAscii(writer, value)) return;
    writer.at--;
  }
  const length = Buffer.byteLength(value);
  if (length < 0x20) putByte(writer, 0xa0 | length);
  else if (length < 0x100) writeHead(writer, 0xd9, length, 1);
  else writeHead(writer, length < 0x10000 ? 0xda : 0xdb, length, length < 0x10000 ? 2 : 4);
  putText(writer, value, length);
}

export function writeFloat(writer: WireWriter, value: number): void {
  room(writer, 9);
  writer.bytes[writer.at] = 0xcb;
  writer.at = writer.bytes.writeDoubleBE(value, writer.at + 1);
}

export function writeListHead(writer: WireWriter, count: number): void {
  if (count < 0x10) putByte(writer, 0x90 | count);
  else writeHead(writer, count < 0x10000 ? 0xdc : 0xdd, count, count < 0x10000 ? 2 : 4);
}

export function writeMapHead(writer: WireWriter, count: number): void {
  if (count < 0x10) putByte(writer, 0x80 | count);
  else writeHead(writer, count < 0x10000 ? 0xde : 0xdf, count, count < 0x10000 ? 2 : 4);
}

function writeHead(writer: WireWriter, byte: number, count: number, size: 1 | 2 | 4): void {
  room(writer, 1 + size);
  writer.bytes[writer.at++] = byte;
  writer.at = writer.bytes.writeUIntBE(count, writer.at, size);
}
