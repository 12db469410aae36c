/** Who may use a published port, and with which address packets leave, beside Docker's rules and another program's published ports. */
import { openFolder, type Folder } from "../support/folder";
import { emptyFirewalls, likeDocker, nft } from "../support/firewalls";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { makeOutside } from "../support/outside";
import { openTraffic, type Traffic } from "../support/traffic";

insideLab();

const NOTHING = "";
const networks = { front: ["10.8.0.0/24", "fd00:8::/64"], back: ["10.9.0.0/24"], apart: ["10.11.0.0/24"] };
const leaving = { front: ["192.0.2.50", "2001:db8::50"], back: ["192.0.2.51", "192.0.2.52"], apart: null };
const places = { web: ["front", 2], api: ["front", 3], db: ["back", 2], one: ["apart", 2], two: ["apart", 3] } as const;

const publish = [
  { host_port: 8080, port: 80, sources: ["192.0.2.0/24", "192.0.2.2", "2001:db8::2"] },
  { host_ip: "192.0.2.1", host_port: 8443, port: 80, sources: ["192.0.2.0/24"] },
  { host_ip: "198.51.100.1", host_port: 8443, port: 80 },
  { protocol: "udp", host_port: 8053, port: 53, sources: ["198.51.100.2"] },
  { host_port: 7000, port: 70, port_count: 3, sources: ["192.0.2.2"] },
  { host_port: 8090, port: 80, sources: [] },
];

function stack(ports: readonly object[]): object {
  const endpoint = (name: keyof typeof places, more: object = {}) => {
    const [network, n] = places[name];
    const addresses = networks[network].map((subnet) => subnet.replace(/(0|::)\/\d+$/, (end) => (end.startsWith("0") ? `${n}` : `::${n}`)));
    return { namespace: `\${netweft_namespace.${name}.ref}`, network: `\${netweft_bridge_network.${network}.ref}`, addresses, ...more };
  };
  return {
    provider: { netweft: { host_firewall: "cooperate" } },
    resource: {
      netweft_bridge_network: Object.fromEntries(
        (Object.keys(networks) as (keyof typeof networks)[]).map((name) => [
          name,
          { name, subnets: networks[name], names: false, endpoint_isolation: name === "apart", snat_addresses: leaving[name] },
        ]),
      ),
      netweft_namespace: Object.fromEntries(Object.keys(places).map((name) => [name, { name }])),
      netweft_endpoint: {
        ...Object.fromEntries((Object.keys(places) as (keyof typeof places)[]).map((name) => [name, endpoint(name)])),
        web: endpoint("web", { publish: ports }),
        two: endpoint("two", { publish: [{ host_port: 8081, port: 80, sources: ["192.0.2.2"] }] }),
      },
    },
  };
}

let folder: Folder;
let traffic: Traffic;

/** A second neighbour of the host, and another program's container, whose port 8080 is published on another address. */
function makeOthers(): void {
  likeDocker("nft");
  // Docker switches it on, so the host is a router already, and is not closed between its links.
  command("sysctl -qw net.ipv4.ip_forward=1");
  for (const address of ["192.0.2.50/24", "192.0.2.51/24", "192.0.2.52/24", "2001:db8::50/64"])
    command(`ip addr add ${address} dev up0 nodad`);
  ipBatch(["netns add far", "link add up1 type veth peer name eth0 netns far", "addr add 198.51.100.1/24 dev up1", "link set up1 up"]);
  ipBatch(["addr add 198.51.100.2/24 dev eth0", "link set eth0 up", "route add default via 198.51.100.1"], "far");
  ipBatch(["netns add alien", "link add docker0 type veth peer name eth0 netns alien", "addr add 172.17.0.1/24 dev docker0"]);
  ipBatch(["link set docker0 up", "addr add 203.0.113.1/32 dev docker0"]);
  ipBatch(["addr add 172.17.0.2/24 dev eth0", "link set eth0 up", "route add default via 172.17.0.1"], "alien");
  ipBatch(["route add 203.0.113.1/32 via 192.0.2.1"], "out");
  command("iptables-nft -w -I DOCKER-FORWARD -o docker0 -j ACCEPT");
  nft(
    "table ip theirs { chain pre { type nat hook prerouting priority -110; ip daddr 203.0.113.1 tcp dport 8080 dnat to 172.17.0.2:80; }; }",
  );
}

