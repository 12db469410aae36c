/** Which senders of router advertisements are accepted as IPv6 routers. */
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { containersOn, hostsOver, meshOf, netnsOf } from "../support/mesh";
import { advertiseToAll, learnedByHost, learnedIn } from "../support/router";
import { makeUnderlay } from "../support/underlay";
import { until } from "../support/until";

insideLab();

let folder: Folder;

beforeEach(() => {
  emptyLab();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  folder.close();
  emptyLab();
});

const SAYS_ITSELF = { sysctls: { "net.ipv6.conf.eth0.accept_ra": "1" } };

/** Two namespaces on each network: one that advertises, and one that receives it. */
function stack(networks: Readonly<Record<string, object>>, listener: object = {}): object {
  const names = Object.keys(networks).flatMap((name) => [[name, `${name}-rogue`] as const, [name, `${name}-web`] as const]);
  return {
    resource: {
      netweft_bridge_network: Object.fromEntries(Object.entries(networks).map(([name, more]) => [name, { name, names: false, ...more }])),
      netweft_namespace: Object.fromEntries(names.map(([, name]) => [name, { name, ...(name.endsWith("-web") ? listener : {}) }])),
      netweft_endpoint: Object.fromEntries(
        names.map(([network, name]) => [
          name,
          { namespace: `\${netweft_namespace.${name}.ref}`, network: `\${netweft_bridge_network.${network}.ref}` },
        ]),
      ),
    },
  };
}

async function apply(configuration: object): Promise<void> {
  folder.write(configuration);
  await folder.run(0, "apply", "--auto-approve");
}

function local(netns: string): string {
  return /inet6 (fe80\S+)\//.exec(command(`ip -n ${netns} -6 addr show dev eth0 scope link`))![1]!;
}

/** The effect in `web` of an advertisement by `rogue`: a ping on the same path afterwards confirms its delivery. */
function heard(network: string): readonly string[] {
  const [rogue, web] = [`${network}-rogue`, `${network}-web`];
  command(`ip netns exec ${rogue} ping -6 -q -c 5 -i 0.3 -W 2 ${local(web)}%eth0`);
  advertiseToAll(rogue);
  command(`ip netns exec ${rogue} ping -6 -q -c 1 -W 5 ${local(web)}%eth0`);
  return learnedIn(web);
}

const networks = { four: { subnets: ["10.10.0.0/24"] }, dual: { subnets: ["10.11.0.0/24", "fd00:11::/64"] } };

describe("an endpoint that sends router advertisements", () => {
  test("is not a router for its neighbours, on networks without IPv6 either, unless two safeguards fail", async () => {
    await apply(stack(networks));
    expect([heard("four"), heard("dual")]).toEqual([[], []]);
    command("nft flush chain bridge netweft prerouting");
    expect([heard("four"), heard("dual")]).toEqual([[], []]);
    await folder.run(2, "drift", "--detailed-exitcode");
    await apply(stack(networks, SAYS_ITSELF));
    expect([heard("four"), heard("dual")]).toEqual([[], []]);
    expect(command("ip -6 route show default")).toBe("");
    await folder.run(0, "drift", "--detailed-exitcode");
  });

  test("is a router on a network that permits it, but never for the host nor against the namespace's settings", async () => {
    const open = { dual: { ...networks.dual, router_advertisements: true } };
    await apply(stack(networks));
    await apply(stack({ ...networks, ...open }));
    expect(heard("dual")).toEqual(["route", "address"]);
    expect(command("ip -6 route show default")).toBe("");
    await apply(stack({ ...networks, ...open }, { sysctls: { "net.ipv6.conf.default.accept_ra": "0" } }));
    expect(command("ip netns exec dual-web sysctl -n net.ipv6.conf.eth0.accept_ra").trim()).toBe("0");
    await apply(stack(networks));
    expect(learnedIn("dual-web")).not.toContain("route");
    expect(command("nft list set bridge netweft routers")).not.toContain("elements");
    expect(command("ip netns exec dual-rogue sysctl -n net.ipv6.conf.eth0.accept_ra").trim()).toBe("0");
    await folder.run(0, "plan", "--detailed-exitcode");
  });
});

/** One after the other, on the host or in a namespace that plays one. */
function settings(values: Readonly<Record<string, number>>, host?: string): void {
  const prefix = host === undefined ? "" : `ip netns exec ${host} `;
  for (const [name, value] of Object.entries(values)) command(`${prefix}sysctl -qw net.ipv6.conf.${name}=${value}`);
}

/** The bridge's own address on the link, as its host has it. */
function ownAddress(bridge: string, host?: string): string {
  const prefix = host === undefined ? "ip" : `ip -n ${host}`;
  return /inet6 (fe80\S+)\//.exec(command(`${prefix} -6 addr show dev ${bridge} scope link`))![1]!;
}

