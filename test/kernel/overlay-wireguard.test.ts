/** Overlay networks over WireGuard: what is visible on the underlay, where keys are stored, and their rotation. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { captured } from "../support/capture";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { driftOf, hostsOver, openMesh, reaches, unreached, type Mesh, type MeshOptions } from "../support/mesh";
import { openStreams } from "../support/stream";
import { makeUnderlay, type Underlay } from "../support/underlay";

insideLab();

const EDGES = ["edge1", "edge2", "edge3"];
const SECRET = { encryption: "wireguard" };

let underlay: Underlay;
let mesh: Mesh;

beforeAll(() => {
  emptyLab();
  underlay = makeUnderlay(EDGES);
});
afterAll(emptyLab);

async function made(options: MeshOptions = {}, family: "v4" | "v6" = "v4"): Promise<void> {
  mesh = openMesh(hostsOver(underlay, family), { network: SECRET, ...options });
  await mesh.run(0, "apply", "-auto-approve");
}

function deviceOn(host: string): string {
  return /nwg[a-z0-9]+/.exec(command(`nsenter --net=/run/netns/${host} ip -o link show`))![0];
}

function keys(): Readonly<Record<string, string>> {
  const state = JSON.parse(readFileSync(join(mesh.path, "terraform.tfstate"), "utf8")) as {
    readonly resources: readonly {
      readonly type: string;
      readonly instances: readonly { readonly attributes: Record<string, unknown> }[];
    }[];
  };
  const network = state.resources.find(({ type }) => type === "netweft_overlay_network")!;
  return network.instances[0]!.attributes["public_keys"] as Record<string, string>;
}

const PATTERN = "c0ffee11";

/** Full connectivity, and nothing in clear text on the underlay. */
async function expectHidden(family: "v4" | "v6"): Promise<void> {
  const addresses = (await mesh.addresses())["c-edge2"]!;
  const seen = await captured("underlay", async () => {
    expect(await unreached(mesh)).toEqual([]);
    for (const address of addresses) expect(reaches("edge1.c-edge1", address, "-p", PATTERN)).toBe(true);
  });
  expect(seen.text).toMatch(/UDP, length/);
  expect(seen.text).not.toMatch(/VXLAN|\.4789|ICMP6?, echo|10\.20\.0\.|fd00:20:/);
  expect(seen.bytes).not.toContain(PATTERN);
  expect(reaches("edge1.c-edge1", addresses[0]!, "-M", "do", "-s", String((family === "v4" ? 1370 : 1350) - 28))).toBe(true);
  await mesh.run(0, "plan", "-detailed-exitcode");
  await mesh.run(0, "drift", "-detailed-exitcode");
}

async function destroyed(): Promise<void> {
  await mesh.run(0, "destroy", "-auto-approve");
  mesh.close();
  for (const host of EDGES) expect(command(`nsenter --net=/run/netns/${host} ip -o link show`)).not.toMatch(/nwg|nwx|nwo/);
}

test("over an underlay of v6 full connectivity, nothing in clear text on the underlay, and nothing remains", async () => {
  await made({}, "v6");
  await expectHidden("v6");
  await destroyed();
});

test("without encryption the capture shows the same packets in clear text", async () => {
  await made({ network: {}, members: ["edge1", "edge2"] });
  const [address] = (await mesh.addresses())["c-edge2"]!;
  const seen = await captured("underlay", () => void reaches("edge1.c-edge1", address!, "-p", PATTERN));
  expect(seen.bytes).toContain(PATTERN);
  await destroyed();
});

