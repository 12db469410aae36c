/**
 * The best hand-written iproute2 batches for many endpoints on bridges, found by experiment: one batch creates
 * bridges, namespaces and veth pairs that are created in their namespaces and on their bridges; one process per
 * namespace, on all cores, adds its address and route; the bridges come up last. No marks, no observation before or
 * after, no lock.
 */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fact, ROOT, type Fact } from "../../lib/kernel/fact";
import { markOf, OUR_PROTOCOL } from "../../lib/kernel/mark";

/** An endpoint of the measured network, number `n` from 0, with `PER_BRIDGE` of them on each bridge. */
interface Spot {
  readonly n: number;
  readonly netns: string;
  readonly veth: string;
  readonly bridge: number;
  readonly mac: string;
  readonly address: string;
  readonly gateway: string;
}

const PER_BRIDGE = 100;

function spots(count: number): readonly Spot[] {
  return Array.from({ length: count }, (_, n) => {
    const bridge = Math.floor(n / PER_BRIDGE);
    const hex = (value: number) => value.toString(16).padStart(2, "0");
    return {
      n,
      bridge,
      netns: `c${n}`,
      veth: `nwe${n}`,
      mac: `02:11:00:00:${hex(n >> 8)}:${hex(n & 255)}`,
      address: `10.${bridge}.0.${(n % PER_BRIDGE) + 2}/24`,
      gateway: `10.${bridge}.0.1`,
    };
  });
}

function bridges(count: number): readonly number[] {
  return Array.from({ length: Math.ceil(count / PER_BRIDGE) }, (_, bridge) => bridge);
}

function bridgeMac(bridge: number): string {
  return `02:22:00:00:00:${bridge.toString(16).padStart(2, "0")}`;
}

/** Creates `count` endpoints in the laboratory by hand, and returns the milliseconds that it took. */
export function createByHand(count: number): number {
  const folder = mkdtempSync("/run/baseline.");
  const all = spots(count);
  const root = [
    ...bridges(count).map((bridge) => `link add name nw${bridge} address ${bridgeMac(bridge)} mtu 1500 type bridge`),
    ...bridges(count).map((bridge) => `addr add 10.${bridge}.0.1/24 dev nw${bridge}`),
    ...all.map(({ netns }) => `netns add ${netns}`),
    ...all.map(
      ({ netns, veth, bridge, mac }) =>
        `link add name ${veth} mtu 1500 master nw${bridge} up type veth peer name eth0 address ${mac} mtu 1500 netns ${netns}`,
    ),
  ];
  for (const { netns, address, gateway } of all) {
    writeFileSync(
      join(folder, netns),
      `link set lo up\nlink set eth0 up\naddr add ${address} dev eth0\nroute add default via ${gateway} proto ${OUR_PROTOCOL}\n`,
    );
  }
  const inside = ["-P", `${availableParallelism()}`, "-I{}", "nsenter", "--net=/run/netns/{}", "ip", "-batch", join(folder, "{}")];
  const begin = performance.now();
  run("ip", ["-batch", "-"], root);
  run(
    "xargs",
    inside,
    all.map(({ netns }) => netns),
  );
  run(
    "ip",
    ["-batch", "-"],
    bridges(count).map((bridge) => `link set nw${bridge} up`),
  );
  const time = performance.now() - begin;
  rmSync(folder, { recursive: true });
  return time;
}

/** Deletes them by hand, and returns the milliseconds that it took. */
export function deleteByHand(count: number): number {
  const begin = performance.now();
  run(
    "ip",
    ["-batch", "-"],
    spots(count).map(({ netns }) => `netns del ${netns}`),
  );
  run(
    "ip",
    ["-batch", "-"],
    bridges(count).map((bridge) => `link del nw${bridge}`),
  );
  return performance.now() - begin;
}

function run(file: string, args: readonly string[], lines: readonly string[]): void {
  const { status, stderr } = spawnSync(file, args, { input: lines.join("\n") + "\n", encoding: "utf8" });
  if (status !== 0) throw new Error(`${file}: ${stderr}`);
}

/** The same network as facts with marks, in the order of creation. */
export function endpointFacts(count: number, host = "local"): readonly Fact[] {
  const root = { host, netns: ROOT };
  const all = spots(count);
  const mark = (type: string, id: string) => ({ mark: markOf({ stack: "lab", type, id }) });
  return [
    ...all.map(({ netns }) => fact("netns", root, { name: netns }, mark("netweft_namespace", netns))),
    ...bridges(count).map((bridge) =>
      fact(
        "link",
        root,
        { name: `nw${bridge}`, type: "bridge", mtu: 1500, mac: bridgeMac(bridge), stp: false, up: true },
        mark("netweft_bridge_network", `nw${bridge}`),
      ),
    ),
    ...all.map(({ netns, veth, mac, address }) =>
      fact(
        "veth",
        root,
        { name: veth, peerNetns: netns, peer: "eth0", mtu: 1500, peerMtu: 1500, mac, up: true, peerUp: true, addresses: [address] },
        mark("netweft_endpoint", `${netns}/eth0`),
      ),
    ),
    ...all.map(({ veth, bridge }) => fact("port", root, { dev: veth, bridge: `nw${bridge}`, isolated: false, hairpin: false })),
    ...bridges(count).map((bridge) => fact("addr", root, { address: `10.${bridge}.0.1/24`, dev: `nw${bridge}` })),
    ...all.map(({ netns, address }) => fact("addr", { host, netns }, { address, dev: "eth0" })),
    ...all.map(({ netns, gateway }) => fact("route", { host, netns }, { destination: "0.0.0.0/0", via: gateway, dev: "eth0" })),
  ] as Fact[];
}
