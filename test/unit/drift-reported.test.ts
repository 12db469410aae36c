/** Kinds of noise and silence that users of other tools have reported, on a stack of Netweft. The report is named with each. */
import { apply, drift, machine, memoryStore, plan, type StackInput } from "../../api/engine";
import { simulatedKernel } from "../../api/kernel";
import type { Result } from "../../lib/diagnostic";

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(({ detail }) => detail).join("\n"));
  return result.value;
}

const resources = {
  netweft_bridge_network: {
    front: {
      name: "front",
      subnets: ["10.8.0.0/24", "FD00:8:0:0::/64"],
      mac: "02:AB:CD:00:00:0F",
      accept_from: ["local/back", "local/side"],
    },
    back: { name: "back", subnets: ["10.9.0.0/24"] },
    side: { name: "side", subnets: ["10.10.0.0/24"] },
  },
  netweft_namespace: { web: { name: "web", sysctls: { "net.core.somaxconn": "1024" } } },
  netweft_endpoint: {
    web: {
      namespace: "${netweft_namespace.web.ref}",
      network: "${netweft_bridge_network.front.ref}",
      addresses: ["10.8.0.2", "FD00:8::00:2"],
      aliases: ["shop", "store"],
      publish: [
        { host_port: 8080, port: 80 },
        { host_port: 8443, port: 443 },
      ],
    },
  },
  netweft_route: {
    far: { namespace: "${netweft_namespace.web.ref}", destination: "192.0.2.0/24", via: "10.8.0.9", depends_on: ["netweft_endpoint.web"] },
  },
};

const kernel = simulatedKernel();
const files = (resource: object) => [{ name: "main.tf.json", text: JSON.stringify({ resource }) }];
const input: StackInput = { ...machine(), backends: kernel.backends, store: memoryStore(), files: files(resources) };

const found = async (of: StackInput = input) => valueOf(await drift(of)).findings.map(({ expected, actual }) => expected ?? actual);
const steps = async (of: StackInput = input) => valueOf(await plan(of)).changes.map(({ action, key }) => `${action} ${key}`);

beforeAll(async () => valueOf(await apply(input, valueOf(await plan(input)))));

test("another spelling of addresses and hardware addresses is no drift (ansible-collections/community.general#2415, #3768)", async () => {
  expect(await found()).toEqual([]);
  expect(await steps()).toEqual([]);
});

test("another order of what has no order is no drift, and no change (snyk/driftctl#551, hashicorp/terraform-provider-aws#11801)", async () => {
  const { front, ...networks } = resources.netweft_bridge_network;
  const { web } = resources.netweft_endpoint;
  const reordered = {
    ...resources,
    netweft_bridge_network: { ...networks, front: { ...front, accept_from: [...front.accept_from].reverse() } },
    netweft_endpoint: { web: { ...web, aliases: [...web.aliases].reverse(), publish: [...web.publish].reverse() } },
  };
  const other = { ...input, files: files(reordered) };
  expect(await found(other)).toEqual([]);
  expect(valueOf(await plan(other)).resources.filter(({ action }) => action !== "no-op")).toEqual([]);
});

test("what one resource declares in the object of another is not unexpected there (snyk/driftctl#643)", async () => {
  expect(kernel.lines("local").filter((line) => line.includes("192.0.2.0/24"))).toHaveLength(1);
  expect(await found()).toEqual([]);
});

test("a change of the configuration that was not applied is no drift (hashicorp/terraform#39172, opentofu/opentofu#4571)", async () => {
  const { back, ...networks } = resources.netweft_bridge_network;
  const changed = { ...resources, netweft_bridge_network: { ...networks, back: { ...back, mtu: 1400 } } };
  const other = { ...input, files: files(changed) };
  expect(await found(other)).toEqual([]);
  expect((await steps(other)).length).toBeGreaterThan(0);
});

test("the two halves of a VPN's default route overlap everything and take nothing; its route into a network does (moby/libnetwork#779, moby/moby#46615)", async () => {
  for (const line of [
    "link tun0 type tun mtu 1500 up",
    "addr 10.99.0.2/24 dev tun0",
    "route 0.0.0.0/1 via 10.99.0.1 dev tun0",
    "route 128.0.0.0/1 via 10.99.0.1 dev tun0",
  ])
    valueOf(await kernel.set(`local - ${line}`));
  expect(await found()).toEqual([]);
  valueOf(await kernel.set("local - route 10.8.0.0/25 via 10.99.0.1 dev tun0"));
  expect(valueOf(await drift(input)).findings).toMatchObject([
    {
      severity: "outage",
      class: "unexpected",
      resources: ["netweft_bridge_network.front"],
      reason: expect.stringContaining("10.8.0.0/25") as string,
    },
  ]);
  valueOf(await kernel.unset("local - link tun0"));
  expect(await found()).toEqual([]);
});

test("a link of the stack that the state does not have is found (canonical/netplan#231)", async () => {
  const left = "local - link nw-old type bridge mtu 1500 mac 02:00:00:00:00:0a stp off up # netweft:default:netweft_bridge_network:old";
  valueOf(await kernel.set(left));
  expect(valueOf(await drift(input)).findings).toMatchObject([{ class: "orphaned", severity: "exposure" }]);
  valueOf(await kernel.unset("local - link nw-old"));
});

test("an entry for drift that others keep making clears it, in the plan, too (mattrobinsonsre/terrapod#754)", async () => {
  const { front, ...networks } = resources.netweft_bridge_network;
  const ignoring = { ...resources, netweft_bridge_network: { ...networks, front: { ...front, lifecycle: { ignore_changes: ["stp"] } } } };
  const other = { ...input, files: files(ignoring) };
  const bridge = kernel.lines("local").find((line) => line.includes("link nw-front "))!;
  valueOf(await kernel.set(bridge.replace("stp off", "stp on")));
  expect([await found(), await found(other), await steps(other)]).toEqual([[expect.stringContaining("nw-front")], [], []]);
});

test("a permanent neighbour entry of the host on a bridge network is found: what it sends to the endpoint is lost", async () => {
  const line = "local - neigh 10.8.0.2 dev nw-front lladdr 02:00:00:00:00:99";
  valueOf(await kernel.set(line));
  const { findings } = valueOf(await drift(input));
  valueOf(await kernel.unset(line));
  expect(findings.filter(({ actual }) => actual === line)).toMatchObject([
    { class: "unexpected", layer: "neighbour", severity: "exposure", resources: ["netweft_bridge_network.front"] },
  ]);
});
