/** Overlay networks over three hosts of the laboratory: connectivity, drift and its repair, and changes of members. */
import { captured } from "../support/capture";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import {
  containersOn,
  driftOf,
  finds,
  hostsOver,
  netnsOf,
  openMesh,
  reaches,
  unreached,
  type Mesh,
  type MeshOptions,
} from "../support/mesh";
import { openStreams } from "../support/stream";
import { openTraffic, type Traffic } from "../support/traffic";
import { makeUnderlay, type Underlay } from "../support/underlay";

insideLab();

const EDGES = ["edge1", "edge2", "edge3"];

/** A one-word program that sends its first argument, hex digits, to port 4789 of its second. */
const SEND = `const[d,h]=process.argv.slice(1),s=require("dgram").createSocket("udp4");s.send(Buffer.from(d,"hex"),4789,h,()=>s.close())`;

let underlay: Underlay;
let mesh: Mesh;

/** Each part has a world of its own, in which its tests follow each other. */
beforeAll(() => {
  emptyLab();
  underlay = makeUnderlay(EDGES);
});
afterEach(() => opened.splice(0).forEach((one) => one.close()));
afterAll(emptyLab);

/** What a test opens, and is closed after it. */
const opened: { close(): void }[] = [];

function trafficOf(): Traffic {
  const traffic = openTraffic();
  opened.push(traffic);
  return traffic;
}

async function made(options: MeshOptions, family: "v4" | "v6" = "v4"): Promise<void> {
  mesh = openMesh(hostsOver(underlay, family), options);
  await mesh.run(0, "apply", "-auto-approve");
}

/** The facts that the next apply would change, by their action. */
async function planned(): Promise<readonly string[]> {
  const { stdout } = await mesh.run(0, "plan", "-json");
  const plan = JSON.parse(stdout) as {
    readonly netweft: { readonly changes: readonly { readonly action: string; readonly before?: string; readonly after?: string }[] };
  };
  return plan.netweft.changes.map(({ action, before, after }) => `${action} ${after ?? before}`);
}

function isQuiet(): Promise<unknown> {
  return mesh.run(0, "plan", "-detailed-exitcode");
}

const entries = (host: string) =>
  command(`nsenter --net=/run/netns/${host} bridge fdb show dev nwx42`)
    .split("\n")
    .filter((line) => / dst .* self static/.test(line) || / dst .* self permanent/.test(line));

const neighbours = (host: string) =>
  command(`nsenter --net=/run/netns/${host} ip neigh show nud permanent dev nwo-lab-mesh`).split("\n").filter(Boolean);

/** Nothing of the network is left on the hosts after a destroy. */
async function destroyed(): Promise<void> {
  await mesh.run(0, "destroy", "-auto-approve");
  mesh.close();
  const left = EDGES.flatMap((host) => command(`nsenter --net=/run/netns/${host} ip -o link show`).match(/nw[a-z0-9-]+/g) ?? []);
  expect(left).toEqual([]);
}

test("a member whose underlay address is missing on its host is an error before any change", async () => {
  const elsewhere = { ...hostsOver(underlay), edge3: { ...underlay.config["edge3"], underlay: "192.0.2.77" } };
  mesh = openMesh(elsewhere, { containers: containersOn(EDGES) });
  opened.push(mesh);
  const { stderr } = await mesh.run(1, "apply", "-auto-approve");
  expect(stderr).toContain('Host "edge3" does not have its `underlay` address 192.0.2.77: it has 192.0.2.3');
  expect(command("nsenter --net=/run/netns/edge1 ip -o link show")).not.toContain("nwx42");
});

