import type { Fields, Type } from "../../../../lib/schema/type";
import { WireFault, writerOf, written, type WireReader } from "./cursor";
import { readText, writeText } from "./msgpack";

/** The MessagePack layout of objects: sorted names, each with its encoded key. */
export interface Layout {
  readonly names: readonly string[];
  readonly keys: readonly Buffer[];
  readonly types: readonly Type[];
  readonly index: ReadonlyMap<string, number>;
}

const layouts = new WeakMap<Fields, Layout>();

/** The layout of fields, computed once: keys are compared and written in their encoded form. */
export function layoutOf(fields: Fields): Layout {
  const known = layouts.get(fields);
  if (known) return known;
  const names = Object.keys(fields).sort();
  const layout = {
    names,
    keys: names.map(keyOf),
    types: names.map((name) => fields[name]!.type),
    index: new Map(names.map((name, at) => [name, at])),
  };
  layouts.set(fields, layout);
  return layout;
}

function keyOf(name: string): Buffer {
  const writer = writerOf();
  writeText(writer, name);
  return written(writer);
}

/**
 * Reads a key and returns its index. `at` is the expected index, because Terraform sorts keys, but any order is
 * accepted; throws `WireFault` for an unknown name.
 */
export function keyIndex(layout: Layout, at: number, reader: WireReader): number {
  const key = layout.keys[at];
  if (key && comesNext(key, reader)) return at;
  const name = readText(reader);
  const index = layout.index.get(name);
  if (index === undefined) throw new WireFault("An object has an attribute that its schema does not have.");
  return index;
}

function comesNext(key: Buffer, reader: WireReader): boolean {
  const { bytes, at, end } = reader;
  if (key.length > end - at) return false;
  for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key[i]) return false;
  reader.at = at + key.length;
  return true;
}
