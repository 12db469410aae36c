/** Drift that is planned without an observation and repaired with one: the plan must leave open what turns out differently. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stored } from "../../../lib/session/read-resource";
import type { ResourceSession } from "../../../lib/session/session";
import { providerFields, type ProviderConfig } from "../../../lib/resources/provider";
import { withDefaults } from "../../../lib/schema/defaults";
import type { Draft } from "../../../lib/schema/value";
import { simSet, simShow, simUnset } from "../../../providers/backends/simulated";
import { apply, openCore, plan, read, run } from "../../support/core";
import { value } from "../../support/world";

let folder: string;
let provider: Draft;
let session: ResourceSession;
let config: ProviderConfig;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netweft-session-"));
  const hosts = { local: { underlay: "192.0.2.1" }, far: { underlay: "192.0.2.2" } };
  provider = { stack: "shop", hosts, simulated: { file: join(folder, "simulated.json") } };
  config = withDefaults(providerFields, provider) as unknown as ProviderConfig;
  session = openCore(provider);
});
afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

/** Removes the only line like this. */
async function lose(like: RegExp): Promise<void> {
  const line = value(await simShow(config)).find((one) => like.test(one))!;
  value(await simUnset(config, line.replace(/ # .*/, "")));
}

/** Reads a resource in a separate run, as Terraform does. */
async function look(stored: Stored): Promise<Stored> {
  await session.close();
  session = openCore(provider);
  return (await read(session, stored))!;
}

test("a shared object that one resource has repaired is no drift of the other any more", async () => {
  const one = await run(session, "netweft_bridge_network", { name: "one" });
  const two = await run(session, "netweft_bridge_network", { name: "two" });
  await lose(/ chain forward /);
  const [seenOne, seenTwo] = [await look(one), await look(two)];
  const planned = plan(session, "netweft_bridge_network", { name: "two" }, seenTwo);
  expect(planned.action).toBe("update");
  await run(session, "netweft_bridge_network", { name: "one" }, seenOne);
  expect((await apply(session, "netweft_bridge_network", planned)).attributes["drift"]).toEqual([]);
});

test("what a failed apply observed is drift afterwards as it was before", async () => {
  const one = await run(session, "netweft_bridge_network", { name: "one" });
  value(await simSet(config, "local - sysctl net.ipv4.ip_forward = 0"));
  const seen = await look(one);
  expect(seen.attributes["drift"]).toEqual(["~ local - sysctl net.ipv4.ip_forward = 0"]);
  const { planned } = plan(session, "netweft_bridge_network", { name: "one" }, seen);
  await session.close();
  session = openCore({ ...provider, simulated: { ...config.simulated, faults: [{ step: "add" }, { step: "set" }] } as unknown as Draft });
  const { type, attributes, private: own } = seen;
  const failed = await session.queue.apply({ type, prior: attributes, planned, private: own });
  expect(failed.diagnostics.map(({ code }) => code)).toEqual(["kernel-refused"]);
  const after = await look({ type, attributes: failed.attributes!, private: failed.private });
  expect(after.attributes["drift"]).toEqual(seen.attributes["drift"]);
});

test("an isolated endpoint that was removed from its bridge lacks only its port, and one that is no longer isolated only that flag", async () => {
  const front = await run(session, "netweft_bridge_network", { name: "front" });
  const web = await run(session, "netweft_namespace", { name: "web" });
  const eth0: Draft = { network: front.attributes["ref"]!, namespace: web.attributes["ref"]!, isolated: true };
  const endpoint = await run(session, "netweft_endpoint", eth0);
  const port = value(await simShow(config)).find((line) => line.includes(" - port "))!;
  value(await simSet(config, port.replace(" isolated", "")));
  const open = (await look(endpoint)).attributes;
  expect([open["isolated"], open["drift"]]).toEqual([false, []]);
  await lose(/ - port /);
  const off = (await look(endpoint)).attributes;
  expect([off["isolated"], off["drift"]]).toEqual([true, [`- ${port}`]]);
});

describe.each([
  ["wireguard", / key nwg/],
  ["ipsec", / sa 192/],
])("with %s", (encryption, key) => {
  const mesh = { name: "mesh", vni: 42, subnets: ["10.20.0.0/24"], members: ["local", "far"], encryption };

  test("a missing key is created again, which the plan shows", async () => {
    const network = await run(session, "netweft_overlay_network", mesh);
    expect(plan(session, "netweft_overlay_network", mesh, await look(network)).action).toBe("no-op");
    await lose(key);
    const seen = await look(network);
    expect(seen.attributes["drift"]).toHaveLength(1);
    const repaired = await run(session, "netweft_overlay_network", mesh, seen);
    expect(repaired.attributes["public_keys"]).not.toEqual(network.attributes["public_keys"]);
    expect((await look(repaired)).attributes["drift"]).toEqual([]);
  });

  test("a key that is lost after the plan is an error, and the state has the new one", async () => {
    const network = await run(session, "netweft_overlay_network", mesh);
    const planned = plan(session, "netweft_overlay_network", { ...mesh, mtu: 1300 }, await look(network));
    await lose(key);
    const before = { type: "netweft_overlay_network", attributes: network.attributes, private: network.private };
    const { type, private: own } = before;
    const result = await session.queue.apply({ type, prior: before.attributes, planned: planned.planned, private: own });
    expect(result.diagnostics.map(({ code }) => code)).toEqual(["not-as-planned"]);
    const left = await look({ type, attributes: result.attributes!, private: result.private });
    expect([left.attributes["mtu"], left.attributes["drift"]]).toEqual([1300, []]);
  });
});

describe.each([
  ["whose members have entries for each endpoint", { forwarding: "static" }],
  ["whose members learn", { forwarding: "learning", names: false }],
])("on an overlay network %s", (_how, more) => {
  test("endpoints on different hosts get different addresses, one after the other and at the same time", async () => {
    const mesh = { name: "mesh", vni: 42, subnets: ["10.20.0.0/24"], members: ["local", "far"], ...more };
    const network = await run(session, "netweft_overlay_network", mesh);
    const endpoint = async (name: string, host: string) => {
      const namespace = await run(session, "netweft_namespace", { name, host });
      const ends: Draft = { network: network.attributes["ref"]!, namespace: namespace.attributes["ref"]! };
      return String((await run(session, "netweft_endpoint", ends)).attributes["addresses"]);
    };
    const first = [await endpoint("a", "far"), await endpoint("b", "local")];
    await session.close();
    session = openCore(provider);
    const others = await Promise.all(["local", "far", "local", "far"].map((host, n) => endpoint(`c${n}`, host)));
    expect(new Set([...first, ...others]).size).toBe(6);
  });
});
