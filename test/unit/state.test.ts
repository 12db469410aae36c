import fc from "fast-check";
import { keyText } from "../../lib/config/address";
import { addressOfBlock, decodeState, parseAddress, type State, type StateInstance } from "../../lib/engine/state";
import { jsonScanner } from "../../lib/engine/state/scan";
import type { Draft } from "../../lib/schema/value";
import { chunksOf, decoded, encoded, instance, stateOf } from "../support/state";

async function problems(text: string | Uint8Array): Promise<readonly { code: string; file?: string; detail: string }[]> {
  const result = await decodeState(chunksOf(text, 11), "x.tfstate");
  return result.diagnostics.map(({ code, at, detail }) => ({ code, file: at.file, detail }));
}

/** A state as JSON, for damaging it. */
type Written = Record<string, unknown> & { resources: Record<string, unknown>[] };

const LINE = "local - link nw-front type bridge mtu 1500 up";

describe("the text of a state", () => {
  it("has Terraform's format, with one instance per line", () => {
    const web = instance({ private: { v: 1, facts: [LINE] }, dependencies: ["netweft_bridge_network.front"], createBeforeDestroy: true });
    const lines = encoded(stateOf(web)).split("\n");
    expect(lines[1]).toBe('  "version": 4,');
    const line = lines.find((l) => l.includes("netweft_namespace"))!;
    const resource = JSON.parse(line);
    expect(resource).toEqual({
      mode: "managed",
      type: "netweft_namespace",
      name: "web",
      provider: 'provider["example.org/netweft/netweft"]',
      instances: [
        {
          schema_version: 0,
          attributes: { id: "local/web", name: "web" },
          sensitive_attributes: [],
          private: Buffer.from(JSON.stringify({ v: 1, facts: [LINE] })).toString("base64"),
          dependencies: ["netweft_bridge_network.front"],
          create_before_destroy: true,
        },
      ],
    });
    expect(lines.at(-3)).toBe('  "check_results": null');
  });

  it("distinguishes map keys from attributes in sensitive paths, and marks a set as a whole", () => {
    const network = instance({
      type: "netweft_bridge_network",
      attributes: { labels: { a: "b" } },
      sensitive: [["labels", "a"], ["subnets", 0], ["name"]],
    });
    const { resources } = JSON.parse(encoded(stateOf(network)));
    expect(resources[0].instances[0].sensitive_attributes).toEqual([
      [
        { type: "get_attr", value: "labels" },
        { type: "index", value: { value: "a", type: "string" } },
      ],
      [
        { type: "get_attr", value: "subnets" },
        { type: "index", value: { value: 0, type: "number" } },
      ],
      [{ type: "get_attr", value: "name" }],
    ]);
  });

  it("reads back as the same state, for any content and any chunks", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 8 });
    const value = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Draft[string]>;
    const attributes = fc.dictionary(text, value, { maxKeys: 4 }) as fc.Arbitrary<Draft>;
    const one = fc.record({
      mode: fc.constantFrom("managed" as const, "data" as const),
      type: fc.constantFrom("netweft_endpoint", "terraform_data"),
      name: fc.constantFrom("a", "b", "c-1"),
      key: fc.option(fc.oneof(text, fc.nat()), { nil: undefined }),
      provider: fc.constant('provider["example.org/netweft/netweft"].edge'),
      schemaVersion: fc.nat(5),
      attributes,
      sensitive: fc.array(fc.tuple(text), { maxLength: 2 }),
      dependencies: fc.array(fc.constantFrom("netweft_namespace.a", "netweft_namespace.b"), { maxLength: 2 }),
      createBeforeDestroy: fc.boolean(),
      tainted: fc.boolean(),
      private: fc.option(fc.record({ v: fc.constant(1 as const), facts: fc.array(text, { maxLength: 3 }) }), { nil: undefined }),
    });
    const made = one.map(({ key, private: own, ...rest }) =>
      instance({ ...rest, ...(key === undefined ? {} : { key }), ...(own ? { private: own } : {}) }),
    );
    const outputs = fc.dictionary(text, fc.record({ value, type: fc.constant("dynamic"), sensitive: fc.boolean() }), { maxKeys: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(made, { maxLength: 8 }), outputs, fc.integer({ min: 1, max: 200 }), async (instances, out, size) => {
        const blocks = new Map<string, StateInstance[]>();
        for (const i of instances) blocks.set(i.block, [...(blocks.get(i.block) ?? []), i]);
        const state: State = { ...stateOf(...[...blocks.values()].flat()), outputs: new Map(Object.entries(out)) };
        const normal = JSON.parse(JSON.stringify([...state.instances.values()]));
        const back = await decoded(encoded(state), size);
        expect(JSON.parse(JSON.stringify([...back.instances.values()]))).toEqual(normal);
        expect(back.outputs).toEqual(new Map(JSON.parse(JSON.stringify([...state.outputs]))));
        expect(encoded(back)).toBe(encoded(state));
      }),
      { numRuns: 150 },
    );
  });

  it("keeps unknown members of the state, of a block and of an instance, and foreign private bytes", async () => {
    const foreign = {
      version: 4,
      serial: 1,
      lineage: "l",
      outputs: {},
      future: { a: 1 },
      resources: [
        {
          module: "module.a",
          mode: "managed",
          type: "terraform_data",
          name: "x",
          provider: 'module.a.provider["terraform.io/builtin/terraform"]',
          each: "list",
          instances: [
            {
              schema_version: 0,
              attributes: { input: null },
              sensitive_attributes: [
                [
                  { type: "get_attr", value: "input" },
                  { type: "index", value: { value: "k", type: "string" } },
                ],
              ],
              private: "bm90IG91cnM=",
              identity: { q: 1 },
            },
            { deposed: "0a1b2c3d", schema_version: 0, attributes: {}, sensitive_attributes: [] },
          ],
        },
      ],
    };
    const state = await decoded(JSON.stringify(foreign));
    expect([...state.instances.keys()]).toEqual(["module.a.terraform_data.x", "module.a.terraform_data.x (deposed 0a1b2c3d)"]);
    expect(JSON.parse(encoded(state))).toEqual({ ...foreign, terraform_version: "", check_results: null });
  });
});

