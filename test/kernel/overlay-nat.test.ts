/** An overlay network with a member behind 1:1 NAT: its own address differs from the one at which the others reach it. */
import { emptyFirewalls } from "../support/firewalls";
import { command, emptyLab, hostConfig, insideLab, ipBatch } from "../support/lab";
import { driftOf, openMesh, unreached, type Mesh } from "../support/mesh";

insideLab();

const OWN = "10.0.0.2";
const PUBLIC = "203.0.113.7";
const OTHER = "203.0.113.2";

/** Two hosts and a router between them, as a cloud provider has it: the machine never sees its public address. */
function makeHosts(): void {
  ipBatch(["netns add edge1", "netns add edge2", "netns add router"]);
  ipBatch(["link add in type veth peer name eth0 netns edge1", "link add out type veth peer name eth0 netns edge2"], "router");
  const addresses = ["addr add 10.0.0.1/24 dev in", "addr add 203.0.113.1/24 dev out", `addr add ${PUBLIC}/24 dev out`];
  ipBatch(["link set lo up", "link set in up", "link set out up", ...addresses], "router");
  ipBatch(["link set lo up", "link set eth0 up", `addr add ${OWN}/24 dev eth0`, "route add default via 10.0.0.1"], "edge1");
  ipBatch(["link set lo up", "link set eth0 up", `addr add ${OTHER}/24 dev eth0`], "edge2");
  inside("router", "sysctl -qw net.ipv4.ip_forward=1");
  inside("router", "nft add table ip nat");
  inside("router", "nft add chain ip nat pre { type nat hook prerouting priority -100 ; }");
  inside("router", "nft add chain ip nat post { type nat hook postrouting priority 100 ; }");
  inside("router", `nft add rule ip nat pre ip daddr ${PUBLIC} dnat to ${OWN}`);
  inside("router", `nft add rule ip nat post ip saddr ${OWN} snat to ${PUBLIC}`);
  // Each host has a firewall of its own, which lets nothing in.
  for (const host of ["edge1", "edge2"]) {
    inside(host, "iptables-nft -w -P INPUT DROP");
    inside(host, "iptables-nft -w -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
  }
}

function inside(netns: string, line: string): string {
  return command(`nsenter --net=/run/netns/${netns} ${line}`);
}

const hosts = {
  edge1: { ...hostConfig("edge1"), underlay: OWN, advertise: PUBLIC },
  edge2: { ...hostConfig("edge2"), underlay: OTHER },
};

let mesh: Mesh | undefined;

beforeEach(() => {
  emptyLab();
  emptyFirewalls();
  makeHosts();
});
afterEach(() => {
  mesh?.close();
  mesh = undefined;
  emptyLab();
});

test.each([
  ["learning", "none"],
  ["static", "none"],
  ["learning", "wireguard"],
  ["static", "wireguard"],
] as const)("with forwarding %s and encryption %s the containers reach each other in both directions", async (forwarding, encryption) => {
  const network = { forwarding, encryption, names: false };
  mesh = openMesh(hosts, { network, provider: { host_firewall: "cooperate" } });
  await mesh.run(0, "apply", "-auto-approve");
  expect(await unreached(mesh)).toEqual([]);
  await mesh.run(0, "plan", "-detailed-exitcode");
  const accepted = inside("edge2", "iptables-nft -w -S INPUT");
  expect(accepted).toContain(encryption === "none" ? `-s ${PUBLIC}/32 -p udp -m udp --dport 4789` : `-s ${PUBLIC}/32`);
  if (forwarding === "learning" && encryption === "none") {
    inside("edge2", `bridge fdb del 00:00:00:00:00:00 dev nwx42 dst ${PUBLIC}`);
    expect(await driftOf(mesh)).toEqual([`missing edge2 - fdb 00:00:00:00:00:00 dev nwx42 dst ${PUBLIC}`]);
    await mesh.run(0, "apply", "-auto-approve");
    expect(await unreached(mesh)).toEqual([]);
  }
});

test("the public address as `underlay` is an error that says what to set", async () => {
  mesh = openMesh({ ...hosts, edge1: { ...hosts.edge1, underlay: PUBLIC, advertise: null } }, { network: { names: false } });
  const { stderr } = await mesh.run(1, "plan");
  expect(stderr).toContain("wrong-underlay");
  expect(stderr).toContain(`\`advertise\` to ${PUBLIC}`);
});
