/** The main workflow on the real kernel, through the command line interface: the README without the simulator. */
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { openShop, type Shop } from "../support/shop";
import { until } from "../support/until";

insideLab();

let shop: Shop;
let nameServer: ChildProcess;

beforeEach(() => {
  emptyLab();
  foreign();
  shop = openShop({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  shop.close();
  nameServer.kill("SIGKILL");
  emptyLab();
});

/** Foreign objects: a bridge with a port, addresses and a route, a namespace, rules of nft and of iptables, and a name server. */
function foreign(): void {
  ipBatch([
    "link add br0 type bridge",
    "link add v0 type veth peer name v1",
    "link set v0 master br0",
    "addr add 192.168.7.1/24 dev br0",
    "link set br0 up",
    "link set v0 up",
    "link set v1 up",
    "route add 198.51.100.0/24 via 192.168.7.9",
    "netns add theirs",
  ]);
  // Forwarding, which networks enable, stays enabled after them, and with it the kernel's own routes of a router.
  command("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
  command("nft add table inet theirs");
  command("nft add chain inet theirs forward { type filter hook forward priority 10 ; policy accept ; }");
  command("nft add rule inet theirs forward ip saddr 198.51.100.0/24 counter drop");
  command("iptables-nft -t nat -A POSTROUTING -s 192.168.7.0/24 -o v9 -j MASQUERADE");
  command("iptables-nft -A FORWARD -i br0 -o v9 -m comment --comment theirs -j ACCEPT");
  nameServer = spawn("dnsmasq", ["-k", "-C", "/dev/null", "-R", "-x", "", "-z", "-a", "192.168.7.1"], { stdio: "ignore" });
}

/** The complete state at the root, except for the kernel's timers and counters. */
function dump(): string {
  const commands = ["ip -d addr show", "ip route show table all", "ip -6 route show table all", "ip rule show", "ip netns list"];
  return [...commands, "nft list ruleset"].map((line) => still(command(line))).join("---\n") + theirNameServer();
}

/** Whether the foreign name server is alive, and its command line. */
function theirNameServer(): string {
  return readFileSync(`/proc/${nameServer.pid}/cmdline`, "utf8");
}

/** The foreign objects only. */
function foreignDump(): string {
  const tables = ["inet theirs", "ip nat", "ip filter"].map((table) => still(command(`nft list table ${table}`)));
  return [...["br0", "v0", "v1"].map((dev) => still(command(`ip -d addr show dev ${dev}`))), ...tables, theirNameServer()].join("");
}

function still(text: string): string {
  return text.replace(/ \w+_timer +[\d.]+/g, "").replace(/counter packets \d+ bytes \d+/g, "counter");
}

function inside(netns: string, line: string): string {
  return command(`nsenter --net=/run/netns/${netns} ${line}`);
}

/** The first packets may be lost during neighbour discovery, which is retried after a second. */
function pings(netns: string, address: string): boolean {
  try {
    inside(netns, `ping -c 1 -w 5 ${address}`);
    return true;
  } catch {
    return false;
  }
}

test("containers reach each other and the gateway over both families, and the host is unchanged after a destroy", async () => {
  await settled();
  const before = dump();
  await shop.run(2, "plan", "--detailed-exitcode");
  expect(dump()).toBe(before);
  await shop.run(0, "apply", "--auto-approve");
  await shop.run(0, "plan", "--detailed-exitcode");
  await shop.run(0, "drift", "--detailed-exitcode");
  const targets = ["10.8.0.1", "10.8.0.3", "10.8.0.4", "fd00:8::1", "fd00:8::3", "fd00:8::4"];
  expect(targets.filter((address) => !pings("web", address))).toEqual([]);
  await shop.run(0, "destroy", "--auto-approve");
  await settled();
  expect(dump()).toBe(before);
});

test.each([
  ["another mtu of the bridge", () => command("ip link set nw-front mtu 1400"), "local - link nw-front type bridge mtu 1500 -> 1400"],
  ["a deleted address of a container", () => inside("web", "ip addr del 10.8.0.2/24 dev eth0"), "local web addr 10.8.0.2/24 dev eth0"],
  ["a deleted default route", () => inside("db", "ip -6 route del default"), "local db route default via fd00:8::1 dev eth0"],
  ["a deleted interface", () => inside("api", "ip link del eth0"), "local api addr 10.8.0.3/24 dev eth0"],
  ["a deleted bridge", () => command("ip link del nw-front"), "local - addr 10.8.0.1/24 dev nw-front"],
  ["a deleted namespace", () => command("ip netns del db"), "local - netns db"],
  ["a deleted table", () => command("nft delete table inet netweft"), "local - chain forward type filter hook forward"],
  ["a changed setting", () => inside("web", "sysctl -w net.core.somaxconn=99"), "local web sysctl net.core.somaxconn = 1024 -> 99"],
])("%s is detected as drift and repaired, and foreign objects are not touched", async (_, disturb, line) => {
  await shop.run(0, "apply", "--auto-approve");
  await settled();
  const untouched = foreignDump();
  disturb();
  expect((await shop.run(2, "drift", "--detailed-exitcode")).stdout).toContain(line);
  await shop.run(0, "apply", "--auto-approve");
  await shop.run(0, "drift", "--detailed-exitcode");
  expect(["10.8.0.3", "fd00:8::4"].filter((address) => !pings("web", address))).toEqual([]);
  expect(foreignDump()).toBe(untouched);
});

/** The kernel cleans up namespaces after their deletion, and addresses settle: waits until two observations are equal. */
async function settled(): Promise<void> {
  let last = "";
  await until(async () => {
    await new Promise((resolve) => setTimeout(resolve, 150));
    const before = last;
    last = dump();
    return last === before && !last.includes("tentative");
  }, "The laboratory does not settle.");
}
