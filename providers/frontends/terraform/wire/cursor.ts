/** Cursors for reading and writing bytes, shared by protobuf and MessagePack. */
import { isUtf8 } from "node:buffer";

/** Malformed input. The message is a complete sentence, and contains no data. */
export class WireFault extends Error {
  override readonly name = "WireFault";
}

/** A read position. The readable bytes are between `at` and `end`; `depth` counts the enclosing messages. */
export interface WireReader {
  readonly bytes: Buffer;
  at: number;
  end: number;
  depth: number;
}

export function readerOf(bytes: Uint8Array): WireReader {
  return { bytes: bufferOf(bytes), at: 0, end: bytes.length, depth: 0 };
}

/** The same bytes as a Buffer, without copying. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Advances by `length` bytes and returns their start; throws `WireFault` if fewer remain. */
export function take(reader: WireReader, length: number): number {
  const start = reader.at;
  if (length > reader.end - start) throw new WireFault("The message ends in the middle of a value.");
  reader.at = start + length;
  return start;
}

/** UTF-8 text of `length` bytes; throws `WireFault` if it is not valid. */
export function takeText(reader: WireReader, length: number): string {
  const start = take(reader, length);
  const text = reader.bytes.toString("utf8", start, reader.at);
  const doubtful = text.includes("\uFFFD");
  if (doubtful && !isUtf8(reader.bytes.subarray(start, reader.at))) throw new WireFault("A text of the message is not valid UTF-8.");
  return text;
}

/** A growing buffer. The written bytes are before `at`. */
export interface WireWriter {
  bytes: Buffer;
  at: number;
}

const FIRST = 512;

/** An empty writer; `reserved` bytes at the front are for the caller to fill. */
export function writerOf(reserved = 0): WireWriter {
  return { bytes: Buffer.allocUnsafe(FIRST), at: reserved };
}

/** The written bytes, including the reserved ones. */
export function written(writer: WireWriter): Buffer {
  return writer.bytes.subarray(0, writer.at);
}

/** Ensures that `length` more bytes fit. */
export function room(writer: WireWriter, length: number): void {
  const needed = writer.at + length;
  if (needed <= writer.bytes.length) return;
  const grown = Buffer.allocUnsafe(Math.max(needed, writer.bytes.length * 2));
  writer.bytes.copy(grown, 0, 0, writer.at);
  writer.bytes = grown;
}

export function putByte(writer: WireWriter, byte: number): void {
  room(writer, 1);
  writer.bytes[writer.at++] = byte;
}

export function putBytes(writer: WireWriter, bytes: Uint8Array): void {
  room(writer, bytes.length);
  writer.bytes.set(bytes, writer.at);
  writer.at += bytes.length;
}

/**
 * Writes ASCII text, one byte per character; otherwise writes nothing and returns false. For short texts, where this is
 * faster than two native calls.
 */
export function putAscii(writer: WireWriter, text: string): boolean {
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

/** Writes text as UTF-8; `length` is its size in bytes. */
export function putText(writer: WireWriter, text: string, length: number): void {
  room(writer, length);
  writer.at += writer.bytes.write(text, writer.at, length, "utf8");
}

/** Sets a property of any name, including `__proto__`. */
export function put<T>(record: Record<string, T>, name: string, value: T): void {
  if (name !== "__proto__") record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
}
