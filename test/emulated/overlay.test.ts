/**
 * Overlay networks encrypted by the kernel itself: its own WireGuard, and ESP. The same pairs and the
 * same capture as in `test/kernel`, on three hosts that are namespaces.
 */
import { execFileSync } from "node:child_process";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { captured } from "../support/capture";
import { driftOf, hostsOver, openMesh, reaches, unreached, type Mesh, type MeshOptions } from "../support/mesh";
import { openStreams } from "../support/stream";
import { makeUnderlay, type Underlay } from "../support/underlay";

insideLab();

const EDGES = ["edge1", "edge2", "edge3"];
const PATTERN = "c0ffee11";
const INTERVAL_MS = 50;

let underlay: Underlay;
let mesh: Mesh;

function hosts(): void {
  emptyLab();
  underlay = makeUnderlay(EDGES);
}

function closed(): void {
  mesh.close();
  emptyLab();
}

/** Changes the keys under streams to these addresses, which all go on; the plan is empty afterwards. */
async function newKeysLoseNothing(network: object, addresses: readonly string[]): Promise<void> {
  const streams = await openStreams("edge1.c-edge1", "edge2.c-edge2", addresses, { interval: INTERVAL_MS });
  try {
    mesh.configure({ network: { ...network, rotate: "again" } });
    await mesh.run(0, "apply", "-auto-approve");
    expect((await streams.moved(180_000)).map(({ ended }) => ended)).toEqual([undefined, undefined]);
  } finally {
    streams.close();
  }
  await mesh.run(0, "plan", "-detailed-exitcode");
}

async function made(options: MeshOptions): Promise<void> {
  mesh = openMesh(hostsOver(underlay), options);
  await mesh.run(0, "apply", "-auto-approve");
}

test("with the kernel's WireGuard full connectivity, nothing in clear text on the underlay, and new keys lose no connection", async () => {
  const network = { encryption: "wireguard", names: false };
  hosts();
  await made({ network });
  expect(command("nsenter --net=/run/netns/edge1 ip -d -o link show type wireguard")).toMatch(/nwg/);
  const addresses = (await mesh.addresses())["c-edge2"]!;
  const seen = await captured("underlay", async () => {
    expect(await unreached(mesh)).toEqual([]);
    for (const address of addresses) expect(reaches("edge1.c-edge1", address, "-p", PATTERN)).toBe(true);
  });
  expect(seen.text).toMatch(/UDP, length/);
  expect(seen.bytes).not.toContain(PATTERN);
  await newKeysLoseNothing(network, addresses);
  await mesh.run(0, "destroy", "-auto-approve");
  closed();
});

describe("with ESP", () => {
  const network = { encryption: "ipsec", names: false };
  let addresses: readonly string[];
  beforeAll(async () => {
    hosts();
    await made({ network });
    addresses = (await mesh.addresses())["c-edge2"]!;
  });
  afterAll(closed);

  test("full connectivity, nothing in clear text on the underlay, and without a state nothing passes", async () => {
    const seen = await captured("underlay", () => {
      for (const address of addresses) expect(reaches("edge1.c-edge1", address, "-p", PATTERN)).toBe(true);
    });
    expect(seen.text).toMatch(/ESP\(spi=/);
    expect(seen.text).not.toMatch(/VXLAN|\.4789/);
    expect(seen.bytes).not.toContain(PATTERN);
    expect(reaches("edge1.c-edge1", addresses[0]!, "-M", "do", "-s", String(1416 - 28))).toBe(true);
    expect(await unreached(mesh)).toEqual([]);

    const secrets = [...command("nsenter --net=/run/netns/edge1 ip xfrm state").matchAll(/0x([0-9a-f]{72})/g)].map(([, key]) => key!);
    expect(secrets.length).toBe(4);
    const { stdout } = await mesh.run(0, "show", "-json");
    for (const secret of secrets) expect(stdout.includes(secret)).toBe(false);

    command("nsenter --net=/run/netns/edge1 ip xfrm state deleteall src 192.0.2.1 dst 192.0.2.2");
    const cut = await captured("underlay", () => expect(reaches("edge1.c-edge1", addresses[0]!, "-p", PATTERN)).toBe(false));
    expect(cut.bytes).not.toContain(PATTERN);
    expect((await driftOf(mesh)).map((line) => line.split(" key ")[0])).toEqual([
      "missing edge1 - sa 192.0.2.1 > 192.0.2.2 reqid 1853297333",
    ]);

    command("nsenter --net=/run/netns/edge1 ip xfrm policy flush");
    const clear = await captured("underlay", () => expect(reaches("edge1.c-edge1", addresses[0]!, "-p", PATTERN)).toBe(false));
    expect(clear.bytes).not.toContain(PATTERN);
    await mesh.run(0, "apply", "-auto-approve");
    expect(await unreached(mesh)).toEqual([]);
  });

  test("a container of another network cannot send VXLAN into an encrypted one, although IPsec encrypts its host's packets", async () => {
    const outside = [
      "netns add stranger",
      "link add name to0 type veth peer name eth0 netns stranger",
      "addr add 10.99.0.1/24 dev to0",
      "link set to0 up",
    ];
    ipBatch(outside, "edge1");
    command("nsenter --net=/run/netns/edge1 sysctl -qw net.ipv4.ip_forward=1");
    ipBatch(["addr add 10.99.0.2/24 dev eth0", "link set eth0 up", "route add default via 10.99.0.1"], "stranger");
    for (const line of [
      "add table ip nat",
      "add chain ip nat post { type nat hook postrouting priority 100; }",
      "add rule ip nat post oifname eth0 masquerade",
    ])
      execFileSync("nsenter", ["--net=/run/netns/edge1", "nft", line]);
    const sent = async (vni: number) => {
      // A VXLAN header, and a broadcast Ethernet frame.
      const frame = Buffer.from(
        `08000000${vni.toString(16).padStart(6, "0")}00${"ff".repeat(6)}02666666666688b5${"c0ffee11".repeat(4)}`,
        "hex",
      );
      const seen = await captured("underlay", () =>
        execFileSync("nsenter", ["--net=/run/netns/stranger", "bash", "-c", "cat > /dev/udp/192.0.2.2/4789"], { input: frame }),
      );
      return /192\.0\.2\.1 > 192\.0\.2\.2: ESP/.test(seen.text);
    };
    expect(await sent(43)).toBe(true);
    expect(await sent(42)).toBe(false);
  });

  test("new keys lose no connection, and nothing remains after a destroy", async () => {
    await newKeysLoseNothing(network, addresses);
    await mesh.run(0, "destroy", "-auto-approve");
    expect(command("nsenter --net=/run/netns/edge1 ip xfrm state")).toBe("");
  });
});
