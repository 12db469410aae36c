/**
 * Declarative proto3 messages. A message is a table of its fields, which defines decoding, encoding and the TypeScript types.
 * Values are plain objects. Unknown fields are skipped.
 *
 * @example
 * const step = message({ attributeName: maybe(1, text), elementKeyInt: maybe(3, int64) });
 * const path = message({ steps: many(1, step) });
 * decode(path, encode(path, { steps: [{ elementKeyInt: 0 }] })); // { steps: [{ attributeName: undefined, elementKeyInt: 0 }] }
 */
import { put, readerOf, room, take, WireFault, written, writerOf, type WireReader, type WireWriter } from "./cursor";
import { text, type FieldKind } from "./kinds";
import { readInt64, readLength, sizeOf, writeInt64 } from "./varint";

export { bool, bytes, enumeration, int64, text, type FieldKind } from "./kinds";

/** One field of a message. `D` is the decoded type, `E` the type that can be encoded. */
export interface WireField<D, E> {
  readonly number: number;
  readonly wire: 0 | 2;
  /** The value of a missing field. */
  readonly absent: D;
  /** Reads one occurrence; `before` is the result of the previous occurrences. */
  read(reader: WireReader, before: D): D;
  write(writer: WireWriter, value: E): void;
}
type AnyFields = Readonly<Record<string, WireField<unknown, unknown>>>;

/** A decoded message: every field is present, missing ones as their zero value or undefined. */
export type DecodedFields<F> = { readonly [N in keyof F]: F[N] extends WireField<infer D, infer _> ? D : never };
/** A message to encode: missing fields and zero values take no bytes. */
export type EncodableFields<F> = { readonly [N in keyof F]?: F[N] extends WireField<infer _, infer E> ? E | undefined : never };

/** A message, usable as the kind of a field; a missing field is undefined. */
export interface Message<D, E> extends FieldKind<D, E, undefined> {
  readContent(reader: WireReader): D;
  writeContent(writer: WireWriter, value: E): void;
}
export type Decoded<M> = M extends Message<infer D, infer _> ? D : never;
export type Encodable<M> = M extends Message<infer _, infer E> ? E : never;

const DEEPEST = 100;

/** A message of these fields. */
export function message<const F extends AnyFields>(fields: F): Message<DecodedFields<F>, EncodableFields<F>> {
  const entries = Object.entries(fields);
  const byNumber: [string, WireField<unknown, unknown>][] = [];
  for (const entry of entries) byNumber[entry[1].number] = entry;
  const blank = Object.fromEntries(entries.map(([name, field]) => [name, field.absent]));
  return messageOf({
    readContent: (reader) => readFields(reader, byNumber, { ...blank }) as DecodedFields<F>,
    writeContent(writer, value) {
      for (const [name, field] of entries) {
        const part = (value as Readonly<Record<string, unknown>>)[name];
        if (part !== undefined) field.write(writer, part);
      }
    },
  });
}

/** A message whose fields are created on first use, for recursive messages. */
export function lazy<D, E>(make: () => Message<D, E>): Message<D, E> {
  return messageOf({
    readContent: (reader) => make().readContent(reader),
    writeContent: (writer, value) => make().writeContent(writer, value),
  });
}

type Content<D, E> = Pick<Message<D, E>, "readContent" | "writeContent">;

function messageOf<D, E>(content: Content<D, E>): Message<D, E> {
  return {
    ...content,
    wire: 2,
    zero: undefined,
    isZero: () => false,
    read: (reader) => readNested(reader, content.readContent),
    write: (writer, value) => writeNested(writer, content.writeContent, value),
  };
}

function readFields(
  reader: WireReader,
  byNumber: readonly [string, WireField<unknown, unknown>][],
  into: Record<string, unknown>,
): unknown {
  while (reader.at < reader.end) {
    const tag = readInt64(reader);
    const entry = byNumber[Math.floor(tag / 8)];
    if (!entry) {
      skip(reader, tag);
      continue;
    }
    const [name, field] = entry;
    if (tag % 8 !== field.wire) throw new WireFault(`The field ${name} of the message is of another wire type.`);
    into[name] = field.read(reader, into[name]);
  }
  return into;
}

