/** Macvlan networks: containers on the network of the host's link, with packets, beside what other programs have there. */
import { spawnSync } from "node:child_process";
import { openFolder, type Folder } from "../support/folder";
import { nft } from "../support/firewalls";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { openTraffic, type Traffic } from "../support/traffic";

insideLab();

let folder: Folder;
let traffic: Traffic;

beforeEach(() => {
  emptyLab();
  makeLan();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  traffic = openTraffic();
});
afterEach(() => {
  traffic.close();
  folder.close();
  emptyLab();
});

/**
 * A LAN by the host's link `lan0` (192.0.2.1): its router (192.0.2.254). Another program has a macvlan interface on the
 * same link, and a firewall as Docker's drops what is forwarded, bridged packets included.
 */
function makeLan(): void {
  ipBatch(["netns add router", "netns add theirs", "link add lan0 type veth peer name eth0 netns router", "link set lan0 up"]);
  ipBatch(["addr add 192.0.2.1/24 dev lan0", "addr add 2001:db8::1/64 dev lan0 nodad"]);
  ipBatch(
    [
      "link set lo up",
      "link set eth0 up",
      "addr add 192.0.2.254/24 dev eth0",
      "addr add 2001:db8::fe/64 dev eth0 nodad",
      "addr add 203.0.113.9/32 dev lo",
    ],
    "router",
  );
  ipBatch(["link add link lan0 name eth0 netns theirs type macvlan mode bridge"]);
  ipBatch(["link set eth0 up", "addr add 192.0.2.77/24 dev eth0"], "theirs");
  nft("table ip filter { chain FORWARD { type filter hook forward priority 0; policy drop; }; }");
  command("sysctl -qe net.bridge.bridge-nf-call-iptables=1");
}

interface Lan {
  readonly network?: object;
  readonly web?: object;
  readonly stack?: string;
}

function stack({ network = {}, web = {}, stack: name = "lan" }: Lan = {}): object {
  const lan = {
    name: "lan",
    parent: "lan0",
    subnets: ["192.0.2.0/24", "2001:db8::/64"],
    gateways: ["192.0.2.254"],
    ranges: ["192.0.2.192/27"],
  };
  const endpoint = (namespace: string, rest: object) => ({
    namespace: `\${netweft_namespace.${namespace}.ref}`,
    network: "${netweft_macvlan_network.lan.ref}",
    ...rest,
  });
  return {
    provider: { netweft: { stack: name } },
    resource: {
      netweft_macvlan_network: { lan: { ...lan, ...network } },
      netweft_namespace: { web: { name: `web-${name}` }, api: { name: `api-${name}` } },
      netweft_endpoint: { web: endpoint("web", { addresses: ["192.0.2.193", "2001:db8::193"], ...web }), api: endpoint("api", {}) },
    },
  };
}

async function apply(lan?: Lan): Promise<void> {
  folder.write(stack(lan));
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
}

test("peers of the LAN and the containers reach each other with their own addresses, and the host does by its declared interface only", async () => {
  await apply({ network: { host_addresses: ["192.0.2.250"] } });
  await traffic.serve(
    "web-lan",
    { protocol: "tcp", address: "192.0.2.193", port: 80 },
    { protocol: "tcp", address: "2001:db8::193", port: 80 },
  );
  await traffic.serve("router", { protocol: "tcp", address: "203.0.113.9", port: 80 });
  await traffic.serve("-", { protocol: "tcp", address: "192.0.2.250", port: 81 });
  expect(await traffic.ask("router", "tcp", "192.0.2.193", 80)).toBe("192.0.2.254");
  expect(await traffic.ask("router", "tcp", "2001:db8::193", 80)).toBe("2001:db8::fe");
  expect(await traffic.ask("theirs", "tcp", "192.0.2.193", 80)).toBe("192.0.2.77");
  expect(await traffic.ask("api-lan", "tcp", "192.0.2.193", 80)).toBe("192.0.2.192");
  expect(await traffic.ask("web-lan", "tcp", "203.0.113.9", 80)).toBe("192.0.2.193");
  expect(await traffic.ask("-", "tcp", "192.0.2.193", 80)).toBe("192.0.2.250");
  expect(await traffic.ask("web-lan", "tcp", "192.0.2.250", 81)).toBe("192.0.2.193");
  expect(command("ip -4 route show dev lan0")).toContain("192.0.2.0/24");
  await apply();
  expect(await traffic.ask("-", "tcp", "192.0.2.193", 80)).toBe("");
  expect(await traffic.ask("router", "tcp", "192.0.2.193", 80)).toBe("192.0.2.254");
  await folder.run(0, "destroy", "--auto-approve");
  expect(command("ip -o link show type macvlan")).toBe("");
  expect(command("ip -n theirs -o link show type macvlan")).toContain("eth0");
});

