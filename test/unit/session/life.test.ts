/** Resources one at a time, as under Terraform, on the simulated kernel. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stored } from "../../../lib/session/read-resource";
import { importResource } from "../../../lib/session/import-resource";
import type { ResourceSession } from "../../../lib/session/session";
import { providerFields, type ProviderConfig } from "../../../lib/resources/provider";
import { withDefaults } from "../../../lib/schema/defaults";
import type { Draft } from "../../../lib/schema/value";
import { simSet, simShow, simUnset } from "../../../providers/backends/simulated";
import { openCore, plan, read, remove, run } from "../../support/core";
import { value } from "../../support/world";

let folder: string;
let session: ResourceSession;
let config: ProviderConfig;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netweft-session-"));
  const provider = { stack: "shop", simulated: { file: join(folder, "simulated.json") } };
  config = withDefaults(providerFields, provider) as unknown as ProviderConfig;
  session = openCore(provider);
});
afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

const lines = async () => [...value(await simShow(config))].sort();

async function small(): Promise<{ readonly front: Stored; readonly web: Stored; readonly eth0: Stored }> {
  const [front, web] = await Promise.all([
    run(session, "netweft_bridge_network", { name: "front" }),
    run(session, "netweft_namespace", { name: "web" }),
  ]);
  const eth0 = await run(session, "netweft_endpoint", attached(front, web));
  return { front, web, eth0 };
}

function attached(network: Stored, namespace: Stored, more: Draft = {}): Draft {
  return { network: network.attributes["ref"]!, namespace: namespace.attributes["ref"]!, ...more };
}

test("created resources are read as created, the next plan is empty, and all are destroyed", async () => {
  const { front, web, eth0 } = await small();
  expect(eth0.attributes["addresses"]).toEqual(["10.128.0.2", "fd6e:6574:7765::2"]);
  session = openCore({ stack: "shop", simulated: { file: config.simulated.file } });
  for (const stored of [front, web, eth0]) expect(await read(session, stored)).toEqual(stored);
  expect(plan(session, "netweft_bridge_network", { name: "front" }, front).action).toBe("no-op");
  expect(plan(session, "netweft_endpoint", attached(front, web), eth0).action).toBe("no-op");
  for (const stored of [eth0, web, front]) await remove(session, stored);
  expect((await lines()).filter((line) => !line.includes("sysctl"))).toEqual([]);
});

test("a missing kernel line is in `drift`, is planned as a change in place, and is repaired", async () => {
  const { front, web, eth0 } = await small();
  const veth = (await lines()).find((line) => line.includes(" veth "))!;
  value(await simUnset(config, veth.replace(/ mark .*$/, "")));
  session = openCore({ stack: "shop", simulated: { file: config.simulated.file } });
  const seen = (await read(session, eth0))!;
  expect(seen.attributes["drift"]).toContainEqual(expect.stringMatching(/^- local - veth/));
  const planned = plan(session, "netweft_endpoint", attached(front, web), seen);
  expect([planned.action, planned.planned["drift"]]).toEqual(["update", []]);
  const repaired = await run(session, "netweft_endpoint", attached(front, web), seen);
  expect(repaired.attributes).toEqual(eth0.attributes);
  expect((await read(session, repaired))!.attributes["drift"]).toEqual([]);
});

test("a value that the kernel holds is refreshed into its attribute, and is not in `drift` as well", async () => {
  const { front } = await small();
  const link = (await lines()).find((line) => line.includes(" link nw-shop-front"))!;
  value(await simSet(config, link.replace("mtu 1500", "mtu 1400")));
  session = openCore({ stack: "shop", simulated: { file: config.simulated.file } });
  const seen = (await read(session, front))!;
  expect([seen.attributes["mtu"], (seen.attributes["ref"] as Draft)["mtu"], seen.attributes["drift"]]).toEqual([1400, 1400, []]);
  expect((await run(session, "netweft_bridge_network", { name: "front" }, seen)).attributes).toEqual(front.attributes);
});

test("many concurrent applies share few plans, and each gets its own address", async () => {
  const front = await run(session, "netweft_bridge_network", { name: "front" });
  const names = Array.from({ length: 30 }, (_, n) => `c${n}`);
  const all = await Promise.all(
    names.map(async (name) => run(session, "netweft_endpoint", attached(front, await run(session, "netweft_namespace", { name })))),
  );
  expect(new Set(all.map(({ attributes }) => String(attributes["addresses"]))).size).toBe(30);
});

test("a resource that cannot be applied has its own error, and the others of the same plan are applied", async () => {
  const front = await run(session, "netweft_bridge_network", { name: "front" });
  const [web, api] = await Promise.all(["web", "api"].map((name) => run(session, "netweft_namespace", { name })));
  const publish = [{ host_port: 8080, port: 80 }];
  const answers = await Promise.allSettled(
    [web!, api!].map((namespace) => run(session, "netweft_endpoint", attached(front, namespace, { publish }))),
  );
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(String((answers[1] as PromiseRejectedResult).reason)).toMatch(/duplicate-port/);
  await expect(run(session, "netweft_endpoint", attached(front, api!, { publish }))).rejects.toThrow(/foreign-object/);
  await expect(run(session, "netweft_endpoint", attached(front, api!, { addresses: ["10.128.0.2"] }))).rejects.toThrow(/duplicate-address/);
  await expect(run(session, "netweft_bridge_network", { name: "other", subnets: ["10.128.0.0/20"] })).rejects.toThrow(
    /overlapping-subnets/,
  );
});

test("a created object that is not in the state is taken over by its mark", async () => {
  const { front, web, eth0 } = await small();
  session = openCore({ stack: "shop", simulated: { file: config.simulated.file } });
  const { planned } = plan(session, "netweft_endpoint", attached(front, web));
  const again = await session.queue.apply({ type: "netweft_endpoint", prior: null, planned, private: new Uint8Array() });
  expect([again.attributes, again.diagnostics.map(({ code }) => code)]).toEqual([eth0.attributes, ["taken-over"]]);
  await expect(run(session, "netweft_endpoint", attached(front, web))).rejects.toThrow(/duplicate-object/);
});

test("an object is imported with all observable attributes, and without a change except its mark", async () => {
  const { front, eth0 } = await small();
  const network = value(await importResource("netweft_bridge_network", "local/front", session));
  expect(network.attributes).toEqual({
    ...front.attributes,
    incarnation: null,
    ref: { ...(front.attributes["ref"] as Draft), incarnation: null },
  });
  const endpoint = value(await importResource("netweft_endpoint", "local/web/eth0", session));
  expect(endpoint.attributes["addresses"]).toEqual(eth0.attributes["addresses"]);
  expect((await read(session, endpoint))!.attributes["drift"]).toEqual([]);
  expect(await importResource("netweft_endpoint", "local/web/eth9", session)).toMatchObject({ ok: false });
});

test("a foreign object is taken over by Terraform's import", async () => {
  value(await simSet(config, "local - netns web"));
  await expect(run(session, "netweft_namespace", { name: "web" })).rejects.toThrow(/run `terraform import ADDRESS local\/web`/);
});

test("an endpoint on a host network has neither an interface nor a hardware address, which is valid", async () => {
  const host = await run(session, "netweft_host_network", {});
  const agentOn: Draft = { network: host.attributes["ref"]!, name: "agent", binds: [{ port: 9100 }] };
  const agent = await run(session, "netweft_endpoint", agentOn);
  expect(agent.attributes).toMatchObject({ id: "local/host/agent", interface: "", mac: "", host_interface: "", drift: [] });
  expect(plan(session, "netweft_endpoint", agentOn, agent).action).toBe("no-op");
  await remove(session, agent);
});

test("endpoints of a replaced network are attached again in place", async () => {
  const { front, web, eth0 } = await small();
  const renamed = { name: "front", bridge_name: "br-front" };
  const planned = plan(session, "netweft_bridge_network", renamed, front);
  expect(planned.action).toBe("replace");
  const other = await run(session, "netweft_bridge_network", renamed, front);
  const endpoint = plan(session, "netweft_endpoint", attached(other, web), eth0);
  expect(endpoint.action).toBe("update");
  const moved = await run(session, "netweft_endpoint", attached(other, web), eth0);
  expect((await read(session, moved))!.attributes["drift"]).toEqual([]);
});

test("shared objects of networks are removed with the last one, in either order", async () => {
  for (const first of ["front", "back"]) {
    const made = new Map([
      ["front", await run(session, "netweft_bridge_network", { name: "front" })],
      ["back", await run(session, "netweft_bridge_network", { name: "back", accept_from: ["local/front"] })],
    ]);
    await remove(session, made.get(first)!);
    made.delete(first);
    const [[name, other]] = [...made] as [[string, Stored]];
    session = openCore({ stack: "shop", simulated: { file: config.simulated.file } });
    expect({ name, drift: (await read(session, other))!.attributes["drift"] }).toEqual({ name, drift: [] });
    await remove(session, other);
    expect((await lines()).filter((line) => !line.includes("sysctl"))).toEqual([]);
  }
});

test("values are passed to the kernel in canonical spelling, and keep the user's spelling in the state", async () => {
  const mac = "0E:AA:BB:CC:DD:EE";
  const front = await run(session, "netweft_bridge_network", { name: "front", mac });
  const web = await run(session, "netweft_namespace", { name: "web", sysctls: { "net.ipv4.ping_group_range": " 0  100 " } });
  session = openCore({ stack: "shop", simulated: { file: config.simulated.file } });
  for (const stored of [front, web]) expect(await read(session, stored)).toEqual(stored);
  expect(front.attributes["mac"]).toBe(mac);
});

test("a foreign bridge is imported without drift except its missing mark", async () => {
  value(await simSet(config, "local - link br0 type bridge mtu 1500 mac 0e:aa:bb:cc:dd:ee stp off up"));
  value(await simSet(config, "local - addr 10.99.0.1/24 dev br0"));
  const imported = value(await importResource("netweft_bridge_network", "local/br0", session));
  const { drift } = (await read(session, imported))!.attributes as { readonly drift: readonly string[] };
  expect(drift.filter((line) => line.startsWith("+"))).toEqual([]);
});

test.each(["none", "wireguard", "ipsec"])("an overlay network is imported with its encryption: %s", async (encryption) => {
  const hosts = { edge1: { underlay: "192.0.2.1" }, edge2: { underlay: "192.0.2.2" } };
  session = openCore({ stack: "shop", simulated: { file: config.simulated.file }, hosts });
  const declared = { name: "mesh", vni: 42, members: ["edge1", "edge2"], subnets: ["10.20.0.0/24"], forwarding: "static", encryption };
  const made = await run(session, "netweft_overlay_network", declared);
  const imported = value(await importResource("netweft_overlay_network", "mesh", session));
  const incarnation = null;
  expect(imported.attributes).toEqual({ ...made.attributes, incarnation, ref: { ...(made.attributes["ref"] as Draft), incarnation } });
  expect((await read(session, imported))!.attributes["drift"]).toEqual([]);
  const { public_keys: keys } = plan(session, "netweft_overlay_network", declared, imported).planned;
  expect(keys).toEqual(made.attributes["public_keys"]);
});

test("objects of another simulated kernel are neither read nor changed, unless that is accepted", async () => {
  const { web } = await small();
  await session.close();
  const other = { ...config, simulated: { ...config.simulated, file: join(folder, "other.json") } };
  value(await simSet(other, "local - netns cache"));
  const provider = { stack: "shop", simulated: { file: other.simulated.file } };
  session = openCore(provider);
  await expect(read(session, web)).rejects.toThrow(/other-backend/);
  await expect(remove(session, web)).rejects.toThrow(/other-backend/);
  expect(value(await simShow(other))).toEqual(["local - netns cache"]);
  await session.close();
  session = openCore(provider, undefined, { acceptsOther: true });
  expect((await read(session, web))!.attributes["drift"]).toHaveLength(1);
  // A missing file is a new kernel: it is empty, which is not an error.
  await session.close();
  rmSync(other.simulated.file);
  session = openCore(provider);
  expect((await read(session, web))!.attributes["drift"]).toHaveLength(1);
});

describe("the chain that keeps a host closed", () => {
  const chain = async () => (await lines()).find((line) => line.includes(" chain closed "));
  const network = (name: string, n: number, six: boolean) => ({ name, subnets: [`10.1${n}.0.0/24`, ...(six ? [`fd00:1${n}::/64`] : [])] });

  test("has a family that another resource added later, which is no drift and stays", async () => {
    for (const name of ["eth0", "eth1"]) value(await simSet(config, `local - link ${name} type ether mtu 1500 up`));
    const four = await run(session, "netweft_bridge_network", network("four", 0, false));
    expect(await chain()).not.toContain("ipv6");
    const both = await run(session, "netweft_bridge_network", network("both", 1, true));
    const closed = await chain();
    expect(closed).toContain('meta nfproto ipv6 iifname { "eth0", "eth1" }');
    session = openCore({ stack: "shop", simulated: { file: config.simulated.file } });
    for (const stored of [four, both]) expect(await read(session, stored)).toEqual(stored);
    const changed = await run(session, "netweft_bridge_network", { ...network("four", 0, false), mtu: 1400 }, four);
    expect(await chain()).toBe(closed);
    for (const stored of [changed, both]) expect((await read(session, stored))!.attributes["drift"]).toEqual([]);
    value(await simSet(config, closed!.replace(/; meta nfproto ipv4 .*? drop/, "")));
    session = openCore({ stack: "shop", simulated: { file: config.simulated.file } });
    expect((await read(session, changed))!.attributes["drift"]).toHaveLength(1);
  });
});
