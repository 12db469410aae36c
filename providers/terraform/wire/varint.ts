/** Whole numbers as protobuf writes them: seven bits a byte, the lowest first; negative ones in ten bytes. */
import { room, WireFault, type Reader, type Writer } from "./cursor";

const TRUNCATED = "The message ends in the middle of a number.";

/** Reads an int64; throws `WireFault` when it is cut short or no JavaScript number holds it exactly. */
export function readInt64(reader: Reader): number {
  let value = 0;
  for (let place = 1; place <= 2 ** 42; place *= 128) {
    if (reader.at >= reader.end) throw new WireFault(TRUNCATED);
    const byte = reader.bytes[reader.at++]!;
    value += (byte & 0x7f) * place;
    if (byte < 0x80) return value;
  }
  return readRest(reader, BigInt(value));
}

/** The three bytes that may follow the first seven. */
function readRest(reader: Reader, low: bigint): number {
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

/** Reads how many bytes follow; throws `WireFault` when there are not as many. */
export function readLength(reader: Reader): number {
  const length = readInt64(reader);
  if (length < 0 || length > reader.end - reader.at) throw new WireFault("A part of the message says that it is longer than the message.");
  return length;
}

/** How many bytes a number from 0 takes. */
export function sizeOf(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes an int64; the value is a safe integer. */
export function writeInt64(writer: Writer, value: number): void {
  room(writer, 10);
  if (value < 0) return writeNegative(writer, value);
  let rest = value;
  for (; rest >= 0x80; rest = rest > 0x7fffffff ? Math.floor(rest / 128) : rest >>> 7) writer.bytes[writer.at++] = (rest % 128) | 0x80;
  writer.bytes[writer.at++] = rest;
}

function writeNegative(writer: Writer, value: number): void {
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) writer.bytes[writer.at++] = Number(rest & 0x7fn) | 0x80;
  writer.bytes[writer.at++] = Number(rest);
}