test("a lost parent is drift with all endpoints that it took along, an error of the plan, and repaired once it is back", async () => {
  await apply();
  command("ip link del lan0");
  const { stdout } = await folder.run(2, "drift", "--detailed-exitcode");
  for (const line of [
    "web-lan link eth0 type macvlan parent - lan0",
    "web-lan addr 192.0.2.193/24",
    "api-lan link eth0",
    "web-lan route default",
  ])
    expect(stdout).toContain(`- local ${line}`);
  const { stderr } = await folder.run(1, "plan");
  expect(stderr).toContain("missing-parent");
  expect(stderr).toContain('has no link "lan0"');
  emptyLanExcept();
  await folder.run(0, "apply", "--auto-approve");
  await traffic.serve("web-lan", { protocol: "tcp", address: "192.0.2.193", port: 80 });
  ipBatch(["link set lan0 down"]);
  expect((await folder.run(0, "plan", "--detailed-exitcode")).stderr).toContain("ip link set dev lan0 up");
  ipBatch(["link set lan0 up"]);
  expect((await folder.run(0, "plan", "--detailed-exitcode")).stderr).not.toContain("parent-down");
  expect(await traffic.ask("router", "tcp", "192.0.2.193", 80)).toBe("192.0.2.254");
});

/** The LAN again, after its link was lost. */
function emptyLanExcept(): void {
  command("ip netns del router");
  command("ip netns del theirs");
  nft("delete table ip filter");
  makeLan();
}

test("an address is allocated past those of another stack, which nothing on the host shows; a forged mark counts for nothing", async () => {
  await apply();
  ipBatch(["link set eth0 alias netweft:other:netweft_endpoint:web-other/eth0 group 157"], "theirs");
  const other = openFolder({ NETWEFT_BACKEND: "iproute2" });
  try {
    other.write(stack({ stack: "other", web: { addresses: ["192.0.2.200"] } }));
    await other.run(0, "apply", "--auto-approve");
    expect(command("ip -n api-other -4 -o addr show dev eth0")).toContain("192.0.2.194/24");
    await other.run(0, "destroy", "--auto-approve");
  } finally {
    other.close();
  }
});

test("a parent that is the port of a bridge, or that an interface of another program has for itself, is an error of the plan", async () => {
  ipBatch(["link add br0 type bridge", "link add p0 type veth peer name p1", "link set p0 master br0"]);
  ipBatch(["link add q0 type veth peer name q1", "link add link q0 name own type macvlan mode passthru"]);
  for (const [parent, words] of [
    ["p0", 'it is a port of the bridge "br0"'],
    ["q0", "has it to itself"],
  ] as const) {
    folder.write(stack({ network: { parent } }));
    const { stderr } = await folder.run(1, "plan");
    expect(stderr).toContain("unusable-parent");
    expect(stderr).toContain(words);
  }
  folder.write(stack({ network: { parent: "q1" } }));
  expect((await folder.run(0, "plan")).stderr).toContain("parent-down");
});

