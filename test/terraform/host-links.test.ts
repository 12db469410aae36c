/** Networks on links of the host under the real terraform, which plans and applies each resource alone. */
import { openWorkspace, type Workspace } from "../support/terraform";
import { driftIn } from "../support/terraform-json";

const VLAN = "local - link eth1.10 type vlan parent - eth1 vlan 10 mtu 1500 up";
const HOST = ["local - link eth1 type device mtu 1500 mac 02:00:00:00:00:01 up", "local - sysctl net.ipv4.ip_forward = 1"];

const endpoint = (namespace: string, network: string, more: object = {}) => ({
  namespace: `\${netweft_namespace.${namespace}.ref}`,
  network: `\${${network}.ref}`,
  ...more,
});

const namespaces = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { name }]));

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace("reattached");
  for (const line of HOST) await workspace.set(line);
});
afterEach(() => workspace.close());

test("a VLAN is made with the first interface on it, is in the drift of each, and goes with the last, in whatever order they go", async () => {
  const lan = { name: "lan", parent: "eth1.10", subnets: ["192.0.2.0/24"], gateways: ["192.0.2.1"] };
  const network = "netweft_macvlan_network.lan";
  const all = {
    netweft_macvlan_network: { lan: { ...lan, host_addresses: ["192.0.2.250"] } },
    netweft_namespace: namespaces("web", "api"),
    netweft_endpoint: { web: endpoint("web", network), api: endpoint("api", network) },
  };
  workspace.configure({ resource: all });
  await workspace.apply();
  await workspace.isQuiet();
  expect(await workspace.lines()).toContain(VLAN);
  await workspace.unset(VLAN);
  const drift = driftIn(await workspace.plan(2));
  const owners = Object.entries(drift).filter(([, lines]) => lines.includes(`- ${VLAN}`));
  expect(owners.map(([address]) => address).sort()).toEqual(["netweft_endpoint.api", "netweft_endpoint.web", network]);
  await workspace.apply();
  await workspace.isQuiet();
  workspace.configure({ resource: { ...all, netweft_macvlan_network: { lan }, netweft_endpoint: { api: all.netweft_endpoint.api } } });
  await workspace.apply();
  await workspace.isQuiet();
  expect(await workspace.lines()).toContain(VLAN);
  await workspace.run(0, "destroy", "-auto-approve");
  expect(await workspace.lines()).toEqual(HOST);
});

test("an address that an undeclared endpoint has on the link, or the host, is refused before anything is changed", async () => {
  await workspace.set("local - addr 192.0.2.7/24 dev eth1");
  const lan = { name: "lan", parent: "eth1", subnets: ["192.0.2.0/24"] };
  const network = "netweft_macvlan_network.lan";
  const taken = "local old link eth0 type macvlan parent - eth1 mode bridge mtu 1500 mac 02:00:00:00:00:09 up addresses 192.0.2.8/24";
  await workspace.set("local - netns old");
  await workspace.set(`${taken} # netweft:other:netweft_endpoint:old/eth0`);
  const before = await workspace.lines();
  const resource = (address: string) => ({
    netweft_macvlan_network: { lan },
    netweft_namespace: namespaces("web"),
    netweft_endpoint: { web: endpoint("web", network, { addresses: [address], default_route: false }) },
  });
  for (const address of ["192.0.2.7", "192.0.2.8"]) {
    workspace.configure({ resource: resource(address) });
    const { stderr } = await workspace.run(1, "apply", "-auto-approve");
    expect(stderr).toMatch(/duplicate-address|Address/);
    expect(stderr.replace(/\s*\n[│\s]*/g, " ")).toContain(`${address} is in use already on the network of "eth1"`);
  }
  await workspace.run(0, "destroy", "-auto-approve");
  expect(await workspace.lines()).toEqual(before);
});

test("a link of the host is the port of a bridge, is moved to another one in place, and leaves with the network", async () => {
  const site = { name: "site", subnets: ["10.70.0.0/24"], uplink: "eth1" };
  const sections = (uplink: string | null) => ({
    resource: {
      netweft_bridge_network: { site: { ...site, uplink } },
      netweft_namespace: namespaces("web"),
      netweft_endpoint: { web: endpoint("web", "netweft_bridge_network.site") },
    },
  });
  workspace.configure(sections("eth1"));
  await workspace.apply();
  await workspace.isQuiet();
  await workspace.unset("local - port eth1 bridge nw-shop-site");
  expect(Object.values(driftIn(await workspace.plan(2))).flat()).toEqual(["- local - port eth1 bridge nw-shop-site"]);
  await workspace.apply();
  for (const [uplink, lines] of [
    ["eth1.10", [VLAN, "local - port eth1.10 bridge nw-shop-site"]],
    [null, []],
  ] as const) {
    workspace.configure(sections(uplink));
    await workspace.apply();
    await workspace.isQuiet();
    expect((await workspace.lines()).filter((line) => /eth1[ .].*(type vlan|bridge)/.test(line))).toEqual(lines);
  }
  await workspace.run(0, "destroy", "-auto-approve");
  expect(await workspace.lines()).toEqual(HOST);
});
