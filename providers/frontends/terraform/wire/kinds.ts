/** The proto3 scalars that the protocol uses. */
import { putBytes, putText, take, takeText, type WireReader, type WireWriter } from "./cursor";
import { readInt64, readLength, writeInt64 } from "./varint";

/** How a value is decoded (`D`) and encoded (`E`), and the value of a missing field (`Z`). */
export interface FieldKind<D, E = D, Z = D> {
  /** Protobuf's wire type: 0 is a varint, 2 is length-delimited. */
  readonly wire: 0 | 2;
  readonly zero: Z;
  isZero(value: E): boolean;
  read(reader: WireReader): D;
  write(writer: WireWriter, value: E): void;
}

export const text: FieldKind<string> = {
  wire: 2,
  zero: "",
  isZero: (value) => value === "",
  read: (reader) => takeText(reader, readLength(reader)),
  write(writer, value) {
    const length = Buffer.byteLength(value);
    writeInt64(writer, length);
    putText(writer, value, length);
  },
};

const NO_BYTES = Buffer.alloc(0);

/** Decoded bytes are a view of the message's own bytes, not a copy. */
export const bytes: FieldKind<Buffer, Uint8Array> = {
  wire: 2,
  zero: NO_BYTES,
  isZero: (value) => value.length === 0,
  read(reader) {
    const start = take(reader, readLength(reader));
    return reader.bytes.subarray(start, reader.at);
  },
  write(writer, value) {
    writeInt64(writer, value.length);
    putBytes(writer, value);
  },
};

export const bool: FieldKind<boolean> = {
  wire: 0,
  zero: false,
  isZero: (value) => !value,
  read: (reader) => readInt64(reader) !== 0,
  write: (writer, value) => writeInt64(writer, value ? 1 : 0),
};

/** Integers that JavaScript represents exactly. */
export const int64: FieldKind<number> = {
  wire: 0,
  zero: 0,
  isZero: (value) => value === 0,
  read: readInt64,
  write: writeInt64,
};

/** The number of an enum value. */
export const enumeration: FieldKind<number> = { ...int64 };