test("a parent without a carrier is no obstacle, and no address waits for one for ever", async () => {
  ipBatch(["link set eth0 down"], "router");
  await apply();
  expect(command("ip -n web-lan -6 -o addr show dev eth0")).toContain("2001:db8::193/64");
  ipBatch(["link set eth0 up"], "router");
  await traffic.serve("web-lan", { protocol: "tcp", address: "192.0.2.193", port: 80 });
  expect(await traffic.ask("router", "tcp", "192.0.2.193", 80)).toBe("192.0.2.254");
});

test("a bridged container is on the network of the host's link, which is refused while the host uses it and stays the host's", async () => {
  ipBatch(["link add u0 type veth peer name eth1 netns router", "link set u0 up", "addr add 10.70.0.9/24 dev u0"]);
  ipBatch(["link set eth1 up", "addr add 10.70.0.254/24 dev eth1"], "router");
  const site = { name: "site", subnets: ["10.70.0.0/24"], gateways: ["10.70.0.1"], ranges: ["10.70.0.128/25"], names: false, uplink: "u0" };
  folder.write({
    resource: {
      netweft_bridge_network: { site },
      netweft_namespace: { web: { name: "web" } },
      netweft_endpoint: { web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.site.ref}" } },
    },
  });
  const { stderr } = await folder.run(1, "plan");
  expect(stderr).toContain("unusable-uplink");
  expect(stderr).toContain("addr 10.70.0.9/24 dev u0");
  ipBatch(["addr del 10.70.0.9/24 dev u0", "link add link u0 name own type macvlan mode bridge"]);
  expect((await folder.run(1, "plan")).stderr).toContain("link own type macvlan parent - u0");
  ipBatch(["link del own"]);
  nft('add rule ip filter FORWARD iifname "nw-site" accept');
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
  await traffic.serve("web", { protocol: "tcp", address: "10.70.0.128", port: 80 });
  await traffic.serve("-", { protocol: "tcp", address: "10.70.0.1", port: 81 });
  expect(await traffic.ask("router", "tcp", "10.70.0.128", 80)).toBe("10.70.0.254");
  expect(await traffic.ask("router", "tcp", "10.70.0.1", 81)).toBe("10.70.0.254");
  expect(await traffic.ask("-", "tcp", "10.70.0.128", 80)).toBe("10.70.0.1");
  ipBatch(["addr add 10.70.0.9/24 dev u0", "link set u0 down"]);
  const later = (await folder.run(0, "plan", "--detailed-exitcode")).stderr;
  expect(later).toContain("ip link set dev u0 up");
  expect(later).toContain("ip addr del 10.70.0.9/24 dev u0");
  expect(later).not.toContain("route-in-network");
  ipBatch(["addr del 10.70.0.9/24 dev u0", "link set u0 up"]);
  expect((await folder.run(0, "plan", "--detailed-exitcode")).stderr).not.toContain("uplink-");
  command("ip link set u0 nomaster");
  expect((await folder.run(2, "drift", "--detailed-exitcode")).stdout).toContain("- local - port u0 bridge nw-site");
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "destroy", "--auto-approve");
  expect(command("ip -o link show dev u0")).not.toContain("master");
});

test("a network moves to a VLAN, which is made first; on a kernel without VLANs the plan says so, and nothing is removed", async () => {
  await apply();
  await traffic.serve("web-lan", { protocol: "tcp", address: "192.0.2.193", port: 80 });
  const has = hasVlans();
  folder.write(stack({ network: { parent: "lan0.10" } }));
  const { stderr } = await folder.run(has ? 0 : 1, "apply", "--auto-approve");
  expect(stderr.includes('Host "local" has a kernel without support for VLANs')).toBe(!has);
  expect((await traffic.ask("router", "tcp", "192.0.2.193", 80)) !== "").toBe(!has);
  await apply();
  expect(await traffic.ask("router", "tcp", "192.0.2.193", 80)).toBe("192.0.2.254");
});

function hasVlans(): boolean {
  const input = "link add v0 type veth peer v1\nlink add link v0 name l0 type vlan id 2\n";
  return spawnSync("unshare", ["--net", "ip", "-batch", "-"], { input }).status === 0;
}
