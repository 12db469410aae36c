/** Static routes of hosts and namespaces, with packets, beside the routes, rules and firewall of other programs. */
import { spawn } from "node:child_process";
import { openFolder, type Folder } from "../support/folder";
import { nft } from "../support/firewalls";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { makeOutside } from "../support/outside";
import { openTraffic, type Traffic } from "../support/traffic";
import { until } from "../support/until";

insideLab();

let folder: Folder;
let traffic: Traffic;

beforeEach(() => {
  emptyLab();
  makeOutside();
  // Networks behind the neighbour of the host; a VPN's half of the address space; another program's rule, NAT and route.
  ipBatch(["addr add 10.50.0.1/32 dev lo", "addr add 10.60.0.1/32 dev lo", "addr add 192.0.2.3/24 dev eth0"], "out");
  ipBatch(["link add tun0 type veth peer name tun1", "link set tun0 up", "link set tun1 up", "addr add 10.99.0.2/24 dev tun0"]);
  ipBatch(["route add 0.0.0.0/1 via 10.99.0.1 dev tun0", "rule add priority 50 from 198.51.100.1 lookup 100"]);
  ipBatch(["route add 10.60.0.0/16 via 192.0.2.2 dev up0 proto static"]);
  nft(
    'table ip docker { chain POSTROUTING { type nat hook postrouting priority 100; ip saddr 172.17.0.0/16 oifname != "docker0" masquerade; }; }',
  );
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  traffic = openTraffic();
});
afterEach(() => {
  traffic.close();
  folder.close();
  emptyLab();
});

interface Wanted {
  readonly via?: string;
  readonly metric?: number;
  readonly more?: object;
}

/** A container `web` with networks behind its neighbour `gw`, and a host with a network behind its neighbour. */
function stack({ via = "192.0.2.2", metric = 50, more = {} }: Wanted = {}): object {
  const endpoint = (name: string, rest: object) => ({
    namespace: `\${netweft_namespace.${name}.ref}`,
    network: "${netweft_bridge_network.back.ref}",
    ...rest,
  });
  const routes = [
    { destination: "10.40.0.0/16", via: "10.9.0.254", source: "10.9.0.10" },
    { destination: "fd00:40::/64", via: "fd00:9::fe", source: "fd00:9::10" },
    { destination: "0.0.0.0/0", via: "10.9.0.254", table: 20, rules: [{ from: "10.9.0.10", to: "198.51.100.0/24" }] },
  ];
  return {
    resource: {
      netweft_bridge_network: { back: { name: "back", subnets: ["10.9.0.0/24", "fd00:9::/64"], names: false } },
      netweft_namespace: { web: { name: "web", routes: [{ destination: "10.0.0.0/8", type: "unreachable" }] }, gw: { name: "gw" } },
      netweft_endpoint: {
        web: endpoint("web", { addresses: ["10.9.0.10", "fd00:9::10"], routes }),
        gw: endpoint("gw", { addresses: ["10.9.0.254", "fd00:9::fe"] }),
      },
      netweft_route: {
        behind: { destination: "10.50.0.0/16", via, dev: "up0" },
        slow: { destination: "10.51.0.0/16", via: "192.0.2.2", metric },
        far: { destination: "10.53.0.0/16", via: "10.54.0.1", dev: "up0" },
        hop: { destination: "10.54.0.1/32", dev: "up0" },
        none: { destination: "10.52.0.0/16", type: "blackhole" },
        ...more,
      },
    },
  };
}

async function apply(wanted?: Wanted): Promise<void> {
  folder.write(stack(wanted));
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
}

/** The networks behind `gw`: addresses of its loopback interface. */
function behindGw(): void {
  ipBatch(["addr add 10.40.0.1/32 dev lo", "addr add 198.51.100.9/32 dev lo", "addr add fd00:40::1/128 dev lo"], "gw");
}

function ping(netns: string | undefined, address: string, from?: string): void {
  const inside = netns === undefined ? "" : `nsenter --net=/run/netns/${netns} `;
  command(`${inside}ping -c 1 -w 30${from === undefined ? "" : ` -I ${from}`} ${address}`);
}

function everythingAnswers(): void {
  for (const address of ["10.40.0.1", "fd00:40::1"]) ping("web", address);
  ping("web", "198.51.100.9", "10.9.0.10");
  ping(undefined, "10.50.0.1");
  expect(() => command("nsenter --net=/run/netns/web ping -c 1 -w 2 10.41.0.1")).toThrow(/No route to host/);
}

test("packets take the declared routes; a link that went down, inside or on the host, is drift, and an apply puts its routes back", async () => {
  await apply();
  behindGw();
  everythingAnswers();
  ipBatch(["link set up0 down", "link set up0 up"]);
  ipBatch(["link set eth0 down", "link set eth0 up"], "web");
  const { stdout } = await folder.run(2, "drift", "--detailed-exitcode");
  for (const line of [
    "local - route 10.50.0.0/16",
    "local - route 10.53.0.0/16",
    "local - route 10.54.0.1/32",
    "local - route 10.51.0.0/16",
    "local web route 10.40.0.0/16",
    "local web route default",
  ])
    expect(stdout).toContain(`- ${line}`);
  expect(stdout).not.toContain("blackhole");
  await folder.run(0, "apply", "--auto-approve");
  everythingAnswers();
  await folder.run(0, "plan", "--detailed-exitcode");
});

