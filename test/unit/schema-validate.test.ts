import * as fc from "fast-check";
import { providerFields } from "../../lib/resources/provider";
import { convert } from "../../lib/schema/convert";
import { withDefaults } from "../../lib/schema/defaults";
import { bool, integer, list, map, object, set, string, type Fields } from "../../lib/schema/type";
import { validate } from "../../lib/schema/validate";
import { UNKNOWN, type Draft } from "../../lib/schema/value";

const fields = {
  name: { type: string({ format: "name" }), required: true, doc: "Its name." },
  mtu: { type: integer(68, 65535), optional: true, default: 1500, doc: "Bytes." },
  stp: { type: bool, optional: true, doc: "Spanning tree." },
  mode: { type: string({ oneOf: ["tcp", "udp"] }), optional: true, default: "tcp", doc: "Protocol." },
  subnets: { type: list(string({ format: "cidr" }), { min: 1 }), optional: true, computed: true, doc: "Subnets." },
  members: { type: set(string({ format: "name" })), optional: true, doc: "Hosts." },
  sysctls: { type: map(string({ format: "label" }), "sysctl"), optional: true, doc: "Settings." },
  binds: {
    type: set(
      object({
        port: { type: integer(1, 65535), required: true, doc: "Port." },
        protocol: { type: string({ oneOf: ["tcp", "udp"] }), optional: true, default: "tcp", doc: "Protocol." },
      }),
    ),
    optional: true,
    doc: "Ports.",
  },
  token: { type: string({ format: "id" }), optional: true, sensitive: true, doc: "A secret." },
  id: { type: string({ format: "id" }), computed: true, doc: "Identifier." },
} as const satisfies Fields;

const ref = { id: { type: string({ format: "id" }), required: true, doc: "Which." } } as const satisfies Fields;

function problems(draft: Draft): string[] {
  return validate(fields, convert(fields, draft)).map((d) => `${d.code} ${(d.at.path ?? []).join(".")}`);
}

function details(draft: Draft): string[] {
  return validate(fields, convert(fields, draft)).map((d) => d.detail);
}

