/** Reading and writing bytes at a place that moves on: what protobuf and MessagePack have in common. */
import { isUtf8 } from "node:buffer";

/** Bytes that are not what the protocol says they are. The message is a whole sentence, and shows no content. */
export class WireFault extends Error {
  override readonly name = "WireFault";
}

/** Where one is in a message. What is read lies between `at` and `end`; `depth` counts the messages around it. */
export interface Reader {
  readonly bytes: Buffer;
  at: number;
  end: number;
  depth: number;
}

export function readerOf(bytes: Uint8Array): Reader {
  return { bytes: bufferOf(bytes), at: 0, end: bytes.length, depth: 0 };
}

/** The same bytes as a Buffer, nothing copied. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Moves on by so many bytes and says where they begin; throws `WireFault` when there are not as many. */
export function take(reader: Reader, length: number): number {
  const start = reader.at;
  if (length > reader.end - start) throw new WireFault("The message ends in the middle of a value.");
  reader.at = start + length;
  return start;
}

/** Text of so many bytes of UTF-8; throws `WireFault` when they are not UTF-8. */
export function takeText(reader: Reader, length: number): string {
  const start = take(reader, length);
  const text = reader.bytes.toString("utf8", start, reader.at);
  const doubtful = text.includes("\uFFFD");
  if (doubtful && !isUtf8(reader.bytes.subarray(start, reader.at))) throw new WireFault("A text of the message is not valid UTF-8.");
  return text;
}

/** Bytes that grow. What was written lies before `at`. */
export interface Writer {
  bytes: Buffer;
  at: number;
}

const FIRST = 512;

/** An empty writer; `reserved` bytes at the front are left for the caller. */
export function writerOf(reserved = 0): Writer {
  return { bytes: Buffer.allocUnsafe(FIRST), at: reserved };
}

/** What was written, the reserved bytes included. */
export function written(writer: Writer): Buffer {
  return writer.bytes.subarray(0, writer.at);
}

/** Sees to it that so many bytes fit. */
export function room(writer: Writer, length: number): void {
  const needed = writer.at + length;
  if (needed <= writer.bytes.length) return;
  const grown = Buffer.allocUnsafe(Math.max(needed, writer.bytes.length * 2));
  writer.bytes.copy(grown, 0, 0, writer.at);
  writer.bytes = grown;
}

export function putByte(writer: Writer, byte: number): void {
  room(writer, 1);
  writer.bytes[writer.at++] = byte;
}

export function putBytes(writer: Writer, bytes: Uint8Array): void {
  room(writer, bytes.length);
  writer.bytes.set(bytes, writer.at);
  writer.at += bytes.length;
}

/**
 * Writes text that is all ASCII, one byte a character; false, and nothing is written, when it is not. For short texts, where
 * that is faster than to leave JavaScript twice.
 */
export function putAscii(writer: Writer, text: string): boolean {
  room(writer, text.length);
  const { bytes, at } = writer;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return false;
    bytes[at + i] = code;
  }
  writer.at = at + text.length;
  return true;
}

/** Writes text as UTF-8; `length` is how many bytes that takes. */
export function putText(writer: Writer, text: string, length: number): void {
  room(writer, length);
  writer.at += writer.bytes.write(text, writer.at, length, "utf8");
}

/** Sets a property that any text may name, `__proto__` included. */
export function put<T>(record: Record<string, T>, name: string, value: T): void {
  if (name !== "__proto__") record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
}