beforeAll(async () => {
  emptyLab();
  emptyFirewalls();
  makeOutside();
  makeOthers();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  folder.write(stack(publish));
  await folder.run(0, "apply", "--auto-approve");
  traffic = openTraffic();
  const everywhere = (port: number) => ["0.0.0.0", "::"].map((address) => ({ protocol: "tcp", address, port }) as const);
  for (const name of ["web", "two", "alien", "out", "far"]) await traffic.serve(name, ...everywhere(80));
  await traffic.serve("web", ...everywhere(70), ...everywhere(72), { protocol: "udp", address: "0.0.0.0", port: 53 });
  await traffic.serve("-", ...everywhere(6000));
});

afterAll(() => {
  traffic?.close();
  folder?.close();
  emptyFirewalls();
  emptyLab();
});

type Row = readonly [who: string, protocol: "tcp" | "udp", address: string, port: number, answer: string];

test.each<Row>([
  ["out", "tcp", "192.0.2.1", 8080, "192.0.2.2"],
  ["out", "tcp", "2001:db8::1", 8080, "2001:db8::2"],
  ["out", "tcp", "192.0.2.1", 7000, "192.0.2.2"],
  ["out", "tcp", "192.0.2.1", 7002, "192.0.2.2"],
  ["out", "udp", "192.0.2.1", 8053, NOTHING],
  ["out", "tcp", "192.0.2.1", 8090, NOTHING],
  ["far", "tcp", "192.0.2.1", 8080, NOTHING],
  ["far", "tcp", "192.0.2.1", 7002, NOTHING],
  ["far", "udp", "198.51.100.1", 8053, "198.51.100.2"],
  // The same port of two addresses of the host.
  ["out", "tcp", "192.0.2.1", 8443, "192.0.2.2"],
  ["far", "tcp", "192.0.2.1", 8443, NOTHING],
  ["far", "tcp", "198.51.100.1", 8443, "198.51.100.2"],
  // Endpoints of other networks count by their addresses; those of the same network reach the endpoint in any case, unless they are isolated.
  ["db", "tcp", "192.0.2.1", 8080, NOTHING],
  ["api", "tcp", "192.0.2.1", 8080, "10.8.0.1"],
  ["web", "tcp", "192.0.2.1", 8090, "10.8.0.1"],
  ["one", "tcp", "192.0.2.1", 8081, NOTHING],
  ["-", "tcp", "127.0.0.1", 8080, "10.8.0.1"],
  ["-", "tcp", "192.0.2.1", 8090, "192.0.2.1"],
  // Ports of the host, and those of other programs' containers.
  ["far", "tcp", "192.0.2.1", 6000, "198.51.100.2"],
  ["out", "tcp", "203.0.113.1", 8080, "192.0.2.2"],
])("%s connects to %s %s port %i and is seen as '%s'", async (who, protocol, address, port, answer) =>
  expect(await traffic.ask(who, protocol, address, port)).toBe(answer),
);

test.each<Row>([
  ["web", "tcp", "192.0.2.2", 80, "192.0.2.50"],
  ["web", "tcp", "198.51.100.2", 80, "192.0.2.50"],
  ["web", "tcp", "2001:db8::2", 80, "2001:db8::50"],
  ["one", "tcp", "192.0.2.2", 80, "192.0.2.1"],
  ["-", "tcp", "10.8.0.2", 80, "10.8.0.1"],
])("out: %s connects to %s %s port %i and is seen as '%s'", async (who, protocol, address, port, answer) =>
  expect(await traffic.ask(who, protocol, address, port)).toBe(answer),
);

test("what conntrack counts as invalid, and no rule translates, does not leave with a container's own address", async () => {
  const inOut = (words: string) => command(`ip netns exec out nft ${words}`);
  inOut("add table ip seen");
  inOut("add chain ip seen in { type filter hook input priority 0 ; }");
  inOut("add rule ip seen in ip saddr { 10.8.0.0/24, 10.11.0.0/24 } counter");
  const reset = 'socket(S,2,3,6)&&send(S,pack("nnNNCCnnn",9,80,1,0,80,4,0,0,0),0,pack_sockaddr_in(0,inet_aton("192.0.2.2")))or(die)';
  for (const netns of ["api", "one"]) {
    command(`ip netns exec ${netns} perl -MSocket -e ${reset}`);
    expect(await traffic.ask(netns, "tcp", "192.0.2.2", 80)).not.toBe(NOTHING);
  }
  expect(inOut("list table ip seen")).toContain("counter packets 0 ");
});