describe("convert", () => {
  const cases: [string, Draft, Draft][] = [
    ["text to a number", { mtu: "1400" }, { mtu: 1400 }],
    ["text to a number, with zeros behind it", { mtu: "1400.00000000000000000000" }, { mtu: 1400 }],
    ["no text whose number would be rounded", { mtu: "1400.00000000000000000001" }, { mtu: "1400.00000000000000000001" }],
    ["no text whose number is beyond all that can be held", { mtu: "1e400" }, { mtu: "1e400" }],
    ["no text whose number is too long to be held", { mtu: "9007199254740993" }, { mtu: "9007199254740993" }],
    ["text with an exponent to a number", { mtu: "1e3" }, { mtu: 1000 }],
    ["a number to text", { name: 5 }, { name: "5" }],
    ["a large number to text without an exponent", { name: 1e21 }, { name: "1000000000000000000000" }],
    ["a truth value to text", { name: true }, { name: "true" }],
    ["text to a truth value", { stp: "true" }, { stp: true }],
    ["the text 0 to a truth value", { stp: "0" }, { stp: false }],
    ["values inside collections", { sysctls: { "net.ipv4.ip_forward": 1 } }, { sysctls: { "net.ipv4.ip_forward": "1" } }],
    ["a set to its elements in order, each once", { members: ["b", "a", "b"] }, { members: ["a", "b"] }],
    [
      "a set of objects in any order of their names",
      { binds: [{ port: 2 }, { protocol: null, port: 2 }] },
      { binds: [{ port: 2, protocol: null }] },
    ],
  ];
  test.each(cases)("brings %s", (_, draft, expected) => {
    expect(convert(fields, draft)).toMatchObject(expected);
  });

  test.each([
    ["mtu", " 5"],
    ["mtu", "0x10"],
    ["mtu", ""],
    ["stp", "True"],
    ["stp", 1],
    ["subnets", "10.0.0.0/8"],
  ])("leaves %s = %p to be refused", (name, value) => {
    expect(convert(fields, { [name]: value })[name]).toBe(value);
  });

  test("makes unset attributes null, at every depth", () => {
    expect(convert(fields, { binds: [{ port: 1 }] })).toEqual({
      ...Object.fromEntries(Object.keys(fields).map((name) => [name, null])),
      binds: [{ port: 1, protocol: null }],
    });
  });

  test("keeps unknown values, and in sets all of them at the end", () => {
    expect(convert(fields, { name: UNKNOWN, members: [UNKNOWN, "b", UNKNOWN, "a"] })).toMatchObject({
      name: UNKNOWN,
      members: ["a", "b", UNKNOWN, UNKNOWN],
    });
  });

  test("keeps unknown attributes, including dangerous names", () => {
    const draft = JSON.parse('{"name": "a", "__proto__": {"x": 1}, "toString": "y"}') as Draft;
    const converted = convert(fields, draft);
    expect(Object.keys(converted)).toEqual(expect.arrayContaining(["__proto__", "toString"]));
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test("removes unknown attributes from an open object, so that a whole resource may be used as its ref", () => {
    const open = { network: { type: object(ref, { open: true }), required: true, doc: "Network." } } as const satisfies Fields;
    expect(convert(open, { network: { id: "local/front", mtu: 1500 } })).toEqual({ network: { id: "local/front" } });
  });

  test("twice is once", () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.oneof(fc.string(), fc.integer())));
    const draft = fc.dictionary(fc.constantFrom(...Object.keys(fields)), value);
    fc.assert(fc.property(draft, (any) => expect(convert(fields, convert(fields, any))).toEqual(convert(fields, any))));
  });

  test("gives sets of the same elements the same value, whatever their order", () => {
    const binds = fc.array(fc.record({ port: fc.integer({ min: 1, max: 9 }), protocol: fc.constantFrom("tcp", "udp") }));
    fc.assert(
      fc.property(binds, (all) => {
        expect(convert(fields, { binds: [...all].reverse() })).toEqual(convert(fields, { binds: [...all, ...all] }));
      }),
    );
  });
});

describe("withDefaults", () => {
  test("fills what is absent or null, at every depth", () => {
    expect(withDefaults(fields, { name: "a", mtu: null, binds: [{ port: 1 }] })).toMatchObject({
      mtu: 1500,
      mode: "tcp",
      stp: null,
      binds: [{ port: 1, protocol: "tcp" }],
    });
  });

  test("fills defaults within defaults", () => {
    const { hosts, simulated } = withDefaults(providerFields, {}) as { hosts: Draft; simulated: Draft };
    expect(hosts["local"]).toMatchObject({ connection: "local", netns: null });
    expect(simulated).toEqual({ file: ".netweft/simulated.json", latency_ms: 0, faults: [], lacks: [], connections: null });
  });

  test("leaves what is set, and what is unknown", () => {
    expect(withDefaults(fields, { name: "a", mtu: 9000, mode: UNKNOWN, binds: UNKNOWN })).toMatchObject({
      mtu: 9000,
      mode: UNKNOWN,
      binds: UNKNOWN,
    });
  });

  test("treats elements of a set that differ only in a spelled-out default as equal", () => {
    expect(withDefaults(fields, { binds: [{ port: 1 }, { port: 1, protocol: "tcp" }] })["binds"]).toEqual([{ port: 1, protocol: "tcp" }]);
  });
});

