/** Attributes about what is outside of a network, with the real terraform: networks that accept others, uplinks' neighbours, members behind NAT. */
import { actions } from "../support/terraform-json";
import { openWorkspace, type Workspace } from "../support/terraform";

let workspace: Workspace;
afterEach(() => workspace.close());

const settled = async () => {
  await workspace.run(0, "apply", "plan");
  await workspace.isQuiet();
};
const linesOf = async (kind: RegExp) => (await workspace.lines()).filter((line) => kind.test(line));

test("names of a network that accepts another one, which is not there yet: partial applies, drift, and an end without a trace", async () => {
  workspace = await openWorkspace("reattached");
  const configure = (back: object) =>
    workspace.configure({
      resource: {
        netweft_bridge_network: {
          front: { name: "front", bridge_name: "br0", subnets: ["10.8.0.0/24"], names: true },
          back: { name: "back", subnets: ["10.9.0.0/24"], names: true, ...back },
        },
      },
    });
  const VIEW = "local - view nw-shop-back to netweft:shop:netweft_bridge_network:front domain back subnets 10.9.0.0/24";
  configure({ accept_from: ["local/front"] });
  await workspace.apply("-target", "netweft_bridge_network.back");
  expect(await linesOf(/ view /)).toEqual([VIEW]);
  await workspace.apply("-target", "netweft_bridge_network.front");
  await workspace.isQuiet();
  await workspace.unset(VIEW);
  expect(actions(await workspace.plan(2))).toEqual(["update netweft_bridge_network.back"]);
  await settled();
  configure({});
  expect(actions(await workspace.plan(2))).toEqual(["update netweft_bridge_network.back"]);
  await settled();
  expect(await linesOf(/ view /)).toEqual([]);
  await workspace.run(0, "destroy", "-auto-approve");
});

test("proxy neighbours of a network inside the host's own prefix: one for each address, drift, and an end without a trace", async () => {
  workspace = await openWorkspace("reattached");
  await workspace.set("local - link eth0 type device mtu 1500 mac 02:00:00:00:00:01 up");
  await workspace.set("local - addr 192.0.2.1/24 dev eth0");
  workspace.configure({
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: ["192.0.2.64/26"], names: false, neighbor_proxy: "eth0" } },
      netweft_namespace: { web: { name: "web" } },
      netweft_endpoint: {
        web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}", addresses: ["192.0.2.70"] },
      },
    },
  });
  await workspace.apply();
  await workspace.isQuiet();
  expect(await linesOf(/ proxy /)).toEqual(["local - proxy 192.0.2.70 dev eth0"]);
  await workspace.unset("local - proxy 192.0.2.70 dev eth0");
  expect(actions(await workspace.plan(2))).toEqual(["update netweft_endpoint.web"]);
  await settled();
  await workspace.run(0, "destroy", "-auto-approve");
  expect(await linesOf(/ proxy | nw-/)).toEqual([]);
});

test("a member behind 1:1 NAT: the other one sends to the address that it advertises, and to another one after a change", async () => {
  const hosts = (advertise: string) => ({ edge1: { underlay: "10.0.0.2", advertise }, edge2: { underlay: "198.51.100.2" } });
  workspace = await openWorkspace("reattached", { provider: { hosts: hosts("203.0.113.7") } });
  for (const [host, address] of [
    ["edge1", "10.0.0.2"],
    ["edge2", "198.51.100.2"],
  ] as const) {
    await workspace.set(`${host} - link eth0 type device mtu 1500 mac 02:00:00:00:00:01 up`);
    await workspace.set(`${host} - addr ${address}/24 dev eth0`);
  }
  const configure = (advertise: string) =>
    workspace.configure({
      provider: { netweft: { ...workspace.provider, hosts: hosts(advertise) } },
      resource: {
        netweft_overlay_network: { mesh: { name: "mesh", vni: 42, members: ["edge1", "edge2"], subnets: ["10.20.0.0/24"], names: false } },
      },
    });
  configure("203.0.113.7");
  await workspace.apply();
  await workspace.isQuiet();
  expect(await linesOf(/^edge2 .* fdb /)).toEqual(["edge2 - fdb 00:00:00:00:00:00 dev nwx42 dst 203.0.113.7"]);
  configure("203.0.113.8");
  expect(actions(await workspace.plan(2))).toEqual(["update netweft_overlay_network.mesh"]);
  await settled();
  expect(await linesOf(/^edge2 .* fdb /)).toEqual(["edge2 - fdb 00:00:00:00:00:00 dev nwx42 dst 203.0.113.8"]);
  await workspace.run(0, "destroy", "-auto-approve");
});
