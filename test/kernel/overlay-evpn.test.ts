/** Overlay networks whose hosts hear from FRR what is where. */
import { startFrr, type Frr } from "../support/frr";
import { command, emptyLab, insideLab } from "../support/lab";
import { driftOf, hostsOver, openMesh, reaches, unreached, type Mesh, type MeshOptions } from "../support/mesh";
import { makeUnderlay, type Underlay } from "../support/underlay";
import { until } from "../support/until";

insideLab();

const EDGES = ["edge1", "edge2", "edge3"];
const EVPN = { forwarding: "evpn" };

let underlay: Underlay;
let mesh: Mesh;
let frr: Map<string, Frr>;

beforeEach(async () => {
  emptyLab();
  underlay = makeUnderlay(EDGES);
  frr = new Map();
  for (const host of EDGES) frr.set(host, await startFrr(host));
});
afterEach(async () => {
  mesh.close();
  for (const one of frr.values()) await one.stop();
  emptyLab();
});

function open(options: MeshOptions = {}): void {
  mesh = openMesh(hostsOver(underlay), { network: EVPN, ...options });
}

async function made(options: MeshOptions = {}): Promise<void> {
  open(options);
  await mesh.run(0, "apply", "-auto-approve");
}

/** What a host has heard: hardware addresses (type 2) and other members (type 3), by where they are. */
function heard(host: string): { readonly macs: ReadonlyMap<string, string>; readonly members: readonly string[] } {
  const vni = JSON.parse(frr.get(host)!.vtysh("show evpn vni 42 json")) as {
    readonly numRemoteVteps?: readonly { readonly ip?: string }[] | string[];
  };
  const all = JSON.parse(frr.get(host)!.vtysh("show evpn mac vni 42 json")) as {
    readonly macs?: Record<string, { readonly remoteVtep?: string }>;
  };
  const macs = Object.entries(all.macs ?? {}).flatMap(([mac, { remoteVtep }]) =>
    remoteVtep === undefined ? [] : [[mac, remoteVtep] as const],
  );
  const vteps = (vni.numRemoteVteps ?? []) as readonly ({ readonly ip?: string } | string)[];
  return { macs: new Map(macs), members: [...vteps].map((one) => (typeof one === "string" ? one : (one.ip ?? ""))).sort() };
}

function macOf(netns: string): string {
  return /link\/ether (\S+)/.exec(command(`nsenter --net=/run/netns/${netns} ip -o link show eth0`))![1]!;
}

test("endpoints on three hosts learn each other, all reach all over both families, and nothing is left after a destroy", async () => {
  await made();
  expect(await unreached(mesh)).toEqual([]);
  for (const host of EDGES) {
    const others = EDGES.filter((other) => other !== host);
    await until(
      () => others.every((other) => heard(host).macs.get(macOf(`${other}.c-${other}`)) === underlay.host(other).v4),
      `${host} learns nothing.`,
    );
    expect(heard(host).members).toEqual(others.map((other) => underlay.host(other).v4));
  }
  expect(command("nsenter --net=/run/netns/edge1 bridge fdb show dev nwx42")).toContain("extern_learn");
  await mesh.run(0, "plan", "-detailed-exitcode");
  await mesh.run(0, "drift", "-detailed-exitcode");
  await mesh.run(0, "destroy", "-auto-approve");
  expect(frr.get("edge1")!.vtysh("show running-config")).not.toMatch(/router bgp|netweft/);
});

test("a container that moves is followed", async () => {
  const endpoints = { a: { addresses: ["10.20.0.50"], mac: "02:00:00:00:00:50" } };
  const containers = { "c-edge1": "edge1", "c-edge2": "edge2", "c-edge3": "edge3" };
  await made({ containers: { ...containers, a: "edge2" }, endpoints });
  expect(reaches("edge1.c-edge1", "10.20.0.50")).toBe(true);
  await until(() => heard("edge1").macs.get("02:00:00:00:00:50") === "192.0.2.2", "It is not heard of where it was.");
  mesh.configure({ containers: { ...containers, a: "edge3" }, endpoints });
  await mesh.run(0, "apply", "-auto-approve");
  command("nsenter --net=/run/netns/edge3.a ping -c 1 -W 2 10.20.0.1");
  await until(() => heard("edge1").macs.get("02:00:00:00:00:50") === "192.0.2.3", "It is not heard of where it is.");
  expect(reaches("edge1.c-edge1", "10.20.0.50")).toBe(true);
});

test("with a reflector the others speak to it alone and hear of all", async () => {
  await made({ network: { ...EVPN, reflectors: ["edge2"] } });
  expect(frr.get("edge1")!.vtysh("show running-config")).not.toContain("neighbor 192.0.2.3");
  expect(await unreached(mesh)).toEqual([]);
});

test("what somebody takes out of FRR's configuration is found and put back, and so is all of it after a restart", async () => {
  await made();
  frr.get("edge1")!.configure("router bgp 65157", "no neighbor 192.0.2.2");
  expect((await driftOf(mesh)).map((line) => line.split(" as ")[0])).toContain("missing edge1 - neighbor 192.0.2.2");
  await mesh.run(0, "apply", "-auto-approve");
  await frr.get("edge3")!.stop();
  await frr.get("edge3")!.start();
  expect((await driftOf(mesh)).filter((line) => line.startsWith("missing edge3 - ")).length).toBe(3);
  await mesh.run(0, "apply", "-auto-approve");
  await until(() => heard("edge1").members.length === 2, "The members do not hear of each other.");
  expect(await unreached(mesh)).toEqual([]);
});

test("a member without FRR, or with one that is in another autonomous system, is found before anything is done anywhere", async () => {
  open();
  await frr.get("edge2")!.stop();
  const without = await mesh.run(1, "apply", "-auto-approve");
  expect(without.stderr).toMatch(/Host "edge2" has no running `bgpd`[\s\S]*systemctl restart frr/);
  await frr.get("edge2")!.start();
  frr.get("edge2")!.configure("router bgp 65001", "neighbor 192.0.2.200 remote-as 65001");
  const other = await mesh.run(1, "apply", "-auto-approve");
  expect(other.stderr).toContain("65001");
  expect(other.stderr).toContain("65157");
  for (const host of EDGES) expect(command(`nsenter --net=/run/netns/${host} ip -o link show`)).not.toContain("nwx42");
});
