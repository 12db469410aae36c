/** The libraries `netweft/kernel` and `netweft/schema`. */
import { keyOf, lineOf, parseLine, simulatedKernel, textOf } from "../../../api/kernel";
import { checkAttributes, dataTypes, providerAttributes, providerSchema, resourceTypes } from "../../../api/schema";
import { resources } from "../../../lib/resources";

const BRIDGE = "local - link br0 type bridge mtu 1500 mac 02:00:00:00:00:01 stp off up";

test("a line is parsed to a fact, and a fact printed as its line", () => {
  const parsed = parseLine(`${BRIDGE} # netweft:shop/front`);
  expect(parsed).toMatchObject({ ok: true, value: { kind: "link", name: "br0", mtu: 1500, mark: "netweft:shop/front" } });
  if (!parsed.ok) return;
  expect([textOf(parsed.value), lineOf(parsed.value), keyOf(parsed.value)]).toEqual([
    BRIDGE,
    `${BRIDGE} # netweft:shop/front`,
    "local - link br0",
  ]);
  expect(parseLine("local - link").diagnostics[0]!.code).toBe("invalid-fact");
});

test("two simulated kernels share nothing, and a deleted link takes its addresses with it", async () => {
  const [one, other] = [simulatedKernel(), simulatedKernel()];
  for (const line of [BRIDGE, "local - addr 10.0.0.1/24 dev br0"]) expect((await one.set(line)).ok).toBe(true);
  expect([one.lines("local").slice(0, 2), one.lines("far"), other.lines()]).toEqual([[BRIDGE, "local - addr 10.0.0.1/24 dev br0"], [], []]);
  expect((await one.unset("local - link br0")).ok).toBe(true);
  expect(one.lines()).toEqual([]);
});

test("what a kernel refuses is a diagnostic with the line", async () => {
  const kernel = simulatedKernel();
  const line = "local - addr 10.0.0.1/24 dev nowhere";
  expect(await kernel.set(line)).toMatchObject({ ok: false, diagnostics: [{ code: "kernel-refused", at: { fact: line } }] });
  expect((await kernel.unset("local - link br0")).diagnostics[0]!.code).toBe("no-such-fact");
  expect((await kernel.set("nonsense")).diagnostics[0]!.code).toBe("invalid-fact");
});

test("every type is there with its fields, and the schema is that of the command", () => {
  expect(Object.keys(resourceTypes)).toEqual(Object.keys(resources));
  expect([Object.keys(dataTypes), providerAttributes["backend"]!.default]).toEqual([["netweft_host"], "simulated"]);
  const [schema] = Object.values(providerSchema().provider_schemas);
  expect(Object.keys(schema!.resource_schemas).sort()).toEqual(Object.keys(resourceTypes).sort());
});

test("attributes are checked: names, types, formats, and the name of the type", () => {
  expect(checkAttributes("netweft_bridge_network", { name: "front", subnets: ["10.0.0.0/24"] })).toEqual([]);
  const wrong = checkAttributes("netweft_bridge_network", { name: "front", mtu: "much", subnet: "10.0.0.0/24" });
  expect(wrong.map(({ code }) => code).sort()).toEqual(["unknown-attribute", "wrong-type"]);
  expect(checkAttributes("netweft_bridge", {})).toMatchObject([{ code: "unknown-resource-type" }]);
});