function readNested<D>(reader: WireReader, readContent: (reader: WireReader) => D): D {
  const length = readLength(reader);
  if (reader.depth >= DEEPEST) throw new WireFault("The message is nested too deeply.");
  const { end } = reader;
  reader.end = reader.at + length;
  reader.depth++;
  const value = readContent(reader);
  reader.depth--;
  reader.end = end;
  return value;
}

/** The length precedes the content but is known only after it: one byte is reserved, and the content is moved if it needs more. */
function writeNested<E>(writer: WireWriter, writeContent: (writer: WireWriter, value: E) => void, value: E): void {
  room(writer, 1);
  const start = ++writer.at;
  writeContent(writer, value);
  const end = writer.at;
  const more = sizeOf(end - start) - 1;
  if (more > 0) {
    room(writer, more);
    writer.bytes.copyWithin(start + more, start, end);
  }
  writer.at = start - 1;
  writeInt64(writer, end - start);
  writer.at = end + more;
}

function skip(reader: WireReader, tag: number): void {
  const wire = tag % 8;
  if (tag < 8) throw new WireFault("A field of the message has no number.");
  if (wire === 0) readInt64(reader);
  else if (wire === 2) take(reader, readLength(reader));
  else if (wire === 1 || wire === 5) take(reader, wire === 1 ? 8 : 4);
  else throw new WireFault("A field of the message is of a wire type that proto3 does not have.");
}

/** A value that is omitted if it is zero, as in proto3. */
export function one<D, E, Z>(number: number, kind: FieldKind<D, E, Z>): WireField<D | Z, E> {
  return {
    number,
    wire: kind.wire,
    absent: kind.zero,
    read: (reader) => kind.read(reader),
    write: (writer, value) => void (kind.isZero(value) || writeTagged(writer, number, kind, value)),
  };
}

/** A value with explicit presence: proto3's `optional`, and members of a `oneof`. */
export function maybe<D, E, Z>(number: number, kind: FieldKind<D, E, Z>): WireField<D | undefined, E> {
  return {
    number,
    wire: kind.wire,
    absent: undefined,
    read: (reader) => kind.read(reader),
    write: (writer, value) => writeTagged(writer, number, kind, value),
  };
}

const NONE: readonly never[] = Object.freeze([]);

/** A repeated field. Numbers are not packed: no message here repeats one. */
export function many<D, E, Z>(number: number, kind: FieldKind<D, E, Z>): WireField<readonly D[], readonly E[]> {
  return {
    number,
    wire: kind.wire,
    absent: NONE,
    read(reader, before) {
      const values = before === NONE ? [] : (before as D[]);
      values.push(kind.read(reader));
      return values;
    },
    write(writer, values) {
      for (const value of values) writeTagged(writer, number, kind, value);
    },
  };
}

const NOTHING: Readonly<Record<string, never>> = Object.freeze({});

/** A map: `map<string, T>`. */
export function mapOf<D, E, Z>(
  number: number,
  kind: FieldKind<D, E, Z>,
): WireField<Readonly<Record<string, D>>, Readonly<Record<string, E>>> {
  const entry = message({ key: one(1, text), value: one(2, kind) });
  return {
    number,
    wire: 2,
    absent: NOTHING,
    read(reader, before) {
      const values = before === NOTHING ? {} : (before as Record<string, D>);
      const { key, value } = entry.read(reader);
      if (value === undefined) throw new WireFault("An entry of a map in the message has no value.");
      put(values, key, value as D);
      return values;
    },
    write(writer, values) {
      for (const key of Object.keys(values)) writeTagged(writer, number, entry, { key, value: values[key]! });
    },
  };
}

function writeTagged<D, E, Z>(writer: WireWriter, number: number, kind: FieldKind<D, E, Z>, value: E): void {
  writeInt64(writer, number * 8 + kind.wire);
  kind.write(writer, value);
}

/** Decodes a complete message; throws `WireFault` if it is malformed. */
export function decode<D, E>(kind: Message<D, E>, bytes: Uint8Array): D {
  return kind.readContent(readerOf(bytes));
}

/** The bytes of a message, after `reserved` bytes for the caller to fill. */
export function encode<D, E>(kind: Message<D, E>, value: E, reserved = 0): Buffer {
  const writer = writerOf(reserved);
  kind.writeContent(writer, value);
  return written(writer);
}
