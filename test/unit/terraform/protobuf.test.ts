import * as fc from "fast-check";
import { WireFault } from "../../../providers/frontends/terraform/wire/cursor";
import { rpcs, type Rpc } from "../../../providers/frontends/terraform/wire/messages";
import {
  bool,
  bytes,
  decode,
  encode,
  enumeration,
  int64,
  lazy,
  many,
  mapOf,
  maybe,
  message,
  one,
  text,
  type Message,
} from "../../../providers/frontends/terraform/wire/protobuf";
import { attributePathStep, diagnostic, dynamicValue } from "../../../providers/frontends/terraform/wire/shared";

const inner = message({ name: one(1, text), size: one(2, int64) });
const outer = message({
  label: one(1, text),
  raw: one(2, bytes),
  flag: one(3, bool),
  count: one(4, int64),
  kind: one(5, enumeration),
  part: one(6, inner),
  parts: many(7, inner),
  words: many(8, text),
  byName: mapOf(9, inner),
  texts: mapOf(10, text),
  maybeCount: maybe(11, int64),
  maybeRaw: maybe(200, bytes),
});

const hex = (buffer: Uint8Array) => Buffer.from(buffer).toString("hex");
const unhex = (digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex");

const word = fc.string({ unit: "grapheme" });
const content = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const innerValue = fc.record({ name: word, size: fc.maxSafeInteger() });
const outerValue = fc.record({
  label: word,
  raw: content,
  flag: fc.boolean(),
  count: fc.maxSafeInteger(),
  kind: fc.nat(9),
  part: fc.option(innerValue, { nil: undefined }),
  parts: fc.array(innerValue),
  words: fc.array(word),
  byName: fc.dictionary(word, innerValue, { noNullPrototype: true }),
  texts: fc.dictionary(fc.oneof(word, fc.constant("__proto__")), word, { noNullPrototype: true }),
  maybeCount: fc.option(fc.maxSafeInteger(), { nil: undefined }),
  maybeRaw: fc.option(content, { nil: undefined }),
});

describe("a message", () => {
  test("is read as it was written", () => {
    fc.assert(
      fc.property(outerValue, (value) => {
        expect(decode(outer, encode(outer, value))).toEqual(value);
      }),
    );
  });

  test("takes no bytes for zero or absent fields, and is read with every field", () => {
    expect(encode(outer, { label: "", raw: Buffer.alloc(0), flag: false, count: 0, kind: 0, parts: [], texts: {} })).toHaveLength(0);
    expect(decode(outer, Buffer.alloc(0))).toEqual({
      label: "",
      raw: Buffer.alloc(0),
      flag: false,
      count: 0,
      kind: 0,
      part: undefined,
      parts: [],
      words: [],
      byName: {},
      texts: {},
      maybeCount: undefined,
      maybeRaw: undefined,
    });
  });

  test("distinguishes an empty message from an absent one", () => {
    expect(hex(encode(outer, { part: {} }))).toBe("3200");
    expect(decode(outer, unhex("3200")).part).toEqual({ name: "", size: 0 });
  });

  test("writes a member of a oneof even when it is zero", () => {
    expect(hex(encode(attributePathStep, { elementKeyInt: 0 }))).toBe("1800");
    expect(hex(encode(attributePathStep, { attributeName: "" }))).toBe("0a00");
    expect(decode(attributePathStep, unhex("1800"))).toEqual({ elementKeyInt: 0 });
  });

  test("has negative numbers in ten bytes and lengths in as few as they need", () => {
    expect(hex(encode(outer, { count: -1 }))).toBe("20ffffffffffffffffff01");
    expect(hex(encode(outer, { count: 2 ** 53 - 1 }))).toBe("20ffffffffffffff0f");
    const path = { steps: [{ attributeName: "subnets" }, { elementKeyInt: 0 }] };
    expect(hex(encode(diagnostic, { severity: 1, summary: "S", attribute: path }))).toBe(
      "08011201532" + "20f" + "0a090a077375626e657473" + "0a021800",
    );
    expect(hex(encode(outer, { part: { name: "x".repeat(200) } })).slice(0, 12)).toBe("32cb010ac801");
  });

  test("keeps bytes at the front free for a frame", () => {
    expect(hex(encode(dynamicValue, { json: Buffer.from("1") }, 5)).slice(10)).toBe("120131");
  });

  test("is read past unknown fields of every wire type", () => {
    const unknown = "a0 06 ff 01" + "a1 06 0102030405060708" + "a2 06 02 aabb" + "a5 06 01020304";
    expect(decode(inner, unhex(`${unknown} 0a 01 61 ${unknown}`))).toEqual({ name: "a", size: 0 });
  });

  test("takes the last of a repeated field", () => {
    expect(decode(inner, unhex("0a0161 0a0162")).name).toBe("b");
  });
});

describe("bytes that are not a message are a fault", () => {
  const faults: Readonly<Record<string, [Message<unknown, unknown>, string]>> = {
    "a tag that is cut short": [inner, "8a"],
    "a text that is cut short": [inner, "0a 05 61"],
    "a length beyond the message": [inner, "0a ff ff ff ff 0f"],
    "a length beyond all memory": [inner, "0a ff ff ff ff ff ff ff ff 7f"],
    "a negative length": [inner, "0a ff ff ff ff ff ff ff ff ff 01"],
    "a part that reaches beyond the part around it": [outer, "32 02 0a 05 61 61 61 61 61"],
    "a number of more than 64 bits": [inner, "10 ff ff ff ff ff ff ff ff ff 02"],
    "a number without an end": [inner, "10 80 80 80 80 80 80 80 80 80 80 80"],
    "a number that JavaScript cannot hold": [inner, "10 ff ff ff ff ff ff ff ff 7f"],
    "another wire type than the field's": [inner, "08 01"],
    "a wire type that is gone": [inner, "a3 06"],
    "a field without a number": [inner, "02 00"],
    "text that is not UTF-8": [inner, "0a 02 c3 28"],
    "a skipped field that is cut short": [inner, "a1 06 00"],
    "an entry of a map without its value": [outer, "4a 03 0a 01 61"],
  };
  test.each(Object.entries(faults))("%s", (_, [kind, digits]) => {
    expect(() => decode(kind, unhex(digits))).toThrow(WireFault);
  });

  test("messages in messages without an end", () => {
    interface Deep {
      readonly next?: Deep | undefined;
    }
    const deep: Message<Deep, Deep> = message({
      next: one(
        1,
        lazy(() => deep),
      ),
    });
    const nested = (depth: number) => Array.from({ length: depth }).reduce<Deep>((next) => ({ next }), {});
    expect(decode(deep, encode(deep, nested(100)))).toEqual(nested(100));
    expect(() => decode(deep, encode(deep, nested(101)))).toThrow("nested too deeply");
  });

  test("random bytes are read or refused, by every message", () => {
    const kinds = (Object.keys(rpcs) as Rpc[]).flatMap((rpc): Message<unknown, unknown>[] => [rpcs[rpc].request, rpcs[rpc].response]);
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.uint8Array({ maxLength: 60 }), (kind, garbage) =>
        readOrRefused(() => decode(kind, garbage)),
      ),
      { numRuns: 3000 },
    );
  });

  test("a message with any byte changed or truncated is read or refused", () => {
    fc.assert(
      fc.property(outerValue, fc.nat(), fc.nat(255), (value, place, byte) => {
        const sent = Buffer.from(encode(outer, value));
        const at = sent.length === 0 ? 0 : place % sent.length;
        readOrRefused(() => decode(outer, sent.subarray(0, at)));
        if (sent.length > 0) sent[at] = byte;
        readOrRefused(() => decode(outer, sent));
      }),
    );
  });
});

function readOrRefused(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(WireFault);
  }
}
