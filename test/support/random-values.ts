/** Fields, and values of them, as fast-check makes them up. */
import * as fc from "fast-check";
import { bool, integer, list, map, object, set, string, type Fields, type Type } from "../../lib/schema/type";
import { UNKNOWN, type Draft, type Value } from "../../lib/schema/value";

const name = fc.stringMatching(/^[a-z][a-z_]{0,40}$/);

const { type } = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(string({})),
    fc.constant(integer(-1e9, 1e9)),
    fc.constant(bool),
    tie("type").map((element) => list(element)),
    tie("type").map((element) => set(element)),
    tie("type").map((element) => map(element)),
    fc.dictionary(name, tie("type"), { maxKeys: 5, noNullPrototype: true }).map((types) => object(fieldsOf(types))),
  ),
}));

/** Any type of attributes. */
export const anyType: fc.Arbitrary<Type> = type;
/** The fields of any resource, all optional. */
export const anyFields: fc.Arbitrary<Fields> = fc.dictionary(name, type, { maxKeys: 20, noNullPrototype: true }).map(fieldsOf);

function fieldsOf(types: Readonly<Record<string, Type>>): Fields {
  return Object.fromEntries(Object.entries(types).map(([key, of]) => [key, { type: of, optional: true, doc: `A ${of.kind}.` }]));
}

/** What is asked of the values: whether some of them may be unknown. */
interface Wish {
  readonly unknown: boolean;
}

/** A value of a type, null included, every attribute given. Numbers are whole. */
export function anyValue(of: Type, wish: Wish): fc.Arbitrary<Value> {
  const others: fc.Arbitrary<Value>[] = wish.unknown ? [fc.constant(null), fc.constant(UNKNOWN)] : [fc.constant(null)];
  return fc.oneof({ weight: 8, arbitrary: given(of, wish) }, ...others);
}

function given(of: Type, wish: Wish): fc.Arbitrary<Value> {
  switch (of.kind) {
    case "string":
      return fc.string({ unit: "grapheme-composite" }).map((text) => text.normalize("NFC"));
    case "number":
      return fc.maxSafeInteger().map((number) => number || 0);
    case "bool":
      return fc.boolean();
    case "list":
    case "set":
      return fc.array(anyValue(of.element, wish), { maxLength: 20 });
    case "map":
      return fc.dictionary(fc.oneof(name, fc.constant("__proto__")), anyValue(of.element, wish), { noNullPrototype: true });
    case "object":
      return anyAttributes(of.fields, wish);
  }
}

/** Attributes of the fields, every one given. */
export function anyAttributes(fields: Fields, wish: Wish): fc.Arbitrary<Draft> {
  return fc.record(Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, anyValue(field.type, wish)])), {
    noNullPrototype: true,
  });
}
