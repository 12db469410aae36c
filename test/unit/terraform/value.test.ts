import * as fc from "fast-check";
import { convert, convertValue } from "../../../lib/schema/convert";
import { bool, integer, list, map, object, set, string, type Type } from "../../../lib/schema/type";
import { UNKNOWN, type Value } from "../../../lib/schema/value";
import { WireFault } from "../../../providers/frontends/terraform/wire/cursor";
import {
  decodeAttributes,
  decodeState,
  decodeValue,
  encodeAttributes,
  encodeValue,
} from "../../../providers/frontends/terraform/wire/value";
import { anyAttributes, anyFields, anyType, anyValue } from "../../support/random-values";

const text = string({});
const number = integer(-10, 10);
const pair = {
  b: { type: number, optional: true, doc: "" },
  a: { type: text, optional: true, doc: "" },
} as const;

const unhex = (digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex");
const read = (type: Type, digits: string) => decodeValue(type, { msgpack: unhex(digits) });
const written = (type: Type, value: Value) => encodeValue(type, value).msgpack.toString("hex");
const readJson = (type: Type, json: string) => decodeValue(type, { json: Buffer.from(json) });
const str = (value: string) => written(text, value);

describe("values of any schema", () => {
  test("are read from MessagePack as they were written, unknown ones included", () => {
    const cases = anyFields.chain((fields) => fc.tuple(fc.constant(fields), anyAttributes(fields, { unknown: true })));
    fc.assert(
      fc.property(cases, ([fields, draft]) => {
        expect(decodeAttributes(fields, encodeAttributes(fields, draft))).toEqual(convert(fields, draft));
      }),
    );
  });

  test("are read from JSON as JSON has them", () => {
    const cases = anyFields.chain((fields) => fc.tuple(fc.constant(fields), anyAttributes(fields, { unknown: false })));
    fc.assert(
      fc.property(cases, ([fields, draft]) => {
        expect(decodeState(fields, Buffer.from(JSON.stringify(draft)))).toEqual(convert(fields, draft));
      }),
    );
  });

  test("of a single type are read as they were written", () => {
    const cases = anyType.chain((type) => fc.tuple(fc.constant(type), anyValue(type, { unknown: true })));
    fc.assert(
      fc.property(cases, ([type, value]) => {
        expect(decodeValue(type, encodeValue(type, value))).toEqual(convertValue(type, value));
      }),
    );
  });
});

describe("an unknown value", () => {
  test.each([
    ["plain", "d4 00 00"],
    ["refined: surely not null, with a prefix", "c7 0c 0c 82 01 c2 02 a4 7072652d 00 00 00"],
    ["refined, with a length of two bytes", "c8 00 03 0c 81 01 c2"],
    ["refined, with a length of four bytes", "c9 00 00 00 03 0c 81 01 c2"],
    ["of another extension", "d8 07 00000000000000000000000000000000"],
  ])("is read when it is %s", (_, digits) => {
    for (const type of [text, number, bool, list(text), map(text), object(pair)]) expect(read(type, digits)).toBe(UNKNOWN);
  });

  test("is written plain, at any depth", () => {
    expect(written(text, UNKNOWN)).toBe("d40000");
    expect(written(list(text), ["a", UNKNOWN])).toBe("92a161d40000");
  });

  test("is not a whole resource", () => {
    expect(() => decodeAttributes(pair, { msgpack: unhex("d40000") })).toThrow("The whole object is unknown.");
  });
});

describe("objects", () => {
  test("are written with every attribute of the schema, sorted, and no other", () => {
    expect(encodeAttributes(pair, { b: 1, other: true }).msgpack.toString("hex")).toBe("82a161c0a162a131");
    expect(encodeAttributes(pair, null).msgpack.toString("hex")).toBe("c0");
  });

  test("are read in any order, with null for missing attributes", () => {
    expect(decodeAttributes(pair, { msgpack: unhex("82 a162 05 a161 a178") })).toEqual({ a: "x", b: 5 });
    expect(decodeAttributes(pair, { msgpack: unhex("81 a162 05") })).toEqual({ a: null, b: 5 });
  });

  test("are null if the message has none", () => {
    for (const none of [undefined, {}, { msgpack: Buffer.alloc(0), json: Buffer.alloc(0) }])
      expect(decodeAttributes(pair, none)).toBeNull();
    expect(decodeState(pair, Buffer.from("null"))).toBeNull();
  });

  test("with an attribute too many, or twice, are a fault; a stored state may have more", () => {
    expect(() => read(object(pair), "81 a163 05")).toThrow(WireFault);
    expect(() => read(object(pair), "82 a162 05 a162 05")).toThrow(WireFault);
    expect(decodeState(pair, Buffer.from('{"a":"x","gone":[1]}'))).toEqual({ a: "x", b: null });
  });

  test("may have any name in a map", () => {
    const value = Object.fromEntries([["__proto__", "x"]]);
    expect(Object.keys(decodeValue(map(text), encodeValue(map(text), value)) as object)).toEqual(["__proto__"]);
    expect(Object.keys(readJson(map(text), '{"__proto__":"x"}') as object)).toEqual(["__proto__"]);
  });
});

describe("numbers", () => {
  test("are always written as decimal text", () => {
    for (const [value, expected] of [
      [0, "0"],
      [-0, "0"],
      [5, "5"],
      [-12, "-12"],
      [1.5, "1.5"],
      [1e21, "1000000000000000000000"],
      [1.25e-7, "0.000000125"],
      ["9007199254740993", "9007199254740993"],
    ] as const)
      expect(written(number, value)).toBe(str(expected));
  });

  test.each([
    ["a small one", "05", 5],
    ["a small negative one", "ff", -1],
    ["8 bits", "cc ff", 255],
    ["16 bits", "cd ffff", 65535],
    ["32 bits", "ce ffffffff", 4294967295],
    ["64 bits", "cf 001fffffffffffff", 9007199254740991],
    ["8 bits with a sign", "d0 80", -128],
    ["16 bits with a sign", "d1 8000", -32768],
    ["32 bits with a sign", "d2 80000000", -2147483648],
    ["64 bits with a sign", "d3 ffffffffffffffff", -1],
    ["a float of 32 bits", "ca 3fc00000", 1.5],
    ["a float of 64 bits", "cb 3ff8000000000000", 1.5],
    ["a negative zero", "cb 8000000000000000", 0],
    ["decimal text", "a4 2d302e31", -0.1],
    ["decimal text in another form", "a4 312e3530", 1.5],
    ["decimal text with an exponent", "a3 316533", 1000],
  ])("are read from %s", (_, digits, expected) => {
    expect(read(number, digits)).toBe(expected);
  });

  test.each([
    ["64 bits that JavaScript rounds", "cf 0020000000000001", "9007199254740993"],
    ["64 bits with a sign that JavaScript rounds", "d3 8000000000000001", "-9223372036854775807"],
    ["2 to the 60th, whose shortest text is another number", "cf 1000000000000000", "1152921504606846976"],
    ["infinity", "cb 7ff0000000000000", "Infinity"],
    ["negative infinity", "cb fff0000000000000", "-Infinity"],
  ])("that are not exactly JavaScript's stay text: %s", (_, digits, expected) => {
    expect(read(number, digits)).toBe(expected);
    expect(read(number, written(number, expected))).toBe(expected);
  });

  test("are never rounded, neither from MessagePack nor from JSON", () => {
    for (const digits of ["123456789012345678901234567890", "0.1000000000000000055511151231257827", "-12345678901234567.5"]) {
      expect(read(number, str(digits))).toBe(digits);
      expect(readJson(number, digits)).toBe(digits);
      expect(readJson(list(number), `[1, ${digits},"${digits}"]`)).toEqual([1, digits, digits]);
    }
    expect(readJson(object(pair), '{"a":"x:1.5, [2.25","b":1.5e3}')).toEqual({ a: "x:1.5, [2.25", b: 1500 });
  });

  test("of absurd length take no time", () => {
    const digits = "9".repeat(1_000_000);
    expect(read(number, str(digits))).toBe(digits);
    expect(read(number, str("1e99999999"))).toBe("1e99999999");
    expect(() => read(number, str(`${digits}x`))).toThrow(WireFault);
  });

  test.each(["cb 7ff8000000000000", "a1 78", "a0", "a8 496e66696e697479", "c3", "90"])("that are invalid are a fault: %s", (digits) => {
    expect(() => read(number, digits)).toThrow(WireFault);
  });
});

describe("texts", () => {
  test("are read in the composed form, keys of maps too", () => {
    expect(read(text, str("e\u0301"))).toBe("\u00e9");
    expect(readJson(text, '"e\u0301"')).toBe("\u00e9");
    expect(Object.keys(read(map(text), `81 ${str("e\u0301")} c0`) as object)).toEqual(["\u00e9"]);
  });

  test.each([0, 31, 32, 255, 256, 65535, 65536])("of %d bytes are read as they were written", (length) => {
    expect(read(text, str("x".repeat(length)))).toBe("x".repeat(length));
  });

  test("that are not UTF-8 are a fault", () => {
    expect(() => read(text, "a2 c328")).toThrow(WireFault);
    expect(read(text, "a3 efbfbd")).toBe("\ufffd");
  });
});

describe("sets", () => {
  test("are read in one order and written without equal elements", () => {
    expect(read(set(text), "93 a162 a161 a162")).toEqual(["a", "b"]);
    expect(written(set(number), [3, 1, 3])).toBe("92a131a133");
    expect(readJson(set(number), "[3,1,3]")).toEqual([1, 3]);
  });
});

describe("bytes that are not a value are a fault", () => {
  test.each([
    ["nothing behind a head", text, "a5 61"],
    ["more elements than bytes", list(text), "dd ffffffff c0"],
    ["more pairs than bytes", map(text), "df 7fffffff c0c0"],
    ["an extension that is cut short", text, "c9 ffffffff 00"],
    ["bytes after the value", text, "c0 c0"],
    ["a byte that means nothing", text, "c1"],
    ["a key that is no text", map(text), "81 01 a161"],
    ["a list for an object", object(pair), "90"],
    ["a number for a text", text, "05"],
    ["a text for a truth value", bool, "a4 74727565"],
    ["an object for a list", list(text), "80"],
  ])("%s", (_, type, digits) => {
    expect(() => read(type, digits)).toThrow(WireFault);
  });

  test.each(["", "{", "[1,]", "\ud800", "nul", "{}x"])("invalid JSON: %j", (json) => {
    if (json !== "") expect(() => readJson(text, json)).toThrow(WireFault);
    expect(() => decodeState(pair, Buffer.from(json))).toThrow(WireFault);
  });

  test("JSON of another type, or not in UTF-8", () => {
    expect(() => decodeState(pair, Buffer.from("[]"))).toThrow(WireFault);
    expect(() => decodeState(pair, Buffer.from('{"a":{}}'))).toThrow(WireFault);
    expect(() => decodeState(pair, Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow(WireFault);
    expect(() => readJson(bool, '"maybe"')).toThrow(WireFault);
  });

  test("random bytes are read or refused, by any type", () => {
    fc.assert(
      fc.property(anyType, fc.uint8Array({ minLength: 1, maxLength: 60 }), (type, garbage) => {
        readOrRefused(() => decodeValue(type, { msgpack: garbage }));
        readOrRefused(() => decodeValue(type, { json: garbage }));
      }),
      { numRuns: 3000 },
    );
  });

  test("a value with any byte changed or truncated is read or refused", () => {
    const cases = anyType.chain((type) => fc.tuple(fc.constant(type), anyValue(type, { unknown: true })));
    fc.assert(
      fc.property(cases, fc.nat(), fc.nat(255), ([type, value], place, byte) => {
        const sent = Buffer.from(encodeValue(type, value).msgpack);
        const at = place % sent.length;
        if (at > 0) expect(() => decodeValue(type, { msgpack: sent.subarray(0, at) })).toThrow(WireFault);
        sent[at] = byte;
        readOrRefused(() => decodeValue(type, { msgpack: sent }));
      }),
    );
  });

  test("JSON nested deeper than any stack", () => {
    readOrRefused(() => readJson(list(list(text)), `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`));
    expect(readJson(list(text), `["${'\\"'.repeat(5_000_000)}",1.5]`)).toHaveLength(2);
  });
});

test("a value that is not of its type is a bug of ours, not of the message", () => {
  expect(() => encodeValue(text, 5)).toThrow(TypeError);
  expect(() => encodeValue(number, "five")).toThrow(TypeError);
  expect(() => encodeValue(number, Number.NaN)).toThrow(TypeError);
  expect(() => encodeValue(list(text), {})).toThrow(TypeError);
  expect(() => encodeValue(object(pair), [])).toThrow(TypeError);
  expect(() => encodeValue(bool, "true")).toThrow(TypeError);
});

function readOrRefused(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(WireFault);
  }
}