test("a gateway changes in place, another metric is added before the old one goes, and neither leaves a gap", async () => {
  await apply();
  const monitor = spawn("ip", ["monitor", "route"], { stdio: ["ignore", "pipe", "ignore"] });
  let seen = "";
  monitor.stdout.on("data", (text: Buffer) => void (seen += text.toString()));
  await apply({ via: "192.0.2.3", metric: 60 });
  await until(() => Promise.resolve(seen.includes("Deleted 10.51.0.0/16")), "The old route is not deleted.");
  monitor.kill();
  const lines = seen.split("\n").filter((line) => /10\.5[01]\./.test(line));
  expect(lines.map((line) => line.replace(/ (dev|proto) \S+/g, "").trim()).sort()).toEqual(
    ["10.50.0.0/16 via 192.0.2.3", "10.51.0.0/16 via 192.0.2.2 metric 60", "Deleted 10.51.0.0/16 via 192.0.2.2 metric 50"].sort(),
  );
  expect(lines.findIndex((line) => line.includes("metric 60"))).toBeLessThan(lines.findIndex((line) => line.startsWith("Deleted")));
});

test("a route of another program is an error of the plan, until it is imported; a destroy leaves everything foreign", async () => {
  const before = command("ip -4 route show")
    .split("\n")
    .filter((line) => !line.includes("10.60.0.0"));
  const more = { theirs: { destination: "10.60.0.0/16", via: "192.0.2.2", dev: "up0" } };
  folder.write(stack({ more }));
  const { stderr } = await folder.run(1, "plan");
  expect(stderr).toContain('"local - route 10.60.0.0/16 via 192.0.2.2 dev up0 proto static" exists and carries no mark of Netweft');
  await folder.run(0, "import", "netweft_route.theirs", "local/-/10.60.0.0/16");
  await apply({ more });
  expect(command("ip route show 10.60.0.0/16")).toContain("proto 157");
  ping(undefined, "10.60.0.1");
  await folder.run(0, "destroy", "--auto-approve");
  expect(command("ip -4 route show").split("\n")).toEqual(before);
  expect(command("ip rule show")).toContain("from 198.51.100.1 lookup 100");
});

test("a port published on a second network answers under a strict rp_filter, over TCP, and over UDP from a server on every address", async () => {
  const strict = { "net.ipv4.conf.all.rp_filter": "1" };
  command("sysctl -w net.ipv4.conf.all.rp_filter=1");
  const on = (namespace: string, network: string, more: object = {}) => ({
    namespace: `\${netweft_namespace.${namespace}.ref}`,
    network: `\${netweft_bridge_network.${network}.ref}`,
    ...more,
  });
  const publish = [
    { host_port: 8080, port: 80 },
    { protocol: "udp", host_port: 5000, port: 5000 },
  ];
  folder.write({
    resource: {
      netweft_bridge_network: {
        app: { name: "app", subnets: ["10.10.0.0/24", "fd00:10::/64"], names: false },
        edge: { name: "edge", subnets: ["10.11.0.0/24", "fd00:11::/64"], names: false },
      },
      netweft_namespace: { web: { name: "web", sysctls: strict }, api: { name: "api" } },
      netweft_endpoint: {
        app: on("web", "app", { addresses: ["10.10.0.10", "fd00:10::10"] }),
        edge: on("web", "edge", { interface: "eth1", publish }),
        api: on("api", "app"),
      },
    },
  });
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
  const servers = ["0.0.0.0", "::"].flatMap((address) => [
    { protocol: "tcp" as const, address, port: 80 },
    { protocol: "udp" as const, address, port: 5000 },
  ]);
  await traffic.serve("web", ...servers);
  const answers = (netns: string, protocol: "tcp" | "udp", address: string, port: number, client: RegExp) =>
    until(
      async () => client.test(await traffic.ask(netns, protocol, address, port)),
      `${netns} has no answer from ${address} (${protocol}).`,
    );
  await answers("out", "tcp", "192.0.2.1", 8080, /^192\.0\.2\./);
  await answers("out", "udp", "192.0.2.1", 5000, /^192\.0\.2\./);
  await answers("out", "tcp", "2001:db8::1", 8080, /^2001:db8::/);
  await answers("out", "udp", "2001:db8::1", 5000, /^2001:db8::/);
  await answers("-", "udp", "127.0.0.1", 5000, /^10\.11\.0\.1$/);
  await answers("api", "tcp", "192.0.2.1", 8080, /./);
  await answers("api", "udp", "10.10.0.10", 5000, /^10\.10\.0\./);
});