describe("a state that cannot be used", () => {
  const good = encoded(stateOf(instance(), instance({ name: "db" })));

  it("is refused wherever it is truncated", async () => {
    for (let length = 0; length < good.length - 2; length += 1) {
      const found = await problems(good.slice(0, length));
      expect(found.map((d) => d.code)).toEqual(["state-damaged"]);
    }
  });

  it("is refused with text after its end, with the position", async () => {
    expect(await problems(`${good}x`)).toEqual([
      expect.objectContaining({ code: "state-damaged", file: `x.tfstate:${good.split("\n").length}:1` }),
    ]);
  });

  it.each<[string, (json: Written) => unknown, string, RegExp]>([
    ["another version", (s) => ({ ...s, version: 3 }), "state-version", /version 3/],
    ["no version", ({ version: _, ...s }) => s, "state-damaged", /"version" of the state is missing/],
    ["no lineage", ({ lineage: _, ...s }) => s, "state-damaged", /"lineage"/],
    ["a negative serial", (s) => ({ ...s, serial: -1 }), "state-damaged", /"serial"/],
    ["resources that are no list", (s) => ({ ...s, resources: {} }), "state-damaged", /"resources" of the state is not a list/],
    ["a resource that is no object", (s) => ({ ...s, resources: [7] }), "state-damaged", /not an object/],
    ["an empty resource", (s) => ({ ...s, resources: [{}] }), "state-damaged", /mode missing/],
    [
      "instances that are no list",
      (s) => ({ ...s, resources: [{ ...s.resources[0], instances: {} }] }),
      "state-damaged",
      /"instances" of netweft_namespace\.web in the state are not a list/,
    ],
    [
      "an instance twice",
      (s) => ({ ...s, resources: [s.resources[0], s.resources[0]] }),
      "state-damaged",
      /netweft_namespace\.web is in the state twice/,
    ],
    ["a bare provider", (s) => ({ ...s, resources: [{ ...s.resources[0], provider: "netweft" }] }), "state-damaged", /provider "netweft"/],
    ["an output without type", (s) => ({ ...s, outputs: { o: { value: 1 } } }), "state-damaged", /output "o"/],
    ["a list", (s) => [s], "state-damaged", /not a JSON object/],
    ["a number beyond doubles", (s) => ({ ...s, outputs: "12345678901234567890N" }), "state-number", /12345678901234567890/],
  ])("with %s", async (_, change, code, detail) => {
    const text = JSON.stringify(change(JSON.parse(good))).replace(/"(\d+)N"/, '{"o":{"type":"number","value":$1}}');
    const found = await problems(text);
    expect(found.map((d) => d.code)).toEqual([code]);
    expect(found[0]!.detail).toMatch(detail);
  });

  it("is refused if its members are in `__proto__`", async () => {
    const texts = [
      '{"__proto__":{"version":4,"serial":3,"lineage":"x"},"resources":[]}',
      '{"version":4,"serial":3,"lineage":"x","resources":[{"__proto__":{"mode":"managed"},"instances":[]}]}',
    ];
    for (const text of texts) expect((await problems(text)).map(({ code }) => code)).toEqual(["state-damaged"]);
  });

  it("reports every damaged instance with its line at once", async () => {
    const broken = good.replaceAll('"schema_version":0', '"schema_version":"x"');
    expect((await problems(broken)).map((d) => d.file)).toEqual(["x.tfstate:8", "x.tfstate:9"]);
  });

  it("is refused when its bytes are not UTF-8 or begin with a byte order mark", async () => {
    expect(
      (await problems(Buffer.concat([Buffer.from(good.slice(0, 60)), Buffer.from([0xff]), Buffer.from(good.slice(60))])))[0]!.code,
    ).toBe("state-damaged");
    expect((await problems(`\ufeff${good}`))[0]!.code).toBe("state-damaged");
  });
});

