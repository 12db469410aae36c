/** A host with two uplinks, with packets, beside a VPN, Docker and other policy rules. */
import { openFolder, type Folder } from "../support/folder";
import { nft } from "../support/firewalls";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { makeOutside } from "../support/outside";
import { openTraffic, type Traffic } from "../support/traffic";
import { until } from "../support/until";

insideLab();

let folder: Folder;
let traffic: Traffic;

/** Beside `out`, a second provider `isp` (198.51.100.2), each with a client that only its own provider knows: 203.0.113.8 and .9. */
beforeEach(() => {
  emptyLab();
  command("sysctl -w net.ipv4.conf.all.rp_filter=1");
  makeOutside();
  ipBatch(["addr add 203.0.113.8/32 dev lo", "addr add 2001:db8:98::8/128 dev lo"], "out");
  ipBatch(["route replace 192.0.2.0/24 dev eth0 src 203.0.113.8", "route add 2001:db8::1/128 dev eth0 src 2001:db8:98::8"], "out");
  ipBatch(["netns add isp", "link add up1 type veth peer name eth0 netns isp", "link set up1 up"]);
  ipBatch(["addr add 198.51.100.1/24 dev up1", "addr add 2001:db8:1::1/64 dev up1 nodad"]);
  ipBatch(["link set lo up", "link set eth0 up", "addr add 198.51.100.2/24 dev eth0", "addr add 2001:db8:1::2/64 dev eth0 nodad"], "isp");
  ipBatch(["addr add 203.0.113.9/32 dev lo", "addr add 2001:db8:99::9/128 dev lo"], "isp");
  ipBatch(["route replace 198.51.100.0/24 dev eth0 src 203.0.113.9", "route add 2001:db8:1::1/128 dev eth0 src 2001:db8:99::9"], "isp");
  // As routers between them and their clients would, these ask for hardware addresses with an address of their own.
  for (const netns of ["out", "isp"]) command(`nsenter --net=/run/netns/${netns} sysctl -w net.ipv4.conf.all.arp_announce=2`);
  ipBatch(["route add default via 192.0.2.2 dev up0", "route add default via 198.51.100.2 dev up1 metric 100"]);
  ipBatch(["route add ::/0 via 2001:db8::2 dev up0", "route add ::/0 via 2001:db8:1::2 dev up1 metric 2000"]);
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  traffic = openTraffic();
});
afterEach(() => {
  traffic.close();
  folder.close();
  command("sysctl -w net.ipv4.conf.all.rp_filter=0");
  emptyLab();
});

const UPLINKS = [
  { dev: "up0", gateways: ["192.0.2.2", "2001:db8::2"], networks: ["192.0.2.0/24"] },
  { dev: "up1", gateways: ["198.51.100.2", "2001:db8:1::2"] },
];

function stack(uplinks: readonly object[] | undefined, more: object = {}): object {
  return {
    provider: { netweft: { hosts: { local: { ...(uplinks && { uplinks }) } }, ...more } },
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: ["10.10.0.0/24", "fd00:10::/64"], names: false } },
      netweft_namespace: { web: { name: "web" } },
      netweft_endpoint: {
        web: {
          namespace: "${netweft_namespace.web.ref}",
          network: "${netweft_bridge_network.front.ref}",
          publish: [
            { host_port: 8080, port: 80 },
            { protocol: "udp", host_port: 5000, port: 5000 },
          ],
        },
      },
    },
  };
}

/** A VPN for everything, as wg-quick sets it up, and one with marks of its own, as Tailscale does. */
function makeVpns(): void {
  ipBatch(["link add tun0 type veth peer name tun1", "link set tun0 up", "link set tun1 up", "addr add 10.99.0.2/24 dev tun0"]);
  ipBatch(["route add default via 10.99.0.1 dev tun0 table 51820", "rule add priority 32763 lookup main suppress_prefixlength 0"]);
  ipBatch(["rule add priority 32764 not fwmark 0xca6c lookup 51820", "rule add priority 5210 fwmark 0x80000/0xff0000 lookup main"]);
}

/** Docker's bridge with a container, and its rules for a port that it publishes. */
function makeDocker(): void {
  ipBatch(["netns add dock", "link add docker0 type bridge", "addr add 172.17.0.1/16 dev docker0", "link set docker0 up"]);
  ipBatch(["link add vethd type veth peer name eth0 netns dock", "link set vethd master docker0 up"]);
  ipBatch(["link set lo up", "link set eth0 up", "addr add 172.17.0.2/16 dev eth0", "route add default via 172.17.0.1"], "dock");
  nft(
    'table ip nat { chain PREROUTING { type nat hook prerouting priority -100; fib daddr type local tcp dport 9000 dnat to 172.17.0.2:80; }; chain POSTROUTING { type nat hook postrouting priority 100; ip saddr 172.17.0.0/16 oifname != "docker0" masquerade; }; }',
  );
}

const answer = (netns: string, protocol: "tcp" | "udp", address: string, port: number, client: string) =>
  until(
    async () => (await traffic.ask(netns, protocol, address, port)) === client,
    `${netns} has no answer from ${address} (${protocol} ${port}).`,
  );