test("of several addresses, an endpoint always leaves with the same one", async () => {
  const seen = [await traffic.ask("db", "tcp", "192.0.2.2", 80), await traffic.ask("db", "tcp", "198.51.100.2", 80)];
  expect(leaving.back).toContain(seen[0]);
  expect(seen[1]).toBe(seen[0]);
});

test("the plan is empty, and a source that another program adds is drift, which the next apply removes", async () => {
  expect((await folder.run(0, "plan", "--detailed-exitcode")).stderr).toBe("");
  const set = /set (sources4-\S+-udp-8053)/.exec(command("nft list ruleset"))![1]!;
  command(`nft add element inet netweft ${set} { 192.0.2.2 }`);
  command("nft flush chain inet netweft limits");
  command("nft flush chain inet netweft snat-nw-front");
  expect(await traffic.ask("far", "tcp", "192.0.2.1", 8080)).toBe("198.51.100.2");
  const { stdout } = await folder.run(2, "drift", "--detailed-exitcode");
  expect(stdout).toContain(`element ${set} 192.0.2.2`);
  expect(stdout).toContain("chain limits");
  expect(stdout).toContain("chain snat-nw-front");
  await folder.run(0, "apply", "--auto-approve");
  expect(await traffic.ask("far", "tcp", "192.0.2.1", 8080)).toBe(NOTHING);
  expect(await traffic.ask("out", "udp", "192.0.2.1", 8053)).toBe(NOTHING);
});

test("connections of a source that is removed end, and those of others go on", async () => {
  const wide = publish.map((one) => (one.host_port === 8080 ? { ...one, sources: ["192.0.2.2", "198.51.100.0/24"] } : one));
  folder.write(stack(wide));
  await folder.run(0, "apply", "--auto-approve");
  expect(await traffic.ask("far", "tcp", "192.0.2.1", 8080)).toBe("198.51.100.2");
  const entries = (source: string) => command(`conntrack -L -p tcp --orig-port-dst 8080 -s ${source}`);
  expect(await traffic.ask("out", "tcp", "192.0.2.1", 8080)).toBe("192.0.2.2");
  expect(entries("198.51.100.2")).toContain("dport=8080");
  folder.write(stack(publish));
  await folder.run(0, "apply", "--auto-approve");
  expect(entries("198.51.100.2")).not.toContain("dst=192.0.2.1 sport");
  expect(entries("192.0.2.2")).toContain("dst=192.0.2.1 sport");
  expect(await traffic.ask("far", "tcp", "192.0.2.1", 8080)).toBe(NOTHING);
});

test("what all such endpoints share stays while another stack uses it", async () => {
  const other = openFolder({ NETWEFT_BACKEND: "iproute2" });
  other.write({
    provider: { netweft: { stack: "other", host_firewall: "cooperate" } },
    resource: {
      netweft_bridge_network: { side: { name: "side", subnets: ["10.12.0.0/24"], names: false } },
      netweft_namespace: { box: { name: "box" } },
      netweft_endpoint: {
        box: {
          namespace: "${netweft_namespace.box.ref}",
          network: "${netweft_bridge_network.side.ref}",
          publish: [{ host_port: 8088, port: 80, sources: ["192.0.2.2"] }],
        },
      },
    },
  });
  await other.run(0, "apply", "--auto-approve");
  const open = publish.map(({ sources: _, ...one }) => one);
  const rest = stack(open) as { readonly resource: { readonly netweft_endpoint: Record<string, object> } };
  delete rest.resource.netweft_endpoint["two"];
  folder.write(rest);
  await folder.run(0, "apply", "--auto-approve");
  expect(await traffic.ask("far", "tcp", "192.0.2.1", 8080)).toBe("198.51.100.2");
  expect(command("nft list ruleset")).toContain("chain limits");
  await other.run(0, "plan", "--detailed-exitcode");
  await other.run(0, "destroy", "--auto-approve");
  expect(command("nft list ruleset")).not.toContain("jump sources");
  await folder.run(0, "plan", "--detailed-exitcode");
  other.close();
});