describe("the scanner", () => {
  const whole = (text: string): boolean => {
    const scanner = jsonScanner((path) => (path.length > 0 ? undefined : text.trimStart().startsWith("[") ? "[" : "{"));
    const pieces = [...Buffer.from(text)].flatMap((byte) => scanner.push(Uint8Array.of(byte)));
    pieces.push(...scanner.end());
    if (scanner.fault()) return false;
    try {
      for (const piece of pieces) if (piece.text !== undefined) JSON.parse(piece.text);
      return true;
    } catch {
      return false;
    }
  };
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  it("accepts exactly what JSON.parse accepts", () => {
    const valid = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.constantFrom(0, 2))
      .map(([json, indent]) => JSON.stringify(JSON.parse(json), null, indent));
    const edits = fc.tuple(valid, fc.nat(200), fc.nat(3), fc.constantFrom("", ",", "]", "}", '"', ":", "[", "{", "1", " ", "\\", "x"));
    const damaged = edits.map(([text, at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof(valid, damaged), (text) => whole(text) === isJson(text)),
      { numRuns: 3000 },
    );
  });
});

describe("addresses", () => {
  it("are split and joined again", () => {
    const key = fc.option(fc.oneof(fc.nat(), fc.string({ unit: "binary", maxLength: 8 })), { nil: undefined });
    const module = fc.constantFrom("", "module.a.", 'module.a["x.y"].module.b[3].');
    fc.assert(
      fc.property(module, fc.constantFrom("managed" as const, "data" as const), key, (where, mode, k) => {
        const parts = { module: where, mode, type: "netweft_endpoint", name: "w-1", ...(k === undefined ? {} : { key: k }) };
        expect(parseAddress(addressOfBlock(parts) + keyText(k))).toEqual(parts);
      }),
    );
  });
});
