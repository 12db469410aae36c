import { lineOf } from "../../lib/kernel/line";
import { command, emptyLab, hostConfig, insideLab, ipBatch, labConfig, snapshot, openLab, perform } from "../support/lab";
import { dump } from "../support/by-hand";
import { adding, deleting, scopeOfNetwork, smallNetwork } from "../support/wanted";
import { until } from "../support/until";

insideLab();

const scope = scopeOfNetwork(2);
const hosts = {
  edge1: hostConfig("edge1"),
  edge2: hostConfig("edge2"),
  ghost: hostConfig("nowhere"),
  far: { ...hostConfig(), connection: "netns" as const },
};

beforeEach(() => {
  emptyLab();
  ipBatch(["netns add edge1", "netns add edge2", "link add name up0 netns edge1 type veth peer name up0 netns edge2"]);
  for (const [host, address] of [
    ["edge1", "192.0.2.1/24"],
    ["edge2", "192.0.2.2/24"],
  ] as const) {
    ipBatch(["link set lo up", "link set up0 up", `addr add ${address} dev up0`], host);
  }
});
afterEach(() => emptyLab());

test("hosts that are namespaces: each has its own network with the same names, and the hosts reach each other", async () => {
  const driver = await openLab(labConfig(hosts));
  const before = dump();
  for (const host of ["edge1", "edge2"]) {
    const network = smallNetwork(host, 2);
    const outcome = await perform(driver, adding(network), scope, host);
    expect(outcome.failed?.diagnostic.detail).toBeUndefined();
    const foreign = [...outcome.after!.facts.values()].filter(
      ({ mark, netns, kind }) => netns === "-" && kind === "link" && mark === undefined,
    );
    expect(foreign.map((fact) => "name" in fact && fact.name)).toEqual(["up0"]);
    expect([...outcome.after!.facts.values()].map(lineOf)).toEqual(expect.arrayContaining(network.map(lineOf)));
  }
  expect(command("ls /run/netns").split("\n").filter(Boolean).sort()).toEqual([
    "edge1",
    "edge1.c0",
    "edge1.c1",
    "edge2",
    "edge2.c0",
    "edge2.c1",
  ]);
  expect(dump()).toBe(before);
  command("nsenter --net=/run/netns/edge1 ping -c 1 -W 2 192.0.2.2");
  command("nsenter --net=/run/netns/edge1.c0 ping -c 1 -W 2 10.8.0.1");
  command("nsenter --net=/run/netns/edge1.c0 ping -c 1 -W 2 10.8.0.3");
  for (const host of ["edge1", "edge2"])
    expect((await perform(driver, deleting(smallNetwork(host, 2)), scope, host)).failed).toBeUndefined();
  expect(command("ls /run/netns").split("\n").filter(Boolean).sort()).toEqual(["edge1", "edge2"]);
});

test("several hosts work concurrently in one call, and fail independently", async () => {
  const driver = await openLab(labConfig(hosts));
  const scopes = new Map(Object.keys(hosts).map((host) => [host, scope]));
  const seen = await driver.observe(scopes);
  expect([...seen].map(([host, result]) => [host, result.ok ? "seen" : result.diagnostics[0]!.code])).toEqual([
    ["edge1", "seen"],
    ["edge2", "seen"],
    ["ghost", "host-unreachable"],
    ["far", "invalid-connection"],
  ]);
  const ghost = seen.get("ghost")!;
  expect(ghost.ok || ghost.diagnostics[0]!.detail).toContain("`ip netns add nowhere`");
  const far = seen.get("far")!;
  expect(far.ok || far.diagnostics[0]!.detail).toContain("needs `netns`");
});

test("a host's own links, addresses and routes are observed, whichever program created them", async () => {
  ipBatch(["route add default via 192.0.2.2", "route add 10.99.0.0/16 via 192.0.2.2 metric 7 table 99"], "edge1");
  const { facts } = await snapshot(await openLab(labConfig(hosts)), scope, "edge1");
  const lines = [...facts.values()].map(lineOf);
  for (const line of [
    "edge1 - addr 192.0.2.1/24 dev up0",
    "edge1 - route default via 192.0.2.2 dev up0 proto boot",
    "edge1 - route 10.99.0.0/16 via 192.0.2.2 dev up0 metric 7 table 99 proto boot",
  ]) {
    expect(lines).toContain(line);
  }
});

test("a container of one host pings its neighbour over IPv6 as soon as its addresses are settled", async () => {
  const driver = await openLab(labConfig(hosts));
  const network = smallNetwork("edge1", 2);
  await perform(driver, adding(network), scope, "edge1");
  await until(async () => (await snapshot(driver, scope, "edge1")).unsettled.size === 0, "The addresses do not settle.");
  command("nsenter --net=/run/netns/edge1.c0 ping -6 -c 1 -W 2 fd00:8::3");
  command("nsenter --net=/run/netns/edge1.c0 ping -6 -c 1 -W 2 fd00:8::1");
});
