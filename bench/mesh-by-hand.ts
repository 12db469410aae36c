/**
 * The best hand-written setup of an overlay network on several hosts, each a namespace: the batches of
 * `test/support/baseline.ts` on all hosts concurrently, and one of `bridge` for the remote endpoints. No
 * firewall, no marks, no observation before or after, no lock.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reaches } from "../test/support/mesh";
import type { UnderlayHost } from "../test/support/underlay";
import { meshNetwork } from "./mesh-topology";

/** A container of the network: its namespace, the host's end of its veth pair, and its addresses. */
interface Spot {
  readonly host: UnderlayHost;
  readonly netns: string;
  readonly veth: string;
  readonly mac: string;
  readonly address: string;
}

/** The network to create by hand, and the folder for its batches. */
export interface ByHand {
  readonly folder: string;
  readonly hosts: readonly UnderlayHost[];
  readonly each: number;
  readonly forwarding: "learning" | "static";
}

const [PREFIX] = meshNetwork.gateway.split(".0.1");
const LENGTH = meshNetwork.subnet.split("/")[1]!;

function spots({ hosts, each }: ByHand): readonly Spot[] {
  const hex = (value: number) => value.toString(16).padStart(2, "0");
  return hosts.flatMap((host, h) =>
    Array.from({ length: each }, (_, n) => ({
      host,
      netns: `${host.name}.c${n}`,
      veth: `nwe${n}`,
      mac: `02:11:00:${hex(h)}:${hex(n >> 8)}:${hex(n & 255)}`,
      address: `${PREFIX}.${h + 1}.${n}`,
    })),
  );
}

function rootLines(host: UnderlayHost, own: readonly Spot[], isStatic: boolean): readonly string[] {
  const manner = isStatic ? " type bridge_slave neigh_suppress on learning off flood off mcast_flood off bcast_flood off" : "";
  const learning = isStatic ? "nolearning" : "learning";
  return [
    "link add name nwmesh address 02:22:00:00:00:01 mtu 1450 type bridge",
    `addr add ${meshNetwork.gateway}/${LENGTH} dev nwmesh`,
    `link add name nwx42 mtu 1450 type vxlan id 42 local ${host.v4} dstport 4789 ${learning}`,
    "link set nwx42 master nwmesh up",
    ...(isStatic ? [`link set nwx42${manner}`] : []),
    ...own.map(({ netns }) => `netns add ${netns}`),
    ...own.map(
      ({ netns, veth, mac }) =>
        `link add name ${veth} mtu 1450 master nwmesh up type veth peer name eth0 address ${mac} mtu 1450 netns ${netns}`,
    ),
  ];
}

function insideLines({ address }: Spot): readonly string[] {
  const route = `route add default via ${meshNetwork.gateway}`;
  return ["link set lo up", "link set eth0 up", `addr add ${address}/${LENGTH} dev eth0`, route];
}

/** Entries for remote endpoints: the lines for `bridge`, and those for `ip`. */
function remoteLines(host: UnderlayHost, all: ByHand): { readonly fdb: readonly string[]; readonly neigh: readonly string[] } {
  if (all.forwarding === "learning") {
    const others = all.hosts.filter((other) => other !== host);
    return { fdb: others.map(({ v4 }) => `fdb append 00:00:00:00:00:00 dev nwx42 dst ${v4} self static`), neigh: [] };
  }
  const others = spots(all).filter((spot) => spot.host !== host);
  return {
    fdb: others.map(({ mac, host: { v4 } }) => `fdb replace ${mac} dev nwx42 dst ${v4} self master static`),
    neigh: others.map(({ mac, address }) => `neigh replace ${address} lladdr ${mac} dev nwmesh nud permanent`),
  };
}

function prepare(host: UnderlayHost, all: ByHand): void {
  const own = spots(all).filter((spot) => spot.host === host);
  const { fdb, neigh } = remoteLines(host, all);
  const folder = join(all.folder, host.name);
  mkdirSync(folder);
  const write = (name: string, lines: readonly string[]) => writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(""));
  write("root", rootLines(host, own, all.forwarding === "static"));
  write(
    "names",
    own.map(({ netns }) => netns),
  );
  for (const spot of own) write(spot.netns, insideLines(spot));
  write("fdb", fdb);
  write("last", [...neigh, "link set nwmesh up"]);
  write("gone", [...own.map(({ netns }) => `netns del ${netns}`), "link del nwx42", "link del nwmesh"]);
}

const MAKE = `
ip -batch root
xargs -I{} nsenter --net=/run/netns/{} ip -batch {} < names
bridge -batch fdb
ip -batch last`;

const REMOVE = "ip -batch gone";

/** Runs a shell script in the folder of each host, on all hosts concurrently, and returns the seconds that it took. */
async function everywhere({ folder, hosts }: ByHand, script: string): Promise<number> {
  const begin = performance.now();
  const shells = hosts.map(({ name }) =>
    spawn("nsenter", [`--net=/run/netns/${name}`, "sh", "-euc", script], {
      cwd: join(folder, name),
      stdio: ["ignore", "ignore", "inherit"],
    }),
  );
  const codes = await Promise.all(shells.map((shell) => once(shell, "exit")));
  const bad = codes.find(([code]) => code !== 0);
  if (bad) throw new Error(`a batch by hand ended with ${String(bad[0] ?? bad[1])}`);
  return (performance.now() - begin) / 1000;
}

/** Verifies the result: the last container of the last host is reachable from the first one. */
function expectReached(all: ByHand): void {
  const some = spots(all);
  const [first, last] = [some[0]!, some.at(-1)!];
  if (!reaches(first.netns, last.address)) throw new Error(`${last.netns} created by hand is not reachable from ${first.netns}`);
}

/** Creates the network and deletes it, and returns the seconds of both. */
export async function meshByHand(all: ByHand): Promise<{ readonly create: number; readonly remove: number }> {
  for (const host of all.hosts) prepare(host, all);
  const create = await everywhere(all, MAKE);
  expectReached(all);
  return { create, remove: await everywhere(all, REMOVE) };
}
