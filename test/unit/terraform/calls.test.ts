/** Calls of the protocol that current Terraform makes rarely, or not yet. */
import { resources } from "../../../lib/resources";
import { string } from "../../../lib/schema/type";
import type { Draft } from "../../../lib/schema/value";
import { decodeAttributes, decodeValue, encodeAttributes, encodeValue } from "../../../providers/frontends/terraform/wire/value";
import { openPlugin, type Plugin } from "../../support/plugin-server";

const BRIDGE = "netweft_bridge_network";
const { fields } = resources[BRIDGE]!;
const ID = { id: { type: string(), required: true, doc: "" } } as const;

let plugin: Plugin;
beforeEach(async () => {
  plugin = await openPlugin();
  await plugin.configure();
});
afterEach(async () => {
  expect(plugin.bugs).toEqual([]);
  await plugin.close();
});

/** The network `front`, planned and applied; the answers to both. */
async function made() {
  const config = encodeAttributes(fields, { name: "front" });
  const none = encodeAttributes(fields, null);
  const planned = await plugin.client.call("PlanResourceChange", { typeName: BRIDGE, priorState: none, proposedNewState: config, config });
  const { plannedState, plannedPrivate } = planned;
  const applied = await plugin.client.call("ApplyResourceChange", {
    typeName: BRIDGE,
    priorState: none,
    plannedState,
    plannedPrivate,
    config,
  });
  expect([planned.diagnostics, applied.diagnostics]).toEqual([[], []]);
  return { planned, applied };
}

const identityOf = (identity: { readonly identityData: Parameters<typeof decodeAttributes>[1] } | undefined) =>
  decodeAttributes(ID, identity?.identityData);

test("an identity is the id, in its schema and in every answer", async () => {
  const { identitySchemas } = await plugin.client.call("GetResourceIdentitySchemas", {});
  expect(Object.keys(identitySchemas).sort()).toEqual(Object.keys(resources).sort());
  expect(identitySchemas[BRIDGE]!.identityAttributes.map(({ name, requiredForImport }) => [name, requiredForImport])).toEqual([
    ["id", true],
  ]);
  const { planned, applied } = await made();
  const read = await plugin.client.call("ReadResource", { typeName: BRIDGE, currentState: applied.newState!, private: applied.private });
  const all = [planned.plannedIdentity, applied.newIdentity, read.newIdentity].map(identityOf);
  expect(all).toEqual([{ id: "local/front" }, { id: "local/front" }, { id: "local/front" }]);
  const rawIdentity = { json: Buffer.from('{"id":"local/front"}') };
  const upgraded = await plugin.client.call("UpgradeResourceIdentity", { typeName: BRIDGE, version: 0, rawIdentity });
  expect(identityOf(upgraded.upgradedIdentity)).toEqual({ id: "local/front" });
});

test("an import by identity is one by id", async () => {
  await made();
  const identity = { identityData: encodeAttributes(ID, { id: "local/front" }) };
  const { importedResources, diagnostics } = await plugin.client.call("ImportResourceState", { typeName: BRIDGE, identity });
  expect(diagnostics).toEqual([]);
  expect(decodeAttributes(fields, importedResources[0]!.state)).toMatchObject({ name: "front", bridge_name: "nw-front" });
});

test("a state of the same type moves from another provider called netweft, and no other does", async () => {
  const { applied } = await made();
  const sourceState = { json: Buffer.from(JSON.stringify(decodeAttributes(fields, applied.newState))) };
  const move = (sourceProviderAddress: string, sourceTypeName: string) =>
    plugin.client.call("MoveResourceState", {
      sourceProviderAddress,
      sourceTypeName,
      sourceState,
      targetTypeName: BRIDGE,
      sourcePrivate: applied.private,
    });
  const moved = await move("mirror.example/netweft/netweft", BRIDGE);
  expect([moved.diagnostics, decodeAttributes(fields, moved.targetState)]).toEqual([[], decodeAttributes(fields, applied.newState)]);
  expect(moved.targetPrivate).toEqual(applied.private);
  const refused = await move("registry.terraform.io/other/docker", "docker_network");
  expect(refused.diagnostics.map(({ summary }) => summary)).toEqual(["State cannot be moved here [unmovable-state]"]);
});

test("a state of an older version is read with the current fields", async () => {
  const rawState = { json: Buffer.from('{"name":"front","gone":1}') };
  const { upgradedState } = await plugin.client.call("UpgradeResourceState", { typeName: BRIDGE, version: -1, rawState });
  expect((decodeAttributes(fields, upgradedState) as Draft)["name"]).toBe("front");
});

test("a function reports which of its arguments is wrong", async () => {
  const call = (...args: readonly string[]) =>
    plugin.client.call("CallFunction", { name: "ifname", arguments: args.map((one) => encodeValue(string(), one)) });
  expect(decodeValue(string(), (await call("br-", "front")).result)).toBe("br-front");
  expect((await call("Überlang", "front")).error).toMatchObject({ functionArgument: 0 });
});

test("after a stop request no new work begins", async () => {
  await plugin.client.call("StopProvider", {});
  const config = encodeAttributes(fields, { name: "front" });
  const none = encodeAttributes(fields, null);
  const { diagnostics, newState } = await plugin.client.call("ApplyResourceChange", {
    typeName: BRIDGE,
    priorState: none,
    plannedState: config,
    config,
  });
  expect(diagnostics.map(({ summary }) => summary)).toEqual(["Apply was interrupted [apply-interrupted]"]);
  expect(decodeAttributes(fields, newState)).toBeNull();
});

test("calls for unsupported features are answered: no ephemeral resources, all names in the metadata", async () => {
  const { resources: named, dataSources, functions } = await plugin.client.call("GetMetadata", {});
  expect([named.length, dataSources.length, functions.length]).toEqual([7, 1, 4]);
  const { diagnostics } = await plugin.client.call("OpenEphemeralResource", { typeName: "netweft_key" });
  expect(diagnostics).toHaveLength(1);
});
