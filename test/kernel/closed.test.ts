/** Who forwards: a host on which Netweft switches forwarding on, with packets, beside Docker. */
import { openFolder, type Folder } from "../support/folder";
import { nft } from "../support/firewalls";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { makeOutside } from "../support/outside";
import { openTraffic, type Traffic } from "../support/traffic";
import { until } from "../support/until";

insideLab();

let folder: Folder;
let traffic: Traffic;

/** A stranger on the WAN (`out`, 192.0.2.2), with a route by the host to a LAN (`lan`, 10.77.0.2), whose default route is the host. */
beforeEach(async () => {
  emptyLab();
  command("sysctl -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0");
  makeOutside();
  ipBatch(["netns add lan", "link add lan0 type veth peer name eth0 netns lan", "link set lan0 up"]);
  ipBatch(["addr add 10.77.0.1/24 dev lan0", "addr add fd77::1/64 dev lan0 nodad"]);
  ipBatch(["link set lo up", "link set eth0 up", "addr add 10.77.0.2/24 dev eth0", "addr add fd77::2/64 dev eth0 nodad"], "lan");
  ipBatch(["route add default via 10.77.0.1", "route add ::/0 via fd77::1"], "lan");
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  traffic = openTraffic();
  await traffic.serve("lan", { protocol: "tcp", address: "0.0.0.0", port: 22 }, { protocol: "tcp", address: "::", port: 22 });
  await traffic.serve("out", { protocol: "tcp", address: "0.0.0.0", port: 9 });
});
afterEach(() => {
  traffic.close();
  folder.close();
  emptyLab();
  command("sysctl -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0");
});

function stack(provider: object = {}, networks: readonly string[] = ["front"]): object {
  const subnets = (n: number) => [`10.1${n}.0.0/24`, `fd00:1${n}::/64`];
  return {
    provider: { netweft: provider },
    resource: {
      netweft_bridge_network: Object.fromEntries(networks.map((name, n) => [name, { name, subnets: subnets(n), names: false }])),
      netweft_namespace: { web: { name: "web" } },
      netweft_endpoint: {
        web: {
          namespace: "${netweft_namespace.web.ref}",
          network: "${netweft_bridge_network.front.ref}",
          publish: [{ host_port: 8080, port: 80 }],
        },
      },
    },
  };
}

/** What Docker does when it starts later: a bridge with a container, NAT, and its forward chain. */
async function startDocker(): Promise<void> {
  ipBatch(["netns add dock", "link add docker0 type bridge", "addr add 172.17.0.1/16 dev docker0", "link set docker0 up"]);
  ipBatch(["link add vethd type veth peer name eth0 netns dock", "link set vethd master docker0 up"]);
  ipBatch(["link set lo up", "link set eth0 up", "addr add 172.17.0.2/16 dev eth0", "route add default via 172.17.0.1"], "dock");
  nft(
    'table ip nat { chain PREROUTING { type nat hook prerouting priority -100; fib daddr type local tcp dport 9000 dnat to 172.17.0.2:80; }; chain POSTROUTING { type nat hook postrouting priority 100; ip saddr 172.17.0.0/16 oifname != "docker0" masquerade; }; }',
  );
  await traffic.serve("dock", { protocol: "tcp", address: "0.0.0.0", port: 80 });
}

const answers = (netns: string, address: string, port: number) =>
  until(async () => (await traffic.ask(netns, "tcp", address, port)) !== "", `${netns} has no answer from ${address} port ${port}.`);

const isReached = async (netns: string, address: string, port: number) => (await traffic.ask(netns, "tcp", address, port)) !== "";

test("a host does not become a router between its links; published ports, containers and Docker work", async () => {
  folder.write(stack());
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
  await traffic.serve("web", { protocol: "tcp", address: "0.0.0.0", port: 80 });
  await startDocker();
  expect(await isReached("out", "10.77.0.2", 22)).toBe(false);
  expect(await isReached("out", "fd77::2", 22)).toBe(false);
  expect(await isReached("lan", "192.0.2.2", 9)).toBe(false);
  await answers("out", "192.0.2.1", 8080);
  await answers("lan", "10.77.0.1", 8080);
  await answers("web", "192.0.2.2", 9);
  await answers("web", "10.77.0.2", 22);
  await answers("out", "192.0.2.1", 9000);
  await answers("dock", "10.77.0.2", 22);
  // Another stack finds forwarding on, and shares the chain; links that come later change nothing.
  ipBatch(["link add late0 type veth peer name late1", "link set late0 up"]);
  const second = openFolder({ NETWEFT_BACKEND: "iproute2" });
  try {
    second.write({
      provider: { netweft: { stack: "second" } },
      resource: { netweft_bridge_network: { two: { name: "two", names: false } } },
    });
    await second.run(0, "apply", "--auto-approve");
    await second.run(0, "plan", "--detailed-exitcode");
    await folder.run(0, "plan", "--detailed-exitcode");
    command("nft flush chain inet netweft closed");
    expect((await folder.run(2, "drift", "--detailed-exitcode")).stdout).toContain("chain closed");
    await folder.run(0, "apply", "--auto-approve");
    expect((await folder.run(0, "destroy", "--auto-approve")).stderr).not.toContain("forwarding");
    expect(await isReached("out", "10.77.0.2", 22)).toBe(false);
    const { stderr } = await second.run(0, "destroy", "--auto-approve");
    expect(stderr.replaceAll(/\s+/g, " ")).toContain("switch it off with `sysctl -w net.ipv4.ip_forward=0`");
    expect(command("nft list tables")).not.toContain("netweft");
  } finally {
    second.close();
  }
});

test("with `open` it is one, a host that forwards already stays one, and one that was switched off is closed", async () => {
  folder.write(stack({ host_forwarding: "open" }));
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
  await answers("out", "10.77.0.2", 22);
  await answers("out", "fd77::2", 22);
  folder.write(stack());
  expect((await folder.run(0, "apply", "--auto-approve")).stderr).toContain("forwarding-not-closed");
  await folder.run(0, "plan", "--detailed-exitcode");
  await answers("out", "10.77.0.2", 22);
  command("sysctl -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0");
  expect((await folder.run(0, "apply", "--auto-approve")).stderr).not.toContain("forwarding-not-closed");
  await folder.run(0, "plan", "--detailed-exitcode");
  expect([await isReached("out", "10.77.0.2", 22), await isReached("out", "fd77::2", 22)]).toEqual([false, false]);
  await traffic.serve("web", { protocol: "tcp", address: "0.0.0.0", port: 80 });
  await answers("out", "192.0.2.1", 8080);
});

test("a family that is switched on later is closed between the links of that moment, and `open` opens both", async () => {
  const v4 = { bridge: { front: { name: "front", subnets: ["10.10.0.0/24"], names: false } } };
  folder.write({ resource: { netweft_bridge_network: v4.bridge } });
  await folder.run(0, "apply", "--auto-approve");
  expect(command("nft list chain inet netweft closed")).not.toContain("ipv6");
  folder.write(stack({}, ["front", "back"]));
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
  expect(await isReached("out", "10.77.0.2", 22)).toBe(false);
  expect(await isReached("out", "fd77::2", 22)).toBe(false);
  folder.write(stack({ host_forwarding: "open" }, ["front", "back"]));
  await folder.run(0, "apply", "--auto-approve");
  await answers("out", "10.77.0.2", 22);
  await answers("out", "fd77::2", 22);
});