describe("one network, whose tests follow each other:", () => {
  test("private keys are in no state, plan, output, process or file", async () => {
    mesh = openMesh(hostsOver(underlay), { network: { ...SECRET, rotate: "monday" } });
    const plan = await mesh.run(0, "plan", "-lines", "-out", "saved.plan");
    expect(plan.stdout).toContain("(known after apply)");
    const applied = await mesh.run(0, "apply", "saved.plan");
    const secrets = EDGES.map((host) => command(`nsenter --net=/run/netns/${host} wg show ${deviceOn(host)} private-key`).trim());
    const files = readdirSync(mesh.path).map((name) => readFileSync(join(mesh.path, name), "utf8"));
    const processes = command("ps axww -o args");
    const left = execFileSync("sh", ["-c", "cat $(find /run/netweft -type f)"], { encoding: "utf8" });
    for (const secret of secrets)
      for (const text of [plan.stdout, applied.stdout, applied.stderr, processes, left, ...files])
        expect(text.includes(secret)).toBe(false);
    expect(Object.keys(keys()).sort()).toEqual(EDGES);
    const known = EDGES.map((host) => command(`nsenter --net=/run/netns/${host} wg show ${deviceOn(host)} public-key`).trim());
    expect(EDGES.map((host) => keys()[host])).toEqual(known);
  });

  test("over an underlay of v4 full connectivity, and nothing in clear text on the underlay", () => expectHidden("v4"));

  test("keys are regenerated when `rotate` changes, and no connection is lost", async () => {
    const before = keys();
    const streams = await openStreams("edge1.c-edge1", "edge2.c-edge2", (await mesh.addresses())["c-edge2"]!);
    try {
      mesh.configure({ network: { ...SECRET, rotate: "tuesday" } });
      await mesh.run(0, "apply", "-auto-approve");
      expect(EDGES.filter((host) => keys()[host] === before[host])).toEqual([]);
      expect((await streams.moved(30_000)).map(({ ended }) => ended)).toEqual([undefined, undefined]);
      expect(await unreached(mesh)).toEqual([]);
    } finally {
      streams.close();
    }
  });

  test("a missing peer, a changed key, a deleted device and an unknown peer are detected, named and repaired", async () => {
    const [dev1, dev2, dev3] = EDGES.map(deviceOn) as [string, string, string];
    const wg = (host: string, words: string) => command(`nsenter --net=/run/netns/${host} wg ${words}`);
    const before = keys();

    wg("edge1", `set ${dev1} peer ${before["edge3"]} remove`);
    execFileSync("sh", ["-c", `wg genkey > /run/other && nsenter --net=/run/netns/edge2 wg set ${dev2} private-key /run/other`]);
    const found = (await driftOf(mesh)).map((line) => line.split(/ (?:public|port) /)[0]!.replace(/ fd\S+$/, ""));
    expect(found).toEqual([`changed edge2 - key ${dev2}`, `missing edge1 - peer ${dev1}`]);
    await mesh.run(0, "apply", "-auto-approve");
    expect(keys()["edge2"]).not.toBe(before["edge2"]);
    expect([keys()["edge1"], keys()["edge3"]]).toEqual([before["edge1"], before["edge3"]]);

    const stranger = execFileSync("sh", ["-c", "wg genkey | wg pubkey"], { encoding: "utf8" }).trim();
    wg("edge1", `set ${dev1} peer ${stranger} allowed-ips 10.66.0.1/32`);
    ipBatch([`link del ${dev3}`], "edge3");
    const others = await driftOf(mesh);
    expect(others.some((line) => line.startsWith(`missing edge3 - link ${dev3} `))).toBe(true);
    expect(others.filter((line) => !line.includes(" edge3 "))).toEqual([
      `unexpected edge1 - peer ${dev1} 10.66.0.1 public ${stranger} endpoint none`,
    ]);
    await mesh.run(0, "apply", "-auto-approve");

    await mesh.run(0, "plan", "-detailed-exitcode");
    expect(await unreached(mesh)).toEqual([]);
  });

  test("nothing is sent in clear text when the WireGuard device is deleted, and the deletion of the rule that ensures it is drift", async () => {
    const [dev1] = EDGES.map(deviceOn) as [string];
    const [address] = (await mesh.addresses())["c-edge2"]!;
    ipBatch([`link del ${dev1}`, "route add fd00::/8 via 2001:db8::2"], "edge1");
    const seen = await captured("underlay", () => expect(reaches("edge1.c-edge1", address!, "-p", PATTERN)).toBe(false));
    expect(seen.bytes).not.toContain(PATTERN);
    ipBatch(["route del fd00::/8 via 2001:db8::2"], "edge1");
    await mesh.run(0, "apply", "-auto-approve");
    command("nsenter --net=/run/netns/edge1 nft flush chain inet netweft sealed-out-nwx42");
    expect((await driftOf(mesh)).map((line) => line.split(" type ")[0])).toEqual(["changed edge1 - chain sealed-out-nwx42"]);
    await mesh.run(0, "apply", "-auto-approve");
    await mesh.run(0, "drift", "-detailed-exitcode");
  });

  test("a new member generates its key, and only its peer is added on the others", async () => {
    const network = { ...SECRET, rotate: "tuesday" };
    mesh.configure({ network, members: ["edge1", "edge2"] });
    await mesh.run(0, "apply", "-auto-approve");
    const before = keys();
    mesh.configure({ network, members: EDGES });
    await mesh.run(0, "apply", "-auto-approve");
    expect([keys()["edge1"], keys()["edge2"]]).toEqual([before["edge1"], before["edge2"]]);
    expect(await unreached(mesh)).toEqual([]);
    await mesh.run(0, "plan", "-detailed-exitcode");
  });

  test("nothing remains after a destroy", destroyed);
});
