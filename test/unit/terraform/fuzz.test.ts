/** For any request to any call, a client gets diagnostics or a gRPC error, and the provider continues. */
import * as fc from "fast-check";
import { dataSources, resources } from "../../../lib/resources";
import { providerFields } from "../../../lib/resources/provider";
import { convert } from "../../../lib/schema/convert";
import type { Fields } from "../../../lib/schema/type";
import type { Draft } from "../../../lib/schema/value";
import { rpcs, type Rpc } from "../../../providers/frontends/terraform/wire/messages";
import { encode, type Message } from "../../../providers/frontends/terraform/wire/protobuf";
import { encodeAttributes } from "../../../providers/frontends/terraform/wire/value";
import { CallFailed, connectPlugin, frame } from "../../support/plugin-client";
import { openPlugin, type Plugin } from "../../support/plugin-server";
import { anyAttributes } from "../../support/random-values";

const names = Object.keys(rpcs) as Rpc[];

let plugin: Plugin;
beforeAll(async () => void (plugin = await openPlugin()));
afterAll(() => plugin.close());

/** A response, or a gRPC error that is not one of ours. */
async function survives(rpc: Rpc, body: Buffer, by = plugin.client): Promise<void> {
  try {
    await by.post(`/tfplugin6.Provider/${rpc}`, body);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    expect(error.code).toBeGreaterThan(0);
    expect(error.message).not.toMatch(/\n\s+at |\.ts:\d|node_modules/);
  }
}

const types: readonly (readonly [string, Fields])[] = [
  ...Object.entries(resources).map(([name, { fields }]) => [name, fields] as const),
  ...Object.entries(dataSources).map(([name, { fields }]) => [name, fields] as const),
  ["netweft_none", {}],
];

/** An example's attributes, with one changed. */
const nearlyRight = fc.constantFrom(...Object.values(resources)).chain(({ fields, examples }) =>
  fc
    .record({
      example: fc.constantFrom(...examples),
      other: anyAttributes(fields, { unknown: true }),
      name: fc.constantFrom(...Object.keys(fields)),
    })
    .map(({ example, other, name }) => {
      const known = convert(fields, example.config as Draft);
      return encodeAttributes(fields, { ...known, [name]: other[name]! });
    }),
);

const anyOf = fc
  .constantFrom(...types, ["provider", providerFields] as const)
  .chain(([, fields]) => anyAttributes(fields, { unknown: true }).map((draft) => encodeAttributes(fields, draft)));

/** A value of a type, of another type, or no value at all. */
const value = fc.oneof(
  { weight: 4, arbitrary: nearlyRight },
  { weight: 2, arbitrary: anyOf },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => ({ msgpack: bytes })) },
  { weight: 1, arbitrary: fc.json().map((json) => ({ json: Buffer.from(json) })) },
  { weight: 1, arbitrary: fc.constant({ msgpack: Buffer.from([0xc0]) }) },
);

/** Fields by their names, for all calls: fields that a call does not have are omitted. */
const request = fc.record(
  {
    typeName: fc.constantFrom(...types.map(([name]) => name)),
    targetTypeName: fc.constantFrom(...types.map(([name]) => name)),
    sourceTypeName: fc.constantFrom("netweft_endpoint", "docker_network", ""),
    sourceProviderAddress: fc.constantFrom("registry.terraform.io/netweft/netweft", "", "x"),
    name: fc.constantFrom("ifname", "mac_for", "subnet_for", "vxlan_mtu", "none", "__proto__"),
    id: fc.oneof(fc.constantFrom("local/front", "local/a/eth0", "mesh", "/", "", "nowhere/x"), fc.string()),
    version: fc.integer({ min: -1, max: 5 }),
    config: value,
    priorState: value,
    proposedNewState: value,
    plannedState: value,
    currentState: value,
    priorPrivate: fc.uint8Array({ maxLength: 40 }),
    plannedPrivate: fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(Buffer.from('{"v":1,"facts":["nonsense","local - netns x"]}'))),
    private: fc.uint8Array({ maxLength: 40 }),
    rawState: fc.record({ json: fc.oneof(fc.json().map(Buffer.from), fc.uint8Array({ maxLength: 40 })) }),
    rawIdentity: fc.record({ json: fc.json().map(Buffer.from) }),
    sourceState: fc.record({ json: fc.json().map(Buffer.from) }),
    identity: fc.record({ identityData: value }),
    arguments: fc.array(value, { maxLength: 4 }),
  },
  { requiredKeys: [] },
);

const rpc = fc.constantFrom(...names);

function bytesOf(name: Rpc, fields: object): Buffer {
  return encode(rpcs[name].request as Message<unknown, unknown>, fields);
}

const RUNS = { numRuns: 400 };

beforeEach(() => plugin.configure());
afterEach(() => expect(plugin.bugs).toEqual([]));

test("requests of any content, with values of the wrong type", () =>
  fc.assert(
    fc.asyncProperty(rpc, request, (name, fields) => survives(name, frame(bytesOf(name, fields)))),
    RUNS,
  ));

test("requests with changed bytes, or truncated ones", () =>
  fc.assert(
    fc.asyncProperty(rpc, request, fc.nat(), fc.nat(255), fc.boolean(), (name, fields, at, byte, cut) => {
      const bytes = Buffer.from(bytesOf(name, fields));
      if (bytes.length === 0) return survives(name, frame(bytes));
      if (cut) return survives(name, frame(bytes.subarray(0, at % bytes.length)));
      bytes[at % bytes.length] = byte;
      return survives(name, frame(bytes));
    }),
    RUNS,
  ));

test("bytes of any kind", () =>
  fc.assert(
    fc.asyncProperty(rpc, fc.uint8Array({ maxLength: 200 }), (name, bytes) => survives(name, frame(Buffer.from(bytes)))),
    RUNS,
  ));

test("every call of a client that has not sent the configuration", async () => {
  const other = await connectPlugin({ path: plugin.path });
  for (const name of names) await survives(name, frame(bytesOf(name, { typeName: "netweft_endpoint" })), other);
  other.close();
});

test("afterwards it answers as before", async () => {
  const { resourceSchemas } = await plugin.client.call("GetProviderSchema", {});
  expect(Object.keys(resourceSchemas).sort()).toEqual(Object.keys(resources).sort());
});
