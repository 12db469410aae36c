import { textOf } from "../../../lib/kernel/line";
import { simSet, simUnset } from "../../../providers/backends/simulated";
import { linesOn, perform, simulatedLab, type SimulatedLab } from "../../support/simulated";

const MARK = " # netweft:shop:netweft_bridge_network:blue";
const BRIDGE = "local - link nw-blue type bridge mtu 1500 mac 02:11:22:33:44:55 stp off up";
const NETWORK = [
  "local - netns web",
  BRIDGE + MARK,
  "local - veth nwe1 <> web eth0 mtu 1500 mac 02:11:22:33:44:66 up # netweft:shop:netweft_endpoint:web/eth0",
  "local - port nwe1 bridge nw-blue",
  "local web addr 10.8.0.2/24 dev eth0",
  "local web route default via 10.8.0.1 dev eth0",
];

let lab: SimulatedLab;
beforeEach(async () => {
  lab = simulatedLab();
  expect(
    (
      await perform(
        await lab.open(),
        NETWORK.map((line) => `add ${line}`),
      )
    ).failed,
  ).toBeUndefined();
});
afterEach(() => lab.remove());

const lines = () => linesOn(lab.config, "local");
const codeOf = (result: { diagnostics: readonly { code: string }[] }) => result.diagnostics.map(({ code }) => code);

describe("changing the simulated kernel manually", () => {
  test("shows all facts in the order of their creation, or those of one host", async () => {
    await perform(await lab.open(), ["add edge1 - netns db"], "edge1");
    expect(await linesOn(lab.config)).toEqual([...NETWORK, "edge1 - netns db"]);
    expect(await linesOn(lab.config, "edge1")).toEqual(["edge1 - netns db"]);
    await expect(linesOn(lab.config, "nohost")).rejects.toThrow(/no host "nohost". Its hosts are: local, edge1/);
  });

  test("lets a host learn where an endpoint is, which an observation with `evpn` shows, and the endpoint move", async () => {
    const learned = (host: number) => `local - evpn 42 mac 02:11:22:33:44:66 via 192.0.2.${host}`;
    for (const line of ["local - bgp 65157 router-id 192.0.2.1", learned(2), learned(3)])
      expect(await simSet(lab.config, line)).toMatchObject({ ok: true });
    expect((await lines()).filter((line) => line.includes(" evpn "))).toEqual([learned(3)]);
    const driver = await lab.open();
    const seen = async (evpn: boolean) => {
      const answer = (await driver.observe(new Map([["local", { netns: [], adopt: {}, sysctls: [], evpn }]]))).get("local")!;
      return answer.ok ? [...answer.value.facts.values()].map(textOf).filter((line) => line.includes(" evpn ")) : answer.diagnostics;
    };
    expect([await seen(true), await seen(false)]).toEqual([[learned(3)], []]);
  });

  test("generates keys, the same ones in the same run and others in the next, and takes a key that is set", async () => {
    const device = "local - link nwg1 type wireguard mtu 1440 up # netweft:shop:netweft_overlay_network:mesh";
    const placeholder = "local - key nwg1 port 51842 public ?local/nwg1";
    const keyed = async () => (await lines()).filter((line) => line.includes(" key "));
    await perform(await lab.open(), [`add ${device}`, `add ${placeholder}`]);
    const [first] = await keyed();
    expect(first).toMatch(/^local - key nwg1 port 51842 public [A-Za-z0-9+/]{43}=$/);
    expect((await keyed()).length).toBe(1);
    const again = simulatedLab();
    await perform(
      await again.open(),
      NETWORK.map((line) => `add ${line}`),
    );
    await perform(await again.open(), [`add ${device}`, `add ${placeholder}`]);
    expect(await linesOn(again.config, "local")).toContain(first);
    again.remove();
    await perform(await lab.open(), [`add ${placeholder}`]);
    expect(await keyed()).not.toEqual([first]);
    expect(await simSet(lab.config, first!)).toMatchObject({ ok: true });
    expect(await keyed()).toEqual([first]);
    const intruder = first!.replace(/key nwg1 port 51842/, "peer nwg1 none") + " endpoint none";
    expect(await simSet(lab.config, intruder)).toMatchObject({ ok: true });
    expect(await lines()).toContain(intruder);
    await simUnset(lab.config, intruder);
    await simUnset(lab.config, "local - key nwg1");
    expect((await lines()).filter((line) => / (key|peer) /.test(line))).toEqual([]);
  });

  test("keeps a mark when another property is changed", async () => {
    const smaller = BRIDGE.replace("1500", "1400");
    expect(await simSet(lab.config, smaller)).toMatchObject({ ok: true });
    expect(await lines()).toContain(smaller + MARK);
  });

  test("adds missing facts, and replaces facts that cannot be changed", async () => {
    await simSet(lab.config, "local - netns db");
    await simSet(lab.config, "local web addr 10.8.0.2/16 dev eth0");
    expect(await lines()).toEqual([...NETWORK.slice(0, 4), "local - netns db", "local web addr 10.8.0.2/16 dev eth0"]);
  });

  test("removes with a fact all dependent facts", async () => {
    await simUnset(lab.config, "local web addr 10.8.0.2/24 dev eth0");
    expect(await lines()).toEqual(NETWORK.slice(0, 4));
    await simUnset(lab.config, "local - netns web");
    expect(await lines()).toEqual([BRIDGE + MARK]);
  });

  test("accepts a line without its mark, and the beginning of one", async () => {
    await simUnset(lab.config, BRIDGE);
    expect(await lines()).not.toContain(BRIDGE + MARK);
    await simUnset(lab.config, "local - veth nwe1");
    expect(await lines()).toEqual(["local - netns web"]);
  });

  test("resets a setting to the kernel's default", async () => {
    await simSet(lab.config, "local web sysctl net.ipv4.ip_forward = 1");
    await simUnset(lab.config, "local web sysctl net.ipv4.ip_forward = 1");
    expect(await lines()).toEqual(NETWORK);
  });

  test("does not change the generation", async () => {
    const driver = await lab.open();
    const generation = async () => {
      const seen = (await driver.observe(new Map([["local", { netns: [], adopt: {}, sysctls: [] }]]))).get("local")!;
      return seen.ok && seen.value.generation;
    };
    const before = await generation();
    await simUnset(lab.config, "local - netns web");
    expect(await generation()).toBe(before);
  });

  test.each([
    ["local - netns absent", "no-such-fact"],
    ["local ", "no-such-fact"],
    ["rubbish\n", "no-such-fact"],
  ])("has no %p to remove", async (line, code) => {
    expect(codeOf(await simUnset(lab.config, line))).toEqual([code]);
    expect(await lines()).toEqual(NETWORK);
  });

  test.each([
    ["rubbish", "invalid-fact"],
    ["nohost - netns db", "unknown-host"],
    ["local - port nwe9 bridge nw-blue", "kernel-refused"],
  ])("refuses to set %p", async (line, code) => {
    expect(codeOf(await simSet(lab.config, line))).toEqual([code]);
    expect(await lines()).toEqual(NETWORK);
  });
});
