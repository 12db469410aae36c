import { newTally } from "../../../lib/engine/resolve/fan-out";
import { registry, resources, type Context } from "../../../lib/resources";
import { instanceOf } from "../../support/instance";
import { inLab } from "../../support/world";

const network = { instance: instanceOf("netweft_overlay_network", {}, "mesh"), attributes: { id: "mesh" } };

/** A tally of at most ten, and what it says of endpoints that tell this much each. */
function counted(...counts: readonly (readonly [entries: number, names: number])[]) {
  const tally = newTally(10);
  const admitted = counts.map(([entries, names], n) => tally.admits(`endpoint.${n}`, { network: "mesh", entries, names }));
  return { tally, admitted, refused: tally.refused([network], registry) };
}

describe("the facts of members about each other's endpoints", () => {
  test("is admitted up to and including the limit", () => {
    expect(counted([6, 0], [4, 0])).toMatchObject({ admitted: [true, true], refused: [] });
    expect(counted([6, 0], [4, 0], [1, 0]).admitted).toEqual([true, true, false]);
  });

  test("is one diagnostic for its network, however much is refused", () => {
    expect(counted([6, 0], [6, 0], [6, 0]).refused).toMatchObject([
      { code: "overlay-too-large", at: { resource: "netweft_overlay_network.mesh", path: ["forwarding"] } },
    ]);
  });

  test("counts once, however often an endpoint is resolved, and as it was resolved last", () => {
    const { tally } = counted([6, 0], [4, 0]);
    expect(tally.admits("endpoint.0", { network: "mesh", entries: 6, names: 0 })).toBe(true);
    expect(tally.admits("endpoint.0", { network: "mesh", entries: 5, names: 0 })).toBe(true);
    expect(tally.admits("endpoint.2", { network: "mesh", entries: 1, names: 0 })).toBe(true);
    expect(tally.refused([], registry)).toEqual([]);
  });

  test("is counted for each network separately", () => {
    const { tally } = counted([10, 0]);
    expect(tally.admits("endpoint.1", { network: "other", entries: 10, names: 0 })).toBe(true);
  });

  test.each([
    ["entries", [11, 0], "forwarding", 'set `forwarding = "evpn"`, where BGP tells the members.'],
    ["entries, and names that fit", [11, 9], "forwarding", 'set `forwarding = "evpn"`, where BGP tells the members.'],
    ["names", [0, 11], "names", "set `names = false`."],
    ["names, and entries that fit", [9, 11], "names", "set `names = false`."],
    ["either alone", [11, 11], "forwarding", 'set `forwarding = "evpn"`, where BGP tells the members, and `names = false`.'],
    ["both together", [6, 6], "forwarding", 'set `forwarding = "evpn"`, where BGP tells the members, or `names = false`.'],
  ] as const)("has a remedy where it is %s", (_, count, path, remedy) => {
    const [found] = counted(count).refused;
    expect(found!.at.path).toEqual([path]);
    expect(found!.detail).toContain(remedy);
  });
});

describe("the fan-out of an endpoint", () => {
  const { fanOut, compile } = resources["netweft_endpoint"]!;
  const hosts = Object.fromEntries(["a", "b", "c"].map((host, n) => [host, { underlay: `192.0.2.${n + 1}` }]));
  const context = { provider: { stack: "default", hosts } } as unknown as Context;

  const endpoint = (forwarding: string, names: boolean, addresses: readonly string[]) => ({
    ...{ name: "web", aliases: null, addresses, interface: "eth0", host_interface: "nwe1", mac: "02:00:00:00:00:01" },
    ...{ default_route: true, isolated: false, publish: [], ingress_rate: null, egress_rate: null },
    namespace: { id: "a/web", host: "a", name: "web" },
    network: {
      ...{ id: "mesh", kind: "overlay", name: "mesh", host: null, bridge_name: "nwo-mesh", vxlan_name: "nwx42" },
      ...{ subnets: ["10.20.0.0/24", "fd00:20::/64"], gateways: ["10.20.0.1", "fd00:20::1"], mtu: 1450 },
      ...{ forwarding, encryption: "none", names, members: ["a", "b", "c"], endpoint_isolation: false },
    },
  });

  test.each([
    ["learning", false, ["10.20.0.2"]],
    ["learning", true, ["10.20.0.2"]],
    ["static", false, ["10.20.0.2"]],
    ["static", false, ["10.20.0.2", "fd00:20::2"]],
    ["static", true, ["10.20.0.2", "fd00:20::2"]],
  ] as const)("with forwarding %s, names %s and addresses %j is what is made on the others", (forwarding, names, addresses) => {
    const attributes = endpoint(forwarding, names, addresses) as never;
    const elsewhere = compile(attributes, context).filter(({ host }) => host !== "a");
    const called = elsewhere.filter(({ kind }) => kind === "name").length;
    expect(fanOut!(attributes)).toEqual({ network: "mesh", entries: elsewhere.length - called, names: called });
  });
});

test("a network with too many facts is an error in the plan, before they are created", () =>
  inLab(async (lab) => {
    const members = Array.from({ length: 1001 }, (_, n) => `h${n}`);
    const hosts = Object.fromEntries(members.map((host, n) => [host, { underlay: `10.255.${n >> 8}.${n & 255}` }]));
    const stack = JSON.stringify({
      provider: { netweft: { ...lab.provider, hosts } },
      resource: {
        netweft_overlay_network: {
          mesh: { name: "mesh", vni: 42, members, subnets: ["10.0.0.0/16"], forwarding: "static", names: false },
        },
        netweft_namespace: { c: { count: 300, name: "c${count.index}", host: "h0" } },
        netweft_endpoint: {
          c: { count: 300, namespace: "${netweft_namespace.c[count.index].ref}", network: "${netweft_overlay_network.mesh.ref}" },
        },
      },
    });
    const { ok, diagnostics } = await lab.plan(stack);
    expect(ok).toBe(false);
    expect(diagnostics.map(({ code, at }) => [code, at.resource])).toEqual([["overlay-too-large", "netweft_overlay_network.mesh"]]);
    expect(diagnostics[0]!.detail).toContain("at least 600,000 entries of forwarding and neighbour tables");
  }));