describe.each(["learning", "static"])("with forwarding = %s", (forwarding) => {
  test("over an underlay of v4 full connectivity", async () => {
    await made({ network: { forwarding } });
    expect(await unreached(mesh)).toEqual([]);
    await isQuiet();
    await mesh.run(0, "drift", "-detailed-exitcode");
  });

  test("TCP works between all hosts, by name, with packets of the network's mtu", async () => {
    const traffic = trafficOf();
    await traffic.serve(
      "edge3.c-edge3",
      { protocol: "tcp", address: "::", port: 7000 },
      { protocol: "tcp", address: "0.0.0.0", port: 7001 },
    );
    const all = await mesh.addresses();
    const addresses = all["c-edge3"]!;
    for (const host of ["edge1", "edge2"]) {
      expect(await traffic.ask(netnsOf(`c-${host}`), "tcp", addresses[1]!, 7000)).toBe(all[`c-${host}`]![1]);
      expect(await traffic.ask(netnsOf(`c-${host}`), "tcp", addresses[0]!, 7001)).toBe(all[`c-${host}`]![0]);
      expect(finds(netnsOf(`c-${host}`), "c-edge3")).toBe(true);
      expect(reaches(netnsOf(`c-${host}`), addresses[0]!, "-M", "do", "-s", "1422")).toBe(true);
    }
  });

  test("every deleted entry on any host, and a foreign one, is detected and named; the deleted ones are restored, that one is deleted", async () => {
    const gone = EDGES.map((host) => [...entries(host), ...neighbours(host)].length);
    expect(gone).toEqual(EDGES.map(() => (forwarding === "static" ? 2 + 4 : 2)));
    for (const host of EDGES) {
      for (const entry of entries(host))
        command(`nsenter --net=/run/netns/${host} bridge fdb del ${entry.split(" ")[0]} dev nwx42 ${/dst \S+/.exec(entry)![0]} self`);
      for (const entry of neighbours(host))
        command(`nsenter --net=/run/netns/${host} ip neigh del ${entry.split(" ")[0]} dev nwo-lab-mesh`);
    }
    command("nsenter --net=/run/netns/edge1 bridge fdb append 00:00:00:00:00:00 dev nwx42 dst 192.0.2.99");
    const found = await driftOf(mesh);
    expect(EDGES.map((host) => found.filter((line) => line.startsWith(`missing ${host} - `)).length)).toEqual(gone);
    expect(found.filter((line) => !line.startsWith("missing "))).toEqual([
      "unexpected edge1 - fdb 00:00:00:00:00:00 dev nwx42 dst 192.0.2.99",
    ]);
    await mesh.run(0, "apply", "-auto-approve");
    expect(EDGES.map((host) => [...entries(host), ...neighbours(host)].length)).toEqual(gone);
    expect(entries("edge1").filter((line) => line.includes("192.0.2.99"))).toEqual([]);
  });

  test("deleted devices are detected, named and restored", async () => {
    ipBatch(["link del nwx42"], "edge1");
    ipBatch(["link del nwo-lab-mesh"], "edge2");
    const found = await driftOf(mesh);
    expect(found.some((line) => line.startsWith("missing edge1 - link nwx42 "))).toBe(true);
    expect(found.some((line) => line.startsWith("missing edge2 - link nwo-lab-mesh "))).toBe(true);
    await mesh.run(0, "apply", "-auto-approve");
    await isQuiet();
    expect(await unreached(mesh)).toEqual([]);
  });

  test("a member that leaves or joins changes only its own entries on the others, and connections between them survive", async () => {
    const streams = await openStreams("edge1.c-edge1", "edge2.c-edge2", (await mesh.addresses())["c-edge2"]!);
    opened.push(streams);
    const others = (changes: readonly string[]) => changes.filter((line) => !/^\w+ edge3 /.test(line));
    const flood = (verb: string) => ["edge1", "edge2"].map((host) => `${verb} ${host} - fdb 00:00:00:00:00:00 dev nwx42 dst 192.0.2.3`);
    mesh.configure({ network: { forwarding }, members: ["edge1", "edge2"] });
    const going = others(await planned());
    expect(going.filter((line) => !/^remove edge[12] - (fdb|neigh|name) /.test(line))).toEqual([]);
    await mesh.run(0, "apply", "-auto-approve");
    await isQuiet();
    mesh.configure({ network: { forwarding }, members: EDGES });
    const coming = others(await planned());
    expect(coming.filter((line) => line.includes(" fdb 00:00")).sort()).toEqual(forwarding === "learning" ? flood("add") : []);
    expect(coming.filter((line) => !/^add edge[12] - (fdb|neigh|name) /.test(line))).toEqual([]);
    expect(coming.length).toBe(going.length);
    await mesh.run(0, "apply", "-auto-approve");
    expect(await unreached(mesh)).toEqual([]);
    expect((await streams.moved()).map(({ ended }) => ended)).toEqual([undefined, undefined]);
    expect(streams.resent()).toBe(0);
  });

  test("nothing remains after a destroy", destroyed);

  test("over an underlay of v6 full connectivity, and nothing remains after a destroy", async () => {
    await made({ network: { forwarding } }, "v6");
    expect(await unreached(mesh)).toEqual([]);
    await isQuiet();
    await destroyed();
  });
});

/** A VXLAN packet of network 42 with a broadcast frame that contains EVIL. */
const EVIL = `0800000000002a00${"f".repeat(12)}02000000066688b5${Buffer.from("EVIL").toString("hex").repeat(12)}`;

