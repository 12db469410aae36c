/** Protobuf varints: seven bits per byte, the lowest first; negative ones have ten bytes. */
import { room, WireFault, type WireReader, type WireWriter } from "./cursor";

const TRUNCATED = "The message ends in the middle of a number.";

/** Reads an int64; throws `WireFault` if it is truncated or not exactly representable as a JavaScript number. */
export function readInt64(reader: WireReader): number {
  let value = 0;
  for (let place = 1; place <= 2 ** 42; place *= 128) {
    if (reader.at >= reader.end) throw new WireFault(TRUNCATED);
    const byte = reader.bytes[reader.at++]!;
    value += (byte & 0x7f) * place;
    if (byte < 0x80) return value;
  }
  return readRest(reader, BigInt(value));
}

/** The up to three bytes after the first seven. */
function readRest(reader: WireReader, low: bigint): number {
  let value = low;
  for (let shift = 49n; shift <= 63n; shift += 7n) {
    if (reader.at >= reader.end) throw new WireFault(TRUNCATED);
    const byte = reader.bytes[reader.at++]!;
    if (shift === 63n && byte > 1) break;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return safe(Number(BigInt.asIntN(64, value)));
  }
  throw new WireFault("A number of the message has more than 64 bits.");
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new WireFault("A number of the message is beyond 53 bits.");
  return value;
}

/** Reads a length; throws `WireFault` if fewer bytes remain. */
export function readLength(reader: WireReader): number {
  const length = readInt64(reader);
  if (length < 0 || length > reader.end - reader.at) throw new WireFault("A part of the message declares to be longer than the message.");
  return length;
}

/** The size of the encoding of a non-negative number. */
export function sizeOf(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes an int64; the value is a safe integer. */
export function writeInt64(writer: WireWriter, value: number): void {
  room(writer, 10);
  if (value < 0) return writeNegative(writer, value);
  let rest = value;
  for (; rest >= 0x80; rest = rest > 0x7fffffff ? Math.floor(rest / 128) : rest >>> 7) writer.bytes[writer.at++] = (rest % 128) | 0x80;
  writer.bytes[writer.at++] = rest;
}

function writeNegative(writer: WireWriter, value: number): void {
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) writer.bytes[writer.at++] = Number(rest & 0x7fn) | 0x80;
  writer.bytes[writer.at++] = Number(rest);
}
