/**
 * Values on the wire, decoded by the schema: objects have exactly the attributes of their
 * fields, sets have a canonical order, and unknown values, refined or not, become `UNKNOWN`.
 */
import { asSet } from "../../../../lib/schema/convert";
import type { Fields, Type } from "../../../../lib/schema/type";
import { UNKNOWN, type Draft, type Value } from "../../../../lib/schema/value";
import { bufferOf, put, putBytes, readerOf, WireFault, writerOf, written, type WireReader, type WireWriter } from "./cursor";
import { attributesFrom, fromJson, parseJson, parts } from "./json";
import { keyIndex, layoutOf, type Layout } from "./layout";
import * as msgpack from "./msgpack";
import { decimalText } from "./number";
import { composed } from "./text";

/** The two encodings of a value in a message. At most one has bytes; a message without either is null. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array | undefined;
  readonly json?: Uint8Array | undefined;
}
export interface Packed {
  readonly msgpack: Buffer;
}

/**
 * The attributes of a resource, a data source or the provider; null for a null object. Throws `WireFault` if the bytes are
 * malformed or do not match the fields. Numbers that JavaScript cannot represent exactly become decimal text.
 */
export function decodeAttributes(fields: Fields, dynamic: DynamicValue | undefined): Draft | null {
  const value = decodeValue({ kind: "object", fields }, dynamic);
  if (value === UNKNOWN) throw new WireFault("The whole object is unknown.");
  return value as Draft | null;
}

/** A value of a type: an argument of a function. Throws `WireFault` like `decodeAttributes`. */
export function decodeValue(type: Type, dynamic: DynamicValue | undefined): Value {
  if (dynamic?.msgpack?.length) return decodeWhole(type, readerOf(dynamic.msgpack));
  return dynamic?.json?.length ? fromJson(type, parseJson(bufferOf(dynamic.json))) : null;
}

/** The attributes in a stored state, which is always JSON; unknown attributes are dropped. Null for null. */
export function decodeState(fields: Fields, json: Uint8Array): Draft | null {
  const value = parseJson(bufferOf(json));
  return value === null ? null : attributesFrom(fields, parts(value, "an object"));
}

function decodeWhole(type: Type, reader: WireReader): Value {
  const value = decode(type, reader);
  if (reader.at < reader.end) throw new WireFault("More bytes follow the value.");
  return value;
}

function decode(type: Type, reader: WireReader): Value {
  if (msgpack.takeNil(reader)) return null;
  if (msgpack.takeExtension(reader)) return UNKNOWN;
  switch (type.kind) {
    case "string":
      return composed(msgpack.readText(reader));
    case "number":
      return msgpack.readNumber(reader);
    case "bool":
      return msgpack.readBool(reader);
    case "list":
      return decodeList(type.element, reader);
    case "set":
      return asSet(decodeList(type.element, reader));
    case "map":
      return decodeMap(type.element, reader);
    case "object":
      return decodeObject(layoutOf(type.fields), reader);
    case "dynamic":
      throw misfit(type);
  }
}

function decodeList(type: Type, reader: WireReader): readonly Value[] {
  const values: Value[] = [];
  for (let left = msgpack.readListHead(reader); left > 0; left--) values.push(decode(type, reader));
  return values;
}

function decodeMap(type: Type, reader: WireReader): Draft {
  const values: Record<string, Value> = {};
  for (let left = msgpack.readMapHead(reader); left > 0; left--) put(values, composed(msgpack.readText(reader)), decode(type, reader));
  return values;
}

function decodeObject(layout: Layout, reader: WireReader): Draft {
  const values: Record<string, Value> = {};
  const count = msgpack.readMapHead(reader);
  for (let at = 0; at < count; at++) {
    const index = keyIndex(layout, at, reader);
    const name = layout.names[index]!;
    if (Object.hasOwn(values, name)) throw new WireFault(`An object has the attribute ${name} twice.`);
    put(values, name, decode(layout.types[index]!, reader));
  }
  if (count < layout.names.length) for (const name of layout.names) if (!Object.hasOwn(values, name)) put(values, name, null);
  return values;
}

/** Attributes as Terraform expects them: exactly those of the fields, missing ones as null. Null is a null object. */
export function encodeAttributes(fields: Fields, draft: Draft | null): Packed {
  return encodeValue({ kind: "object", fields }, draft);
}

/** A value of a type: the result of a function. Throws if the value is not of the type, which is a bug. */
export function encodeValue(type: Type, value: Value): Packed {
  const writer = writerOf();
  encode(type, value, writer);
  return { msgpack: written(writer) };
}

function encode(type: Type, value: Value | undefined, writer: WireWriter): void {
  if (value === null || value === undefined) return msgpack.writeNil(writer);
  if (value === UNKNOWN) return msgpack.writeUnknown(writer);
  switch (type.kind) {
    case "string":
      if (typeof value !== "string") throw misfit(type);
      return msgpack.writeText(writer, value);
    case "number":
      return encodeNumber(value, writer);
    case "bool":
      if (typeof value !== "boolean") throw misfit(type);
      return msgpack.writeBool(writer, value);
    case "list":
      return encodeList(type.element, listed(type, value), writer);
    case "set":
      return encodeList(type.element, asSet(listed(type, value)), writer);
    case "map":
      return encodeMap(type.element, named(type, value), writer);
    case "object":
      return encodeObject(layoutOf(type.fields), named(type, value), writer);
    case "dynamic":
      throw misfit(type);
  }
}

/** Always decimal text: with the binary encodings, Terraform reports spurious changes. */
function encodeNumber(value: Value, writer: WireWriter): void {
  const number = typeof value === "number" || typeof value === "string" ? value : Number.NaN;
  const text = decimalText(number);
  if (text !== undefined) return msgpack.writeText(writer, text);
  if (number !== "Infinity" && number !== "-Infinity") throw misfit({ kind: "number" });
  msgpack.writeFloat(writer, Number(number));
}

function encodeList(type: Type, values: readonly Value[], writer: WireWriter): void {
  msgpack.writeListHead(writer, values.length);
  for (const value of values) encode(type, value, writer);
}

function encodeMap(type: Type, values: Draft, writer: WireWriter): void {
  const keys = Object.keys(values).sort();
  msgpack.writeMapHead(writer, keys.length);
  for (const key of keys) {
    msgpack.writeText(writer, key);
    encode(type, values[key], writer);
  }
}

function encodeObject(layout: Layout, values: Draft, writer: WireWriter): void {
  const { names, keys, types } = layout;
  msgpack.writeMapHead(writer, names.length);
  for (let at = 0; at < names.length; at++) {
    const name = names[at]!;
    putBytes(writer, keys[at]!);
    encode(types[at]!, Object.hasOwn(values, name) ? values[name] : null, writer);
  }
}

function listed(type: Pick<Type, "kind">, value: Value): readonly Value[] {
  if (!Array.isArray(value)) throw misfit(type);
  return value as readonly Value[];
}

function named(type: Pick<Type, "kind">, value: Value): Draft {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw misfit(type);
  return value as Draft;
}

function misfit(type: Pick<Type, "kind">): TypeError {
  return new TypeError(`A value for Terraform is not of its type: ${type.kind} was expected.`);
}
