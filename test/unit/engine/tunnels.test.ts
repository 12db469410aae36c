import { lackingPrograms } from "../../../lib/reconcile/requirements";
import type { Owned } from "../../../lib/reconcile/goal";
import { intruders } from "../../../lib/reconcile/unexpected";
import type { PlannedStep } from "../../../lib/reconcile/plan";
import { covers, scopesOf } from "../../../lib/reconcile/scope";
import { factsOf } from "../../../lib/kernel/facts";
import { keyOf } from "../../../lib/kernel/kinds";
import { textOf } from "../../../lib/kernel/line";
import { PROGRAMS, type Program } from "../../../lib/kernel/program";
import type { Verb } from "../../../lib/kernel/step";
import { factOf } from "../../support/test-driver";

const MESH = "netweft_overlay_network.mesh";
const PUBLIC = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const DEVICE = "edge1 - link nwg1 type wireguard mtu 1440 up";
const KEY = `edge1 - key nwg1 port 51842 public ${PUBLIC}`;
const PEER = `edge1 - peer nwg1 10.7.0.2 public ${PUBLIC} endpoint 192.0.2.2:51842`;

describe("unexpected peers of our devices", () => {
  const owned = new Map([DEVICE, KEY, PEER].map((line): [string, Owned] => [keyOf(factOf(line)), { fact: factOf(line), owners: [MESH] }]));
  const found = (...lines: readonly string[]) =>
    [...intruders(factsOf([DEVICE, KEY, ...lines].map(factOf)), owned, (key) => owned.has(key))].map(([, { fact, owners }]) => [
      textOf(fact),
      owners,
    ]);

  test.each(["10.7.0.3", "none", "10.0.0.0/8", "0.0.0.0/0,::/0"])(
    "are reported to the device's owner, whatever they may reach: %s",
    (address) => {
      const line = PEER.replace("10.7.0.2", address).replace(PUBLIC, PUBLIC.replace("A", "B"));
      expect(found(PEER, line)).toEqual([[line, [MESH]]]);
    },
  );

  test("are neither our peers with changed keys or endpoints, nor peers of foreign devices", () => {
    expect(found(PEER.replace(PUBLIC, PUBLIC.replace("A", "B")))).toEqual([]);
    expect(found(PEER.replace("192.0.2.2", "192.0.2.9"))).toEqual([]);
    expect(found(PEER.replace("nwg1", "wg0"), "edge1 - link wg0 type wireguard mtu 1420 up")).toEqual([]);
  });
});

describe("what a host needs for a tunnel", () => {
  const lacking = (program: Program, verb: Verb, line: string) => {
    const step: PlannedStep = { n: 1, verb, fact: factOf(line), owners: [MESH] };
    return lackingPrograms([{ edge1: [step] }], new Map([["edge1", PROGRAMS.filter((one) => one !== program)]]));
  };

  test("is reported with the host, the cause and the remedy", () => {
    const [device] = lacking("wireguard", "add", DEVICE);
    expect(device).toMatchObject({ code: "program-missing", at: { host: "edge1", resource: MESH } });
    for (const word of ['"edge1"', "kernel module `wireguard`", "wireguard-go", "/dev/net/tun"]) expect(device!.detail).toContain(word);
    const [key] = lacking("wg", "set", KEY);
    for (const word of ['Host "edge1" has no `wg`', "wireguard-tools"]) expect(key!.detail).toContain(word);
    expect(lacking("wg", "del", PEER)).toHaveLength(1);
  });

  test("is not required where it is not needed", () => {
    expect(lacking("wireguard", "del", DEVICE)).toEqual([]);
    expect(lacking("wireguard", "add", DEVICE.replace("type wireguard mtu 1440", "type bridge mtu 1440 stp off"))).toEqual([]);
    expect(lacking("wg", "add", DEVICE)).toEqual([]);
  });
});

test("a resource with a tunnel, a key or a peer needs tunnels in its scope, and a new observation after one without", () => {
  for (const line of [DEVICE, KEY, PEER]) {
    const scope = scopesOf([factOf(line)]).get("edge1")!;
    expect(scope.tunnels).toBe(true);
    expect([covers(scope, scope), covers({ ...scope, tunnels: false }, scope)]).toEqual([true, false]);
  }
  expect(scopesOf([factOf("edge1 - link b type bridge mtu 1440 stp off up")]).get("edge1")).not.toHaveProperty("tunnels");
});
