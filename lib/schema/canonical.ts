/** The one spelling of values that can be written in several ways: addresses, networks and hardware addresses. */
import { canonicalAssigned, canonicalBlock, canonicalCidr } from "../net/cidr";
import { canonicalIp } from "../net/ip";
import { canonicalMac } from "../net/mac";
import { asSet, isObject } from "./convert";
import type { Fields, Format, Type } from "./type";
import type { Draft, Value } from "./value";

/** The canonical spelling of a text, for each format that has several; undefined for an invalid text. */
export const canonicalForms: Readonly<Partial<Record<Format, (text: string) => string | undefined>>> = {
  cidr: canonicalCidr,
  block: canonicalBlock,
  address: canonicalCidr,
  assigned: canonicalAssigned,
  ip: canonicalIp,
  mac: canonicalMac,
};

/**
 * Attributes with every address, network and hardware address in its canonical spelling, at every depth. Canonical and invalid
 * values stay as they are: attributes that need no change are returned themselves.
 *
 * @example
 * canonical(bridgeFields, { subnets: ["FD00:10:0::/64"], mtu: 1500 }); // { subnets: ["fd00:10::/64"], mtu: 1500 }
 */
export function canonical<D extends Draft>(fields: Fields, draft: D): D {
  let changed: Record<string, Value> | undefined;
  for (const name of spelledFields(fields)) {
    const value = draft[name];
    if (value === undefined || value === null) continue;
    const now = canonicalValue(fields[name]!.type, value);
    if (now !== value) (changed ??= { ...draft })[name] = now;
  }
  return (changed as D | undefined) ?? draft;
}

/** One value of a type; see `canonical`. */
export function canonicalValue(type: Type, value: Value): Value {
  switch (type.kind) {
    case "string":
      return typeof value === "string" && type.format !== undefined ? (canonicalForms[type.format]?.(value) ?? value) : value;
    case "object":
      return isObject(value) ? canonical(type.fields, value) : value;
    case "map":
      return isObject(value) && isSpelled(type.element) ? canonicalMap(type.element, value) : value;
    case "list":
    case "set":
      return Array.isArray(value) && isSpelled(type.element) ? canonicalList(type.kind, type.element, value as readonly Value[]) : value;
    default:
      return value;
  }
}

function canonicalMap(type: Type, values: Draft): Draft {
  const now = Object.entries(values).map(([key, value]) => [key, canonicalValue(type, value)] as const);
  return now.every(([key, value]) => value === values[key]) ? values : Object.fromEntries(now);
}

function canonicalList(kind: "list" | "set", type: Type, values: readonly Value[]): readonly Value[] {
  const now = values.map((value) => canonicalValue(type, value));
  if (now.every((value, index) => value === values[index])) return values;
  return kind === "set" ? asSet(now) : now;
}

const spelled = new WeakMap<Fields, readonly string[]>();

/** The attributes with values that can be written in several ways. */
function spelledFields(fields: Fields): readonly string[] {
  let names = spelled.get(fields);
  if (names === undefined) {
    names = Object.keys(fields).filter((name) => isSpelled(fields[name]!.type));
    spelled.set(fields, names);
  }
  return names;
}

function isSpelled(type: Type): boolean {
  if (type.kind === "string") return type.format !== undefined && canonicalForms[type.format] !== undefined;
  if (type.kind === "object") return spelledFields(type.fields).length > 0;
  return "element" in type && isSpelled(type.element);
}