test("published ports answer by the uplink that the request came by, under a strict rp_filter, beside a VPN and Docker", async () => {
  makeVpns();
  makeDocker();
  folder.write(stack(undefined));
  const first = await folder.run(0, "apply", "--auto-approve");
  const message = first.stderr.replaceAll(/\s+/g, " ");
  expect(message).toContain("Replies of published ports leave by one uplink");
  expect(message).toContain(
    '{ dev = "up1", gateways = ["198.51.100.2","2001:db8:1::2"], networks = ["198.51.100.0/24","2001:db8:1::/64"] }',
  );
  const servers = ["0.0.0.0", "::"].flatMap((address) => [
    { protocol: "tcp" as const, address, port: 80 },
    { protocol: "udp" as const, address, port: 5000 },
  ]);
  await traffic.serve("web", ...servers);
  await traffic.serve("dock", { protocol: "tcp", address: "0.0.0.0", port: 80 });
  expect(await traffic.ask("isp", "tcp", "198.51.100.1", 8080)).toBe("");

  folder.write(stack(UPLINKS));
  const second = await folder.run(0, "apply", "--auto-approve");
  expect(second.stderr).not.toContain("uplink");
  await folder.run(0, "plan", "--detailed-exitcode");
  for (const [protocol, port] of [["tcp", 8080] as const, ["udp", 5000] as const]) {
    await answer("out", protocol, "192.0.2.1", port, "203.0.113.8");
    await answer("isp", protocol, "198.51.100.1", port, "203.0.113.9");
    await answer("out", protocol, "2001:db8::1", port, "2001:db8:98::8");
    await answer("isp", protocol, "2001:db8:1::1", port, "2001:db8:99::9");
  }
  ipBatch(["route replace 192.0.2.0/24 dev eth0 src 192.0.2.2"], "out");
  await answer("out", "tcp", "192.0.2.1", 8080, "192.0.2.2");
  await answer("out", "tcp", "192.0.2.1", 9000, "192.0.2.2");

  // wg-quick again, after Netweft: without a priority, so the kernel puts its rules before ours.
  ipBatch(["rule add not fwmark 0xca6c lookup 51820", "rule add lookup main suppress_prefixlength 0"]);
  expect(await traffic.ask("isp", "tcp", "198.51.100.1", 8080)).toBe("");
  const warned = (await folder.run(0, "plan", "--detailed-exitcode")).stderr.replaceAll(/\s+/g, " ");
  expect(warned).toContain("A policy rule takes packets before the uplinks do");
  expect(warned).not.toContain('"local - rule ip 1558');
  const [, moved] = /behind those of Netweft: `([^`]+)`/.exec(warned.replaceAll("│ ", ""))!;
  for (const words of moved!.split("; ")) command(words);
  await answer("isp", "tcp", "198.51.100.1", 8080, "203.0.113.9");
  expect((await folder.run(0, "plan", "--detailed-exitcode")).stderr).not.toContain("uplink");

  nft("table ip x { chain p { type filter hook prerouting priority dstnat + 20; meta mark set 5; }; }");
  expect(await traffic.ask("isp", "tcp", "198.51.100.1", 8080)).toBe("");
  expect((await folder.run(1, "plan")).stderr).toContain('"local - marking ip x p meta 0x5/0xffffffff prerouting -80"');
});

test("every object of an uplink is drift when it is lost, and gone after a destroy", async () => {
  folder.write(stack(UPLINKS));
  await folder.run(0, "apply", "--auto-approve");
  ipBatch(["rule del priority 1560 iif up1", "rule del priority 1561 fwmark 0x1000000/0xf000000 lookup 15601", "route flush table 15602"]);
  command("sysctl -w net.ipv4.conf.up0.src_valid_mark=0");
  command("nft flush chain inet netweft uplinks-default");
  const { stdout } = await folder.run(2, "drift", "--detailed-exitcode");
  for (const line of [
    "rule ip 1560 fwmark 0x2000000/0xf000000 iif up1 lookup main",
    "rule ip 1561 fwmark 0x1000000/0xf000000 lookup 15601",
    "route default via 198.51.100.2 dev up1 table 15602",
    "sysctl net.ipv4.conf.up0.src_valid_mark = 1 -> 0",
    "chain uplinks-default",
  ])
    expect(stdout).toContain(line);
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "drift", "--detailed-exitcode");
  await folder.run(0, "destroy", "--auto-approve");
  expect(command("ip rule show")).not.toMatch(/fwmark/);
  expect(command("ip -6 rule show")).not.toMatch(/fwmark/);
  expect(command("ip route show table all")).not.toContain("table 1560");
  expect(command("nft list tables")).not.toContain("netweft");
});

test("a policy rule that depends on the bits is an error of the plan; other bits are not, and neither is a host that marks replies itself", async () => {
  ipBatch(["rule add priority 900 fwmark 0x0/0xff000000 lookup 77"]);
  folder.write(stack(UPLINKS));
  const refused = await folder.run(1, "apply", "--auto-approve");
  expect(refused.stderr.replaceAll(/\s+/g, " ")).toContain('the policy rule "local - rule ip 900 fwmark 0x0/0xff000000 lookup 77 proto 0"');
  folder.write(stack(UPLINKS, { mark_mask: "0x00f00000" }));
  await folder.run(0, "apply", "--auto-approve");
  await traffic.serve("web", { protocol: "tcp", address: "0.0.0.0", port: 80 });
  await answer("isp", "tcp", "198.51.100.1", 8080, "203.0.113.9");
  await folder.run(0, "destroy", "--auto-approve");

  ipBatch(["rule del priority 900", "rule add priority 900 fwmark 0x5 lookup 78", "route add default via 198.51.100.2 dev up1 table 78"]);
  ipBatch(["route add ::/0 via 2001:db8:1::2 dev up1 table 78"]);
  command("ip -6 rule add priority 900 fwmark 0x5 lookup 78");
  folder.write(stack(undefined));
  expect((await folder.run(0, "apply", "--auto-approve")).stderr).not.toContain("uplink");
});
