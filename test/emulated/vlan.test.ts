/** Networks on a VLAN of the host's link, with tagged packets, beside VLANs of other programs. Other kernels may lack VLANs, bonds and ipvlan. */
import { spawnSync } from "node:child_process";
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { pings } from "../support/pair";
import { until } from "../support/until";

insideLab();

let folder: Folder;
let other: Folder;

beforeEach(async () => {
  emptyLab();
  makeTrunk();
  // The kernel reports the state of a new VLAN some time after it is up.
  await until(() => command("ip -o link show dev lan0.20").includes("state UP"), "lan0.20 is not up.");
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  other = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  folder.close();
  other.close();
  emptyLab();
});

/**
 * A trunk by the host's link `lan0`: peers on the VLANs 10, 20 and 30, all with one address. The VLAN 20 of the host and the interface on
 * it are another program's.
 */
function makeTrunk(): void {
  const peers = [10, 20, 30].flatMap((id) => [
    `netns add peer${id}`,
    `link add link trunk name peer${id} type vlan id ${id}`,
    `link set peer${id} netns peer${id} name eth0`,
    `-n peer${id} link set eth0 up`,
    `-n peer${id} addr add 192.0.2.254/24 dev eth0`,
  ]);
  ipBatch(["netns add theirs", "link add lan0 type veth peer name trunk", "link set lan0 up", "link set trunk up"]);
  for (const line of peers) command(`ip ${line}`);
  ipBatch(["link add link lan0 name lan0.20 type vlan id 20", "link set lan0.20 up", "addr add 203.0.113.1/32 dev lo"]);
  ipBatch(["link add link lan0.20 name eth0 netns theirs type macvlan mode bridge"]);
  ipBatch(["link set eth0 up", "addr add 192.0.2.77/24 dev eth0"], "theirs");
}

interface Lan {
  readonly parent: string;
  readonly address: string;
}

/** Macvlan networks with an endpoint each. */
function lans(networks: Readonly<Record<string, Lan>>): Readonly<Record<string, Readonly<Record<string, object>>>> {
  const each = (make: (name: string, lan: Lan) => object) =>
    Object.fromEntries(Object.entries(networks).map(([name, lan]) => [name, make(name, lan)]));
  return {
    netweft_macvlan_network: each((name, { parent }) => ({ name, parent, subnets: ["192.0.2.0/24"] })),
    netweft_namespace: each((name) => ({ name })),
    netweft_endpoint: each((name, { address }) => ({
      namespace: `\${netweft_namespace.${name}.ref}`,
      network: `\${netweft_macvlan_network.${name}.ref}`,
      addresses: [address],
      default_route: false,
    })),
  };
}

const SITE = { name: "site", subnets: ["192.0.2.0/24"], gateways: ["192.0.2.2"], names: false, uplink: "lan0.30" };
const vlans = () => command("ip -o link show type vlan").match(/lan0\.\d+(?=@)/g) ?? [];

test("the port of a bond, and a link with ipvlan interfaces in a namespace, is found by the plan", async () => {
  ipBatch(["link add lag0 type bond", "link add d0 type dummy", "link set d0 master lag0", "link add d1 type dummy"]);
  ipBatch(["link add link d1 name ipv0 netns theirs type ipvlan mode l2"]);
  folder.write({ resource: lans({ web: { parent: "d0", address: "192.0.2.10" }, api: { parent: "d1", address: "192.0.2.11" } }) });
  const { stderr } = await folder.run(1, "plan");
  expect(stderr).toContain('it is a port of "lag0", which receives all of its packets');
  expect(stderr).toContain("it has ipvlan interfaces");
});

test("peers on VLANs reach the containers of two stacks there, and the last of them removes the VLANs that Netweft made", async () => {
  const theirs = command("ip -d -o link show dev lan0.20");
  folder.write({ provider: { netweft: { stack: "shop" } }, resource: lans({ web: { parent: "lan0.10", address: "192.0.2.10" } }) });
  const blog = lans({ api: { parent: "lan0.10", address: "192.0.2.11" }, db: { parent: "lan0.20", address: "192.0.2.12" } });
  other.write({ provider: { netweft: { stack: "blog" } }, resource: { ...blog, netweft_bridge_network: { site: SITE } } });
  for (const one of [folder, other]) await one.run(0, "apply", "--auto-approve");
  await other.run(0, "plan", "--detailed-exitcode");
  const reached = [
    ["peer10", "192.0.2.10"],
    ["peer10", "192.0.2.11"],
    ["web", "192.0.2.11"],
    ["peer20", "192.0.2.12"],
    ["theirs", "192.0.2.12"],
    ["peer30", "192.0.2.2"],
  ] as const;
  expect(reached.filter(([peer, address]) => !pings(peer, address))).toEqual([]);
  expect(pings("peer20", "192.0.2.10", 1)).toBe(false);
  // The host is not on a VLAN that Netweft made: it has no address there, and answers for none that it has elsewhere.
  expect(command("ip -o addr show dev lan0.10")).toBe("");
  const answered = ["peer10", "peer20"].map((peer) => {
    ipBatch(["route add 203.0.113.0/24 dev eth0"], peer);
    pings(peer, "203.0.113.1", 1);
    return command(`ip -n ${peer} neigh show 203.0.113.1`).includes("lladdr");
  });
  expect(answered).toEqual([false, true]);
  command("ip link del lan0.10");
  await folder.run(0, "apply", "--auto-approve");
  expect(pings("peer10", "192.0.2.10")).toBe(true);
  await other.run(0, "destroy", "--auto-approve");
  expect(vlans()).toEqual(["lan0.20", "lan0.10"]);
  await folder.run(0, "destroy", "--auto-approve");
  expect(vlans()).toEqual(["lan0.20"]);
  expect(command("ip -d -o link show dev lan0.20")).toBe(theirs);
});

test("a VLAN that the kernel refuses is found before anything is removed", async () => {
  const lan = (parent: string) => ({ resource: lans({ web: { parent, address: "192.0.2.10" } }) });
  folder.write(lan("lan0.20"));
  await folder.run(0, "apply", "--auto-approve");
  // Another program's VLAN 40, in a namespace with a name that Netweft gives to none, and so does not read.
  ipBatch(["netns add Theirs", "link add link lan0 name held type vlan id 40", "link set held netns Theirs"]);
  try {
    folder.write(lan("lan0.40"));
    expect((await folder.run(1, "apply", "--auto-approve")).stderr).toContain("VLAN device already exists");
    expect(pings("peer20", "192.0.2.10")).toBe(true);
  } finally {
    command("ip netns del Theirs");
  }
  await until(isFree, "The VLAN is still there.");
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
  expect(vlans()).toContain("lan0.40");
});

/** Whether `lan0` has no VLAN 40: the kernel ends a namespace some time after its last process. */
function isFree(): boolean {
  const made = spawnSync("ip", "link add link lan0 name trial type vlan id 40".split(" ")).status === 0;
  if (made) command("ip link del trial");
  return made;
}