describe("validate", () => {
  test("accepts valid attributes", () => {
    expect(
      problems({
        name: "web",
        mtu: 1400,
        subnets: ["10.0.0.0/8"],
        members: ["a"],
        binds: [{ port: 80 }],
        sysctls: { "net.ipv4.ip_forward": "1" },
      }),
    ).toEqual([]);
  });

  const cases: [string, Draft, string[]][] = [
    ["a missing attribute", {}, ["missing-attribute name"]],
    ["a required attribute that is null", { name: null }, ["missing-attribute name"]],
    ["a misspelled attribute", { name: "a", subnet: [] }, ["unknown-attribute subnet"]],
    ["an attribute called as a method of every object", { name: "a", toString: "x" } as Draft, ["unknown-attribute toString"]],
    ["a wrong type", { name: "a", mtu: "large" }, ["wrong-type mtu"]],
    ["a fraction", { name: "a", mtu: 1.5 }, ["wrong-type mtu"]],
    ["a number out of range", { name: "a", mtu: 5 }, ["invalid-value mtu"]],
    ["a word that is not possible", { name: "a", mode: "tpc" }, ["invalid-value mode"]],
    ["a bad element", { name: "a", subnets: ["10.0.0.0/8", "10.0.0.1/8"] }, ["invalid-cidr subnets.1"]],
    ["a null element", { name: "a", subnets: [null] }, ["wrong-type subnets.0"]],
    ["an empty list where that makes no sense", { name: "a", subnets: [] }, ["invalid-value subnets"]],
    ["text in place of a list", { name: "a", subnets: "10.0.0.0/8" }, ["wrong-type subnets"]],
    ["a bad key of a map", { name: "a", sysctls: { "kernel.panic": "1" } }, ["invalid-value sysctls.kernel.panic"]],
    ["a missing attribute of a nested object", { name: "a", binds: [{}] }, ["missing-attribute binds.0.port"]],
    ["an unknown attribute of a nested object", { name: "a", binds: [{ port: 1, prot: "tcp" }] }, ["unknown-attribute binds.0.prot"]],
    ["an attribute that only Netweft gives", { name: "a", id: "x" }, ["read-only-attribute id"]],
    ["a line break", { name: "a", members: ["a\nb"] }, ["invalid-value members.0"]],
  ];
  test.each(cases)("reports %s", (_, draft, expected) => {
    expect(problems(draft)).toEqual(expected);
  });

  test("reports everything at once", () => {
    expect(problems({ mtu: 1, stp: "maybe", what: 1 }).sort()).toEqual([
      "invalid-value mtu",
      "missing-attribute name",
      "unknown-attribute what",
      "wrong-type stp",
    ]);
  });

  test("reports what is wrong and what to do", () => {
    expect(details({ name: "a", subnet: [] })).toEqual(['There is no attribute "subnet" here. Did you mean `subnets`?']);
    expect(details({ name: "a", mode: "tpc" })).toEqual(['"tpc" is not one of "tcp", "udp". Did you mean "tcp"?']);
    expect(details({ name: "a", mtu: 5 })).toEqual(["5 is out of range: expected a whole number from 68 to 65535."]);
    expect(details({ name: "a", stp: "maybe" })).toEqual(['"maybe" cannot be used here: expected true or false.']);
    expect(details({})).toEqual(["`name` is required and has no value. Its name."]);
  });

  test("never reports unknown values, at any depth", () => {
    const unknown: Draft = {
      name: UNKNOWN,
      mtu: UNKNOWN,
      mode: UNKNOWN,
      subnets: ["10.0.0.0/8", UNKNOWN],
      binds: [{ port: UNKNOWN }],
      sysctls: { "net.ipv4.ip_forward": UNKNOWN },
    };
    expect(problems(unknown)).toEqual([]);
    expect(problems({ name: UNKNOWN, binds: UNKNOWN, sysctls: UNKNOWN, subnets: UNKNOWN })).toEqual([]);
  });

  test("still reports errors beside unknown values", () => {
    expect(problems({ name: UNKNOWN, subnets: [UNKNOWN, "x"] })).toEqual(["invalid-cidr subnets.1"]);
  });

  test("does not quote secrets", () => {
    expect(details({ name: "a", token: "p a s s" }).join()).not.toContain("p a s s");
    const given = validate(fields, convert(fields, { name: "a", mode: "hunter2" }), [["mode"]]);
    expect(given.map((d) => d.detail).join()).not.toContain("hunter2");
  });

  test("survives any JSON", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(fields), "x", "__proto__"), fc.jsonValue()), (draft) => {
        for (const { detail, at } of validate(fields, convert(fields, draft as Draft))) {
          expect(detail).not.toMatch(/\p{Cc}/u);
          expect(at.path).toBeDefined();
        }
      }),
    );
  });
});