/** What came of an advertisement on the endpoint's host: the ping behind it took the same way. */
function heardByHost(rogue: string, bridge: string, host?: string): readonly string[] {
  const to = `${ownAddress(bridge, host)}%eth0`;
  command(`ip netns exec ${rogue} ping -6 -q -c 5 -i 0.3 -W 2 ${to}`);
  advertiseToAll(rogue);
  command(`ip netns exec ${rogue} ping -6 -q -c 1 -W 5 ${to}`);
  return learnedByHost(host === undefined ? {} : { host });
}

const EAGER = { "all.forwarding": 0, "all.accept_ra": 2, "default.accept_ra": 2 };

describe("a host that accepts every router, also where it forwards", () => {
  afterEach(() => settings({ "all.forwarding": 0, "all.accept_ra": 1, "default.accept_ra": 1 }));

  test("does not accept an endpoint, on networks without IPv6 too; each of two chains alone is enough", async () => {
    settings(EAGER);
    await apply(stack(networks));
    const all = () => ["four", "dual"].map((name) => heardByHost(`${name}-rogue`, `nw-${name}`));
    expect(command("sysctl -n net.ipv6.conf.nw-four.accept_ra net.ipv6.conf.nw-dual.accept_ra")).toBe("2\n2\n");
    expect(all()).toEqual([[], []]);
    command("nft flush chain bridge netweft prerouting");
    expect(all()).toEqual([[], []]);
    await apply(stack(networks));
    command("nft flush chain inet netweft input");
    expect(all()).toEqual([[], []]);
    command("nft flush chain bridge netweft prerouting");
    expect(heardByHost("four-rogue", "nw-four")).toEqual(["route", "address"]);
  });

  test("does not accept an endpoint of another member of an overlay network", async () => {
    const edges = ["edge1", "edge2"];
    const underlay = makeUnderlay(edges);
    for (const edge of edges) settings(EAGER, edge);
    folder.write(meshOf(hostsOver(underlay), { network: { router_advertisements: true, names: false }, containers: containersOn(edges) }));
    await folder.run(0, "apply", "--auto-approve");
    const bridge = "nwo-lab-mesh";
    for (const host of edges) expect(heardByHost(netnsOf("c-edge1"), bridge, host)).toEqual([]);
    expect(learnedIn(netnsOf("c-edge2"))).toEqual(["route", "address"]);
  });
});

describe("a host that has not received a router advertisement yet", () => {
  const v6 = stack({ six: { subnets: ["fd00:12::/64"] } });

  /** A link of the host's with a router behind it. */
  function uplink(dev: string, router: string): void {
    ipBatch([`netns add ${router}`, `link add ${dev} type veth peer name eth0 netns ${router}`, `link set ${dev} up`]);
    ipBatch(["link set lo up", "link set eth0 up"], router);
  }

  async function hears(dev: string, router: string): Promise<void> {
    const isReady = () => !/tentative/.test(command(`ip -6 addr show dev ${dev}`) + command(`ip -n ${router} -6 addr`));
    await until(() => isReady() && command(`ip -n ${router} -6 addr show dev eth0`).includes("fe80"), "There is no address.");
    await until(() => (advertiseToAll(router), learnedByHost({ dev }).length === 2), `Nothing is heard on ${dev}.`);
  }

  const acceptRa = (...devs: readonly string[]) => devs.map((dev) => command(`sysctl -n net.ipv6.conf.${dev}.accept_ra`).trim());

  beforeEach(() => settings({ "all.forwarding": 0, "default.accept_ra": 1 }));
  afterEach(() => settings({ "all.forwarding": 0, "default.accept_ra": 1 }));

  test("has its address and its way out once they do, and links of others that appear later accept nothing by our doing", async () => {
    uplink("up0", "first");
    await apply(v6);
    await hears("up0", "first");
    command("ip link add docker0 type bridge");
    await folder.run(0, "plan", "--detailed-exitcode");
    await folder.run(0, "drift", "--detailed-exitcode");
    settings({ "up0.accept_ra": 1 });
    await folder.run(2, "drift", "--detailed-exitcode");
    await apply(v6);
    await folder.run(0, "destroy", "--auto-approve");
    expect(acceptRa("up0", "docker0", "default")).toEqual(["2", "1", "1"]);
  });

  test("is left alone where a program handles advertisements itself, and on the ports of other bridges", async () => {
    uplink("up0", "first");
    uplink("port0", "second");
    settings({ "up0.accept_ra": 0, "default.accept_ra": 0 });
    ipBatch(["link add br0 type bridge", "link set port0 master br0", "link set br0 up"]);
    command("ip -6 route add default via fe80::99 dev up0 proto ra metric 1024 expires 1000");
    await apply(v6);
    expect(acceptRa("up0", "default", "br0", "port0")).toEqual(["0", "0", "0", "1"]);
    expect(command("ip -6 route show default proto ra")).toContain("via fe80::99 dev up0");
    await folder.run(0, "plan", "--detailed-exitcode");
  });

  test("that forwards already accepts no more than before", async () => {
    uplink("up0", "first");
    settings({ "all.forwarding": 1 });
    await apply(v6);
    expect(acceptRa("up0", "default")).toEqual(["1", "1"]);
  });
});