describe("a network whose first member has an address for outgoing packets, and publishes a port", () => {
  const containers = { a: "edge1", ...containersOn(EDGES) };
  const endpoints = {
    a: { addresses: ["10.20.0.50", "fd00:20::50"] },
    "c-edge1": { publish: [{ host_port: 8080, port: 7000 }] },
  };
  const network = { snat_addresses: { edge1: ["192.0.2.50", "2001:db8::50"] } };
  beforeAll(async () => {
    for (const address of ["192.0.2.50/24", "2001:db8::50/64"]) command(`ip -n edge1 addr add ${address} dev eth0 nodad`);
    await made({ containers, endpoints, network });
  });
  afterAll(() => mesh.close());

  test("packets leave a member with the address that `snat_addresses` gives it, and one without an entry with that of its link", async () => {
    await isQuiet();
    const traffic = trafficOf();
    await traffic.serve("edge3", { protocol: "tcp", address: "0.0.0.0", port: 7000 }, { protocol: "tcp", address: "::", port: 7001 });
    const seen = (host: string, address: string, port: number) => traffic.ask(netnsOf(`c-${host}`), "tcp", address, port);
    expect([await seen("edge1", "192.0.2.3", 7000), await seen("edge1", "2001:db8::3", 7001)]).toEqual(["192.0.2.50", "2001:db8::50"]);
    expect([await seen("edge2", "192.0.2.3", 7000), await seen("edge2", "2001:db8::3", 7001)]).toEqual(["192.0.2.2", "2001:db8::2"]);
    expect(reaches(netnsOf("c-edge1"), (await mesh.addresses())["c-edge2"]![0]!)).toBe(true);
  });

  test("endpoints are published on their own host", async () => {
    const traffic = trafficOf();
    await traffic.serve("edge1.c-edge1", { protocol: "tcp", address: "0.0.0.0", port: 7000 });
    expect(await traffic.ask("edge3", "tcp", "192.0.2.1", 8080)).toBe("192.0.2.3");
    expect(await traffic.ask("edge2.c-edge2", "tcp", "192.0.2.1", 8080)).toBe("192.0.2.2");
  });

  test("a container of another network cannot inject packets into it, neither through its own host nor through another one", async () => {
    const other = openMesh(hostsOver(underlay), {
      members: ["edge1"],
      network: { name: "other", vni: 7, subnets: ["10.30.0.0/24"] },
      containers: { evil: "edge1" },
    });
    opened.push(other);
    await other.run(0, "apply", "-auto-approve");
    const send = (netns: string, to: string) => command(`nsenter --net=/run/netns/${netns} ${process.execPath} -e ${SEND} ${EVIL} ${to}`);
    const heard = await captured("eth0", () => ["192.0.2.1", "192.0.2.2"].forEach((to) => send("edge1.evil", to)), "edge2.c-edge2");
    const near = await captured("eth0", () => send("edge1.evil", "192.0.2.1"), "edge1.c-edge1");
    expect([heard.bytes, near.bytes].filter((bytes) => bytes.includes("4556494c"))).toEqual([]);
    const trial = await captured("eth0", () => send("edge1", "192.0.2.2"), "edge2.c-edge2");
    expect(trial.bytes).toContain("4556494c");
  });

  test("a container that moves to another host is reachable there, at the same address", async () => {
    mesh.configure({ containers: { ...containers, a: "edge3" }, endpoints, network });
    await mesh.run(0, "apply", "-auto-approve");
    for (const address of endpoints.a.addresses) expect(reaches("edge2.c-edge2", address)).toBe(true);
    expect(finds("edge2.c-edge2", "a")).toBe(true);
  });

  test("an unreachable host is one error during a plan, and nothing is changed on any host", async () => {
    const members = ["edge1", "edge2"];
    const less = { network, endpoints: { "c-edge1": endpoints["c-edge1"] } };
    mesh.configure({ ...less, members, containers: containersOn(members) });
    await mesh.run(0, "apply", "-auto-approve");
    mesh.configure({ ...less, members: EDGES, containers: containersOn(EDGES) });
    command("umount /run/netns/edge3");
    const { stderr } = await mesh.run(1, "apply", "-auto-approve");
    expect(stderr.match(/Error: /g)).toHaveLength(1);
    expect(stderr).toContain('"edge3"');
    expect(entries("edge1").filter((line) => line.includes("192.0.2.3"))).toEqual([]);
  });
});
