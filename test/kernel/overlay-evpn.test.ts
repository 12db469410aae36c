/** Overlay networks with EVPN between the FRR daemons of their hosts. */
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

/** The EVPN routes that a host has learned: MAC addresses (type 2) and members (type 3), by VTEP. */
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

test("three hosts learn each other's endpoints, full connectivity over both families, and nothing remains after a destroy", async () => {
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
  await until(() => heard("edge1").macs.get("02:00:00:00:00:50") === "192.0.2.2", "Its old location is not learned.");
  mesh.configure({ containers: { ...containers, a: "edge3" }, endpoints });
  await mesh.run(0, "apply", "-auto-approve");
  command("nsenter --net=/run/netns/edge3.a ping -c 1 -W 2 10.20.0.1");
  await until(() => heard("edge1").macs.get("02:00:00:00:00:50") === "192.0.2.3", "Its new location is not learned.");
  expect(reaches("edge1.c-edge1", "10.20.0.50")).toBe(true);
});

test("with a reflector the others have a session with it only and learn all routes", async () => {
  await made({ network: { ...EVPN, reflectors: ["edge2"] } });
  expect(frr.get("edge1")!.vtysh("show running-config")).not.toContain("neighbor 192.0.2.3");
  expect(await unreached(mesh)).toEqual([]);
});

test("a line deleted from FRR's configuration is detected and restored, and so is all of it after a restart", async () => {
  await made();
  frr.get("edge1")!.configure("router bgp 65157", "no neighbor 192.0.2.2");
  expect((await driftOf(mesh)).map((line) => line.split(" as ")[0])).toContain("missing edge1 - neighbor 192.0.2.2");
  await mesh.run(0, "apply", "-auto-approve");
  await frr.get("edge3")!.stop();
  await frr.get("edge3")!.start();
  expect((await driftOf(mesh)).filter((line) => line.startsWith("missing edge3 - ")).length).toBe(3);
  await mesh.run(0, "apply", "-auto-approve");
  await until(() => heard("edge1").members.length === 2, "The members do not learn each other.");
  expect(await unreached(mesh)).toEqual([]);
});

test("a member without FRR, or with another AS number, is an error before any change", async () => {
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
